import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { readVersion, recordPage, recordVersion } from '../../../electron/ledger/mirror-store.ts';
import { contentHash, packPayload, packTexts, unpackPayload, unpackTexts } from '../../../electron/ledger/payload.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { TemporaryLedger } from './temporary-ledger.ts';
import { temporaryLedger } from './temporary-ledger.ts';

let ledger: TemporaryLedger;
beforeEach(() => {
  ledger = temporaryLedger();
});
afterEach(() => ledger.remove());

const charge = { system: 'stripe', account: 'acct_1', type: 'charge', id: 'ch_1' } as const;
const second = (n: number) => `2026-10-05T10:00:${String(n).padStart(2, '0')}.000Z` as Instant;
const record = (id: string, payloadText: string, n: number) =>
  recordVersion(ledger.db, { ...charge, id, payloadText, observedAt: second(n), arrivedBy: 'poll' });

const versionsOf = (id: string, account: string = charge.account) =>
  ledger.db
    .prepare<[string, string], number>(
      'SELECT version FROM source_version JOIN source_object USING (source_key) WHERE object_id = ? AND account = ? ORDER BY version',
    )
    .pluck()
    .all(id, account) as number[];

const everything = (account: string, ids: readonly string[]) =>
  ids.map((id) =>
    versionsOf(id, account).map((version) => readVersion(ledger.db, { ...charge, account, id }, version)),
  );

