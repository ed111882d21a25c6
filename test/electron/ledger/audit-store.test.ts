import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../electron/ledger/audit-store.ts';
import { AUDIT_GENESIS, appendAudit, auditHead, verifyAudit } from '../../../electron/ledger/audit-store.ts';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { defineWrite } from '../../../electron/ledger/operation.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { TemporaryLedger } from './temporary-ledger.ts';
import { temporaryLedger } from './temporary-ledger.ts';

let ledger: TemporaryLedger;
beforeEach(() => {
  ledger = temporaryLedger();
  for (let index = 1; index <= 10; index++)
    appendAudit(ledger.db, {
      at: `2026-11-02T14:00:0${index % 10}.000Z` as Instant,
      actor: 'JBROWN',
      machine: 'AR-PC-7',
      action: 'match.approved',
      subject: `match/${index}`,
      detail: { amountMinor: index * 100 },
    });
});
afterEach(() => ledger.remove());

/** What somebody with the key and another tool could do: the triggers are his to remove. */
function tamper(sql: string): void {
  ledger.db.exec('DROP TRIGGER audit_never_changed; DROP TRIGGER audit_never_removed');
  ledger.db.exec(sql);
}

describe('the audit chain', () => {
  it('is valid as written, names its head and survives a further row', () => {
    expect(verifyAudit(ledger.db)).toMatchObject({
      rows: 10,
      valid: true,
      firstBad: null,
      head: auditHead(ledger.db).hash,
    });
  });

  it('begins with a constant and hashes the documented bytes', () => {
    const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    const row = ledger.db.prepare<[], Record<string, string>>('SELECT * FROM audit WHERE seq = 1').get();
    expect(AUDIT_GENESIS).toBe(sha256(Buffer.from('Tieout audit chain, version 1')));
    expect(AUDIT_GENESIS).toBe('3ba8a133b49d5ee9e095c24578c04464055fb839fef0c7997498180c20be2f70');
    const fields = [
      '1',
      '2026-11-02T14:00:01.000Z',
      'JBROWN',
      'AR-PC-7',
      'match.approved',
      'match/1',
      '{"amountMinor":100}',
    ];
    const bytes = [...fields, AUDIT_GENESIS].map((field) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(field));
      return Buffer.concat([length, Buffer.from(field)]);
    });
    expect(row).toMatchObject({ previous_hash: AUDIT_GENESIS, hash: sha256(Buffer.concat(bytes)) });
  });

  it('refuses to change, remove or replace a row', () => {
    expect(() => ledger.db.exec("UPDATE audit SET actor = 'X' WHERE seq = 3")).toThrow(/AUDIT_APPEND_ONLY/);
    expect(() => ledger.db.exec('DELETE FROM audit WHERE seq = 10')).toThrow(/AUDIT_APPEND_ONLY/);
    expect(() =>
      ledger.db.exec(
        "INSERT OR REPLACE INTO audit SELECT seq, at, 'X', machine, action, subject, detail_json, previous_hash, 'h' FROM audit WHERE seq = 3",
      ),
    ).toThrow(/AUDIT_APPEND_ONLY/);
  });

  it.each([
    ['an edited actor', "UPDATE audit SET actor = 'X' WHERE seq = 4", 4],
    ['an edited detail', "UPDATE audit SET detail_json = '{}' WHERE seq = 7", 7],
    ['a moved boundary between two fields', "UPDATE audit SET actor = 'JBROWNA', machine = 'R-PC-7' WHERE seq = 2", 2],
    ['a removed row', 'DELETE FROM audit WHERE seq = 5', 6],
    ['a removed first row', 'DELETE FROM audit WHERE seq = 1', 2],
    [
      'two rows that changed places',
      'UPDATE audit SET seq = -1 WHERE seq = 8; UPDATE audit SET seq = 8 WHERE seq = 9; UPDATE audit SET seq = 9 WHERE seq = -1',
      8,
    ],
    ['a renumbered end', 'UPDATE audit SET seq = 11 WHERE seq = 10', 11],
  ])('notices %s', (_what, sql, firstBad) => {
    tamper(sql);
    expect(verifyAudit(ledger.db)).toMatchObject({ valid: false, firstBad });
  });

  it('is undone together with the change it belongs to', async () => {
    const failing = defineWrite('test.failing', (db, entry: AuditEntry) => {
      appendAudit(db, entry);
      throw new Error('after the audit row');
    });
    const entry = {
      at: '2026-11-02T15:00:00.000Z' as Instant,
      actor: 'A',
      machine: 'M',
      action: 'a.b',
      subject: 's',
      detail: {},
    };
    await expect(directLedger(ledger.db).write(failing, entry)).rejects.toThrow(/after the audit row/);
    expect(verifyAudit(ledger.db)).toMatchObject({ rows: 10, valid: true });
  });
});
