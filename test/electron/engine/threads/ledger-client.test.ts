import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningLedger } from '../../../../electron/engine/threads/ledger-client.ts';
import { startLedger } from '../../../../electron/engine/threads/ledger-client.ts';
import type { LedgerError } from '../../../../electron/ledger/ledger-error.ts';
import { checkLedger, readCounts, verifyLedgerAudit } from '../../../../electron/ledger/operations.ts';
import { defineRead } from '../../../../electron/ledger/operation.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import type { TemporaryLedger } from '../../ledger/temporary-ledger.ts';
import { temporaryLedger } from '../../ledger/temporary-ledger.ts';
import * as ops from './test-operations.ts';

const at = '2026-11-02T14:00:00.000Z' as Instant;
const testThread = new URL('./test-thread.ts', import.meta.url);
let ledger: TemporaryLedger;
let running: RunningLedger;
let crashed: PromiseWithResolvers<LedgerError>;

function start(
  options: { readers?: 1 | 2; key?: Buffer; file?: string; threadUrl?: URL } = {},
): Promise<RunningLedger> {
  crashed = Promise.withResolvers();
  return startLedger({
    file: options.file ?? ledger.file,
    key: options.key ?? Buffer.from(ledger.key),
    readers: options.readers ?? 1,
    anchorFile: join(ledger.folder, 'audit-anchor.jsonl'),
    onCrash: (error) => crashed.resolve(error),
    onWarning: (error) => {
      throw error;
    },
    threadUrl: options.threadUrl ?? testThread,
  });
}

beforeEach(async () => {
  ledger = temporaryLedger();
  ledger.db.close();
  running = await start();
});
afterEach(async () => {
  await running.close();
  ledger.remove();
});

