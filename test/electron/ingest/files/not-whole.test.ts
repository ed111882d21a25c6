import { describe, expect, it } from 'vitest';
import { readRecord } from '../../../../electron/connectors/stripe/recorded/read-record.ts';
import { heldFile } from '../../../../electron/ingest/files/file-source.ts';
import { previewRecords } from '../../../../electron/ingest/files/preview-records.ts';
import { textLike } from '../../../support/text-like.ts';
import * as samples from '../../connectors/stripe/samples.ts';
import { movementLines } from '../books.ts';
import { recordBooks } from '../record-books.ts';

const first = samples.charge({ id: 'ch_1' });
const second = samples.charge({ id: 'ch_2' });

describe('a file that is not whole', () => {
  it('is not taken for whole: a list without its end, a page that others follow', async () => {
    const cut = `[${JSON.stringify(first)},\n${JSON.stringify(second)}`;
    const page = JSON.stringify({ object: 'list', data: [first, second], has_more: true });
    for (const [text, line, reason] of [
      [cut, 2, 'the rest of it is missing'],
      [page, 1, 'has_more'],
    ] as const) {
      const { takeText, db } = recordBooks();
      const report = await takeText(text);
      expect(report).toMatchObject({ read: 3, accepted: 2, refused: 1 });
      expect(report.refusals).toEqual([{ file: 'a.jsonl', line, reason: textLike(reason) }]);
      expect(movementLines(db)).toHaveLength(2);
    }
  });

  it('is taken in without a word where nothing is missing', async () => {
    const whole = [`[${JSON.stringify(first)},${JSON.stringify(second)}]\n`, '[]'];
    const last = JSON.stringify({ object: 'list', data: [first], has_more: false });
    for (const text of [...whole, last])
      expect(await recordBooks().takeText(text)).toMatchObject({ refused: 0, refusals: [] });
  });
});

describe('records that do not say their mode', () => {
  const refund = samples.refund({ charge: 'ch_1' });
  const transaction = samples.balanceTransaction({ id: 'txn_1' });

  it('are refused next to data of the other mode, wherever that stands in the file', async () => {
    const live = samples.charge({ id: 'ch_live', livemode: true });
    for (const values of [
      [live, refund, transaction, second],
      [refund, transaction, second, live],
    ]) {
      const { take, db } = recordBooks();
      const report = await take(...values);
      expect(report).toMatchObject({ read: 4, accepted: 1, refused: 3 });
      expect(movementLines(db)).toEqual(['charge ch_2 1250 USD unmatched']);
      const text = values.map((value) => JSON.stringify(value)).join('\n');
      const owner = { account: 'acct_1', livemode: false };
      const file = heldFile('a.jsonl', [Buffer.from(text)]);
      expect(await previewRecords(file, 'utf-8', readRecord, owner)).toMatchObject({ rows: 4, faultCount: 3 });
    }
  });

  it('are taken in where nothing in the file is of the other mode', async () => {
    const { take } = recordBooks();
    const note = samples.customer({ metadata: { note: '"livemode":true' } });
    expect(await take(refund, transaction, note)).toMatchObject({ accepted: 3, refused: 0 });
  });
});
