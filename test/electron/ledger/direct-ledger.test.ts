import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertWhole, backupLedger } from '../../../electron/ledger/backup.ts';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { LedgerError, ledgerErrorData, ledgerErrorFrom } from '../../../electron/ledger/ledger-error.ts';
import { getMeta, setMeta } from '../../../electron/ledger/meta-store.ts';
import { defineRead, defineWrite } from '../../../electron/ledger/operation.ts';
import { runGroup } from '../../../electron/ledger/run-group.ts';
import { translateLedgerError } from '../../../electron/ledger/translate-error.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TemporaryLedger } from './temporary-ledger.ts';
import { temporaryLedger } from './temporary-ledger.ts';

let ledger: TemporaryLedger;
beforeEach(() => {
  ledger = temporaryLedger();
});
afterEach(() => ledger.remove());

const put = defineWrite('test.put', (db, key: string) => setMeta(db, key, 'x'.repeat(1_000)));
const get = defineRead('test.get', (db, key: string) => getMeta(db, key)?.length ?? null);
const putMany = defineWrite('test.putMany', (db, count: number) => {
  for (let index = 0; index < count; index++) setMeta(db, `many ${index}`, 'x'.repeat(1_000));
});
/** As a disk with so many bytes left. */
function leaveRoom(bytes: number): void {
  const pages = Number(ledger.db.pragma('page_count', { simple: true }));
  ledger.db.pragma(`max_page_count=${pages + Math.ceil(bytes / 4096)}`);
}

describe('an operation run in process', () => {
  it('happens whole or not at all, and reads cannot write', async () => {
    const direct = directLedger(ledger.db);
    await direct.write(put, 'a');
    const failing = defineWrite('test.failing', (db, _args: null) => {
      setMeta(db, 'b', 'x');
      throw new Error('on purpose');
    });
    await expect(direct.write(failing, null)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await direct.read(get, 'a')).toBe(1_000);
    expect(await direct.read(get, 'b')).toBeNull();
    const sneaking = defineRead('test.sneaking', (db, _args: null) => db.prepare('DELETE FROM ledger_meta').run());
    await expect(direct.read(sneaking, null)).rejects.toMatchObject({ code: 'LEDGER_READONLY' });
    await direct.write(put, 'c');
    expect(await direct.read(get, 'c')).toBe(1_000);
  });

  it('on a full disk changes nothing, says so, and works again when there is room', async () => {
    const direct = directLedger(ledger.db);
    await direct.write(put, 'before');
    leaveRoom(50_000);
    await expect(direct.write(putMany, 500)).rejects.toMatchObject({ code: 'LEDGER_FULL' });
    expect(ledger.db.inTransaction).toBe(false);
    expect(await direct.read(get, 'many 0')).toBeNull();
    expect(await direct.read(get, 'before')).toBe(1_000);
    leaveRoom(10_000_000);
    await direct.write(putMany, 500);
    expect(await direct.read(get, 'many 499')).toBe(1_000);
  });

  it('in a group fails alone, and with all others when the transaction is lost', () => {
    const write = (key: string, fails = false) => ({
      name: `test.${key}`,
      run: (db: Parameters<typeof setMeta>[0]) => {
        setMeta(db, key, 'x');
        if (fails) throw new Error('on purpose');
        return key;
      },
    });
    expect(runGroup(ledger.db, [write('a'), write('b', true), write('c')]).map((each) => each.ok)).toEqual([
      true,
      false,
      true,
    ]);
    expect([getMeta(ledger.db, 'a'), getMeta(ledger.db, 'b'), getMeta(ledger.db, 'c')]).toEqual(['x', null, 'x']);
    ledger.db.exec(
      "CREATE TRIGGER lost BEFORE INSERT ON ledger_meta WHEN new.key = 'boom' BEGIN SELECT raise(ROLLBACK, 'GONE: all of it'); END",
    );
    const results = runGroup(ledger.db, [write('d'), write('boom'), write('e')]);
    expect(results.map((each) => each.ok)).toEqual([false, false, false]);
    expect([getMeta(ledger.db, 'd'), getMeta(ledger.db, 'e')]).toEqual([null, null]);
    expect(ledger.db.inTransaction).toBe(false);
  });
});

describe('an error of the ledger', () => {
  it('crosses a thread whole', () => {
    const error = new LedgerError('INVARIANT', 'No.', 'Look again.', { detailCode: 'X' });
    expect(ledgerErrorFrom(structuredClone(ledgerErrorData(error)))).toMatchObject(ledgerErrorData(error));
  });

  it('of another part keeps its code and next step', () => {
    const theirs = Object.assign(new Error('Too much.'), { code: 'LIMIT_EXCEEDED', nextStep: 'Ask a reviewer.' });
    expect(translateLedgerError(theirs, 'x.y')).toMatchObject({
      code: 'REFUSED',
      detailCode: 'LIMIT_EXCEEDED',
      message: 'Too much.',
      nextStep: 'Ask a reviewer.',
    });
  });

  it('names the rule of a trigger, and the operation of a defect', () => {
    const raised = Object.assign(new Error('RULE_ONE: it is so'), { code: 'SQLITE_CONSTRAINT_TRIGGER' });
    expect(translateLedgerError(raised, 'x.y')).toMatchObject({ code: 'INVARIANT', detailCode: 'RULE_ONE' });
    expect(translateLedgerError(new TypeError('x is undefined'), 'match.approve')).toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('match.approve') as string,
    });
  });
});

describe('a backup', () => {
  it('is whole while the ledger is being written, and is refused when it is not', () => {
    for (let index = 0; index < 300; index++) setMeta(ledger.db, `row ${index}`, 'x'.repeat(500));
    const target = join(ledger.folder, 'backups', 'copy.db');
    backupLedger(ledger.file, ledger.key, target);
    assertWhole(target, ledger.key);
    const bytes = readFileSync(target);
    bytes[bytes.length - 3_000] = (bytes[bytes.length - 3_000] ?? 0) ^ 1;
    writeFileSync(target, bytes);
    expect(() => assertWhole(target, ledger.key)).toThrow(/malformed|damaged/);
    backupLedger(ledger.file, ledger.key, target);
    assertWhole(target, ledger.key);
  });
});