describe('the ledger in threads', () => {
  it('shows a write to every later read, on one reader or two', async () => {
    await running.close();
    running = await start({ readers: 2 });
    for (let index = 0; index < 20; index++) {
      await running.write(ops.putAll, { rows: [['n', String(index)]] });
      expect(await running.read(ops.get, { key: 'n' })).toBe(String(index));
      expect(await running.read(ops.getBulk, { key: 'n' })).toBe(String(index));
    }
  });

  it('tells a long write that a small one waits, and no longer once it had its turn', async () => {
    const long = running.write(ops.untilSmallWaits, { mostMs: 20_000 });
    const small = running.write(ops.putAll, { rows: [['a', '1']] });
    expect(await long).toBe(true);
    await small;
    expect(await running.write(ops.untilSmallWaits, { mostMs: 0 })).toBe(false);
  });

  it('isolates a failing write from the others that share its commit', async () => {
    const results = await Promise.allSettled([
      running.write(ops.putAll, { rows: [['a', '1']] }),
      running.write(ops.putAll, { rows: [['b', '2']] }),
      running.write(ops.putThenFail, { key: 'c' }),
      running.write(ops.putAll, { rows: [['d', '4']] }),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    for (const [key, value] of [
      ['a', '1'],
      ['b', '2'],
      ['c', null],
      ['d', '4'],
    ] as const)
      expect(await running.read(ops.get, { key })).toBe(value);
  });

  it('keeps the order of small writes, and lets them go before bulk ones that wait', async () => {
    const first = running.write(ops.noteOrder, { word: 'first' });
    const bulk = running.write(ops.noteOrderBulk, { word: 'bulk' });
    const small = ['s1', 's2', 's3'].map((word) => running.write(ops.noteOrder, { word }));
    await Promise.all([first, bulk, ...small]);
    expect(await running.read(ops.get, { key: 'order' })).toBe('first s1 s2 s3 bulk ');
  });

  it('refuses an asynchronous operation, a write inside a read, an unknown operation and a value that cannot cross', async () => {
    await expect(running.write(ops.promise, { key: 'p' })).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await running.read(ops.get, { key: 'p' })).toBeNull();
    await expect(running.read(ops.writeInRead, null)).rejects.toMatchObject({ code: 'LEDGER_READONLY' });
    const unknown = defineRead('test.unknown', () => 1);
    await expect(running.read(unknown, null)).rejects.toThrow(/no known operation named test.unknown/);
    await expect(running.read(ops.unclonable, null)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await running.read(ops.get, { key: 'sneaked' })).toBeNull();
  });

  it('moves typed arrays and leaves the rest of the value whole', async () => {
    const value = await running.read(ops.columns, { count: 100_000 });
    expect(value.text).toBe('beside');
    expect(value.ids).toHaveLength(100_000);
    expect(value.ids[99_999]).toBe(7);
  });

  it('wipes the key it was given', async () => {
    await running.close();
    const key = Buffer.from(ledger.key);
    running = await start({ key });
    expect(key.every((byte) => byte === 0)).toBe(true);
  });

  it('tells why a ledger cannot be opened', async () => {
    await expect(start({ key: randomBytes(32) })).rejects.toMatchObject({ code: 'LEDGER_WRONG_KEY' });
    await expect(start({ file: join(ledger.folder, 'none.db') })).rejects.toMatchObject({ code: 'LEDGER_MISSING' });
  });

  it('runs the product thread with the operations of the product', async () => {
    await running.close();
    running = await startLedger({
      file: ledger.file,
      key: Buffer.from(ledger.key),
      readers: 2,
      anchorFile: join(ledger.folder, 'audit-anchor.jsonl'),
      onCrash: (error) => crashed.resolve(error),
      onWarning: (error) => crashed.resolve(error),
    });
    expect((await running.read(readCounts, null)).postings.confirmed).toBe(0);
    expect(await running.read(checkLedger, null)).toEqual([]);
  });
});

describe('the end of a ledger thread', () => {
  it('finishes what was asked, anchors, and leaves one file without a write-ahead log', async () => {
    const waiting = Array.from({ length: 50 }, (_, index) =>
      running.write(ops.audited, { at, subject: `row/${index}` }),
    );
    await running.close();
    await Promise.all(waiting);
    expect(existsSync(`${ledger.file}-wal`)).toBe(false);
    await expect(running.read(ops.get, { key: 'a' })).rejects.toMatchObject({ code: 'LEDGER_STOPPED' });
    const lines = readFileSync(join(ledger.folder, 'audit-anchor.jsonl'), 'utf8').trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ seq: 50 });
  });

  it('after a crash rejects everything that waits and everything later, and says so once', async () => {
    await running.write(ops.putAll, { rows: [['kept', 'yes']] });
    await running.write(ops.crash, null);
    const later = await Promise.allSettled(
      // As many as no thread gets through in the moment before it crashes.
      Array.from({ length: 500 }, () => running.write(ops.putBulk, { key: 'later', value: 'x' })),
    );
    const error = await crashed.promise;
    expect(error.code).toBe('LEDGER_STOPPED');
    expect(error.cause).toMatchObject({ message: 'crashed on purpose' });
    expect(later.at(-1)?.status).toBe('rejected');
    await expect(running.read(ops.get, { key: 'kept' })).rejects.toMatchObject({ code: 'LEDGER_STOPPED' });
    await running.close();
    running = await start();
    expect(await running.read(ops.get, { key: 'kept' })).toBe('yes');
  });

  it('anchors a posting as soon as it is committed and everything else when asked', async () => {
    const anchorFile = join(ledger.folder, 'audit-anchor.jsonl');
    const first = statSync(anchorFile).size;
    await running.write(ops.audited, { at, subject: 'row/1' });
    await running.read(ops.get, { key: 'x' });
    expect(statSync(anchorFile).size).toBe(first);
    await running.anchor();
    const second = statSync(anchorFile).size;
    expect(second).toBeGreaterThan(first);
    await running.write(ops.posted, { at });
    await running.write(ops.putAll, { rows: [] });
    expect(statSync(anchorFile).size).toBeGreaterThan(second);
    expect(await running.read(verifyLedgerAudit, { anchorFile })).toMatchObject({
      rows: 2,
      valid: true,
      anchored: true,
    });
  });
});
