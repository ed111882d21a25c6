import { describe, expect, it } from 'vitest';
import { heldFile } from '../../../../electron/ingest/files/file-source.ts';
import { textLike } from '../../../support/text-like.ts';
import { inspectFile, readText } from '../../../../electron/ingest/files/inspect-file.ts';

const TEXT = 'id;amount;name\r\n1;1.234,50;M\u00FCller\r\n2;7,10;\u4E00\u756A\r\n';
const little = (text: string) => Buffer.from(text, 'utf16le');
const big = (text: string) => little(text).swap16();

/** In pieces of an odd length, so that a sign of two bytes lies in two of them. */
function file(bytes: Buffer) {
  const parts: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += 7) parts.push(bytes.subarray(from, from + 7));
  return heldFile('x.csv', parts);
}

async function read(bytes: Buffer) {
  const { encoding } = await inspectFile(file(bytes));
  let text = '';
  for await (const piece of readText(file(bytes), encoding)) text += piece;
  return { encoding, text };
}

describe('how the bytes of a file are to be read', () => {
  it.each([
    ['utf-8', Buffer.from(TEXT)],
    ['utf-8', Buffer.from(`\uFEFF${TEXT}`)],
    ['utf-16le', little(`\uFEFF${TEXT}`)],
    ['utf-16be', big(`\uFEFF${TEXT}`)],
    ['utf-16le', little(TEXT)],
    ['utf-16be', big(TEXT)],
  ])('is found out: %s', async (encoding, bytes) => {
    expect(await read(bytes)).toEqual({ encoding, text: TEXT });
  });

  it('is Windows-1252 where no other fits', async () => {
    expect(await read(Buffer.from('name\nM\u00FCller\n', 'latin1'))).toEqual({
      encoding: 'windows-1252',
      text: 'name\nM\u00FCller\n',
    });
  });

  it.each([
    ['an archive', Buffer.from([80, 75, 3, 4, 20, 0, 0, 0, 8, 0, 33, 0, 91, 17])],
    ['a text with a zero byte in it', Buffer.from(`${TEXT}3;1\u0000;x\r\n`)],
    ['UTF-16 with a zero sign in it', little(`\uFEFF${TEXT}\u0000`)],
    ['four bytes a sign', Buffer.concat(Array.from(TEXT, (sign) => Buffer.from([sign.charCodeAt(0) & 127, 0, 0, 0])))],
  ])('is not guessed of %s, which is refused', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: textLike(/^x\.csv: .*no text/),
    });
  });
});