describe('the source mirror', () => {
  it('tells new, changed, same and older apart and keeps every version', () => {
    expect(record('ch_1', 'a', 1)).toBe('new');
    expect(record('ch_1', 'a', 2)).toBe('same');
    expect(record('ch_1', 'b', 5)).toBe('changed');
    expect(record('ch_1', 'c', 3)).toBe('older');
    expect(record('ch_1', 'a', 1)).toBe('older');
    expect(readVersion(ledger.db, charge)).toMatchObject({ payloadText: 'b', version: 2, current: true });
    expect(versionsOf('ch_1')).toEqual([1, 2, 3]);
    expect(readVersion(ledger.db, charge, 3)).toMatchObject({ payloadText: 'c', current: false });
    expect(readVersion(ledger.db, { ...charge, id: 'ch_2' })).toBeNull();
  });

  it('keeps an older state that came back as the newest one', () => {
    record('ch_1', 'a', 1);
    record('ch_1', 'b', 2);
    expect(record('ch_1', 'a', 3)).toBe('changed');
    expect(record('ch_1', 'b', 2)).toBe('older');
    expect(readVersion(ledger.db, charge)).toMatchObject({ payloadText: 'a', version: 3 });
  });

  it('takes what arrived later when two states have one instant, and is not turned back by a replay', () => {
    record('ch_1', 'a', 1);
    expect(record('ch_1', 'b', 1)).toBe('changed');
    expect(record('ch_1', 'a', 1)).toBe('older');
    expect(readVersion(ledger.db, charge)?.payloadText).toBe('b');
  });

  it('ends with the same current state and the same versions whatever the order and the repeats', () => {
    let object = 0;
    const seen = fc.uniqueArray(fc.record({ text: fc.string({ maxLength: 3 }), at: fc.integer({ min: 0, max: 59 }) }), {
      minLength: 1,
      maxLength: 6,
      selector: (each) => each.at,
    });
    fc.assert(
      fc.property(seen, fc.infiniteStream(fc.nat()), (facts, choices) => {
        const id = `ch_${(object += 1)}`;
        const left = [...facts, ...facts];
        const picks = choices[Symbol.iterator]();
        while (left.length > 0) {
          const [fact] = left.splice(picks.next().value % left.length, 1);
          if (fact) record(id, fact.text, fact.at);
        }
        const newest = facts.toSorted((a, b) => b.at - a.at)[0];
        expect(readVersion(ledger.db, { ...charge, id })?.payloadText).toBe(newest?.text);
        const kept = versionsOf(id).map((version) => readVersion(ledger.db, { ...charge, id }, version)?.payloadText);
        expect(new Set(kept)).toEqual(new Set(facts.map((fact) => fact.text)));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps a page as it keeps its objects one by one, whatever is held of them and however often one stands in it', () => {
    const object = fc.record({
      id: fc.constantFrom('ch_1', 'ch_2', 'ch_3', 'ch_4', 'ch_5'),
      raw: fc.string({ unit: 'grapheme', maxLength: 3 }),
      standing: fc.constantFrom('00', '09', '19'),
    });
    const page = fc.record({ objects: fc.array(object, { maxLength: 6 }), at: fc.integer({ min: 0, max: 9 }) });
    let trial = 0;
    fc.assert(
      fc.property(fc.array(page, { minLength: 1, maxLength: 5 }), (pages) => {
        const [whole, single] = [`acct_whole_${(trial += 1)}`, `acct_single_${trial}`];
        for (const { objects, at } of pages) {
          const seen = { system: 'stripe', type: 'charge', observedAt: second(at), arrivedBy: 'poll' } as const;
          const ids = objects.map(({ id }) => id);
          const texts = packTexts(objects.map(({ raw }) => raw));
          const standings = objects.map(({ standing }) => standing);
          const one = objects.map(({ id, raw, standing }) =>
            recordVersion(ledger.db, { ...seen, account: single, id, payloadText: raw, standing }),
          );
          expect(recordPage(ledger.db, { ...seen, account: whole, ids, standings, texts })).toEqual(one);
        }
        const ids = ['ch_1', 'ch_2', 'ch_3', 'ch_4', 'ch_5'];
        expect(everything(whole, ids)).toEqual(everything(single, ids));
      }),
      { numRuns: 60 },
    );
    expect(findViolations(ledger.db)).toEqual([]);
  });

  it('packs the texts of a page together, and notices when a pack is lost', () => {
    const texts = Array.from({ length: 100 }, (_each, index) =>
      JSON.stringify({ id: `ch_${index}`, text: 'ü€😀 a word' }),
    );
    expect(unpackTexts(packTexts(texts))).toEqual(texts);
    const ids = texts.map((_text, index) => `ch_${index}`);
    const page = {
      system: 'stripe',
      account: 'acct_1',
      type: 'charge',
      observedAt: second(1),
      arrivedBy: 'poll',
    } as const;
    recordPage(ledger.db, { ...page, ids, standings: texts.map(() => '09'), texts: packTexts(texts) });
    expect(ids.map((id) => readVersion(ledger.db, { ...charge, id })?.payloadText)).toEqual(texts);
    expect(ledger.db.prepare('SELECT count(*) FROM payload_pack').pluck().get()).toBe(1);
    ledger.db.exec('DELETE FROM payload_pack');
    expect(findViolations(ledger.db).map(({ code }) => code)).toEqual(['MIRROR_PACK_MISSING']);
    expect(() => readVersion(ledger.db, charge)).toThrow(/missing/);
  });

  it('orders what comes by file by what is never undone, the time, the standing and last the contents, in any order', () => {
    // What can never be undone hangs on the contents; how late in its second it was seen does not.
    const seen = fc.record({
      mark: fc.nat(2),
      text: fc.constantFrom('a', 'b', 'c'),
      at: fc.nat(2),
      late: fc.nat(3),
    });
    let object = 0;
    fc.assert(
      fc.property(fc.array(seen, { minLength: 1, maxLength: 7 }), fc.infiniteStream(fc.nat()), (facts, choices) => {
        const id = `ch_file_${(object += 1)}`;
        const left = [...facts, ...facts];
        const picks = choices[Symbol.iterator]();
        while (left.length > 0) {
          const [fact] = left.splice(picks.next().value % left.length, 1);
          if (fact === undefined) continue;
          const standing = `${fact.mark}${fact.late}`;
          const sighting = { payloadText: `${fact.mark}${fact.text}`, observedAt: second(fact.at), standing };
          recordVersion(ledger.db, { ...charge, id, ...sighting, arrivedBy: 'file:1', ties: 'byContent' });
        }
        const keyOf = ({ mark, text, at, late }: (typeof facts)[number]) =>
          `${mark} ${second(at)} ${late} ${contentHash(`${mark}${text}`).toString('hex')}`;
        const last = facts.toSorted((one, other) => (keyOf(one) < keyOf(other) ? 1 : -1))[0];
        expect(readVersion(ledger.db, { ...charge, id })?.payloadText).toBe(`${last?.mark}${last?.text}`);
      }),
      { numRuns: 150 },
    );
  });

  it('gives back every payload byte for byte, small and large', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 4_000 }), (text) => {
        expect(unpackPayload(packPayload(text))).toBe(Buffer.from(text).toString());
      }),
      { numRuns: 100 },
    );
    const large = JSON.stringify({ text: 'ü€😀'.repeat(20_000) });
    expect(unpackPayload(packPayload(large))).toBe(large);
    expect(() => unpackPayload(Buffer.from('not ours'))).toThrow(/unknown way/);
  });
});
