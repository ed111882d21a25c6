import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packPayload } from '../../electron/ledger/payload.ts';
import { temporaryFolder } from '../electron/engine/temporary-folder.ts';
import { filePlaces, findSecrets, tablePlaces, textPlace } from './secret-search.ts';

const SECRET = `Pa55&<w0rd>"'é/+% `;
const secrets = { password: SECRET };
const hides = (text: string) => findSecrets(secrets, [textPlace('here', `before ${text} after`)]).length > 0;

describe('the search for secrets', () => {
  it('finds a planted one in every form it may travel in', () => {
    const basic = (user: string) => Buffer.from(`${user}:${SECRET}`).toString('base64');
    const forms = [
      SECRET,
      encodeURIComponent(SECRET),
      new URLSearchParams({ p: SECRET }).toString(),
      SECRET.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      JSON.stringify({ SECRET }),
      JSON.stringify(JSON.stringify({ SECRET })),
      Buffer.from(SECRET).toString('hex'),
      Buffer.from(SECRET).toString('base64url'),
      ...['', 'a', 'ab', 'abc', 'TIEOUT_INT'].map(basic),
      Buffer.from(`${SECRET}:`).toString('base64'),
      Buffer.from(`{"password":"${SECRET}","more":1}`).toString('base64'),
    ];
    for (const form of forms) expect([form, hides(form)]).toEqual([form, true]);
    expect(findSecrets(secrets, [{ name: 'memory', bytes: Buffer.from(`x${SECRET}`, 'utf16le') }])).toHaveLength(1);
  });

  it('does not cry over what is none', () => {
    for (const text of ['', '[redacted]', SECRET.slice(4, -4), 'Pa55', Buffer.from('other').toString('base64')])
      expect([text, hides(text)]).toEqual([text, false]);
  });

  it('looks into files of any depth, and into packed columns', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a', 'b'), { recursive: true });
    writeFileSync(join(folder, 'a', 'b', 'log'), `x ${SECRET}`);
    expect(findSecrets(secrets, filePlaces(folder))).toEqual([
      `password in ${join(folder, 'a', 'b', 'log')} as plain text`,
    ]);
    const rows: Record<string, Record<string, unknown>[]> = {
      attempt: [
        { id: 1, text: 'x' },
        { id: 2, text: SECRET },
      ],
      mirror: [{ payload: packPayload(`{"key":"${SECRET}"}`) }, { payload: null }],
      posting: [{ answer: deflateRawSync(SECRET) }, { answer: Buffer.from('not packed') }],
    };
    const read = (sql: string) => {
      const table = /FROM "(\w+)"/.exec(sql)?.[1];
      return table === undefined ? Object.keys(rows).map((name) => ({ name })) : (rows[table] ?? []);
    };
    expect(findSecrets(secrets, tablePlaces(read)).map((found) => found.split(' ')[2])).toEqual([
      'attempt.text',
      'mirror.payload',
      'posting.answer',
    ]);
  });

  it('never says the secret itself', () => {
    expect(findSecrets(secrets, [textPlace('here', SECRET)]).join()).not.toContain(SECRET);
  });
});
