import { appendFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendAnchor, checkAnchors, startAnchors } from '../../../electron/ledger/audit-anchor.ts';
import type { AuditHead } from '../../../electron/ledger/audit-store.ts';
import { appendAudit, verifyAudit } from '../../../electron/ledger/audit-store.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { TemporaryLedger } from './temporary-ledger.ts';
import { temporaryLedger } from './temporary-ledger.ts';

const at = '2026-11-02T14:00:00.000Z' as Instant;
let ledger: TemporaryLedger;
let file: string;

function audit(subject: string): AuditHead {
  return appendAudit(ledger.db, { at, actor: 'A', machine: 'M', action: 'test.done', subject, detail: {} });
}
function drop(from: number): void {
  ledger.db.exec(`DROP TRIGGER IF EXISTS audit_never_removed; DELETE FROM audit WHERE seq >= ${from}`);
}

beforeEach(() => {
  ledger = temporaryLedger();
  file = join(ledger.folder, 'audit-anchor.jsonl');
  startAnchors(file);
});
afterEach(() => ledger.remove());

describe('the anchor of the audit chain', () => {
  it('holds for a new ledger, and for rows that came after the last anchor', () => {
    expect(checkAnchors(ledger.db, file)).toEqual({ anchored: true, anchoredTo: 0, problem: null });
    appendAnchor(file, audit('1'), at);
    audit('2');
    expect(checkAnchors(ledger.db, file)).toEqual({ anchored: true, anchoredTo: 1, problem: null });
  });

  it.each(['', '{"seq":0,"ha'])('begins again where a power cut left %j of its first line', (left) => {
    writeFileSync(file, left);
    startAnchors(file);
    appendAnchor(file, audit('1'), at);
    expect(checkAnchors(ledger.db, file)).toEqual({ anchored: true, anchoredTo: 1, problem: null });
  });

  it('notices rows cut off at the end, which the chain alone cannot', () => {
    for (let index = 0; index < 5; index++) appendAnchor(file, audit(String(index)), at);
    drop(4);
    expect(verifyAudit(ledger.db).valid).toBe(true);
    expect(checkAnchors(ledger.db, file)).toMatchObject({
      anchored: false,
      problem: 'row 4 was anchored and is no longer in the ledger',
    });
  });

  it('notices a ledger that was rolled back and went on, even after new anchors', () => {
    for (let index = 0; index < 5; index++) appendAnchor(file, audit(String(index)), at);
    drop(3);
    for (let index = 0; index < 10; index++) audit(`other ${index}`);
    const verdict = verifyAudit(ledger.db);
    expect(verdict.valid).toBe(true);
    appendAnchor(file, { seq: verdict.rows, hash: verdict.head }, at);
    expect(checkAnchors(ledger.db, file)).toMatchObject({
      anchored: false,
      problem: 'row 3 is not the one that was anchored',
    });
  });

  it('notices a missing, emptied, begun-anew or edited anchor file', () => {
    for (let index = 0; index < 3; index++) appendAnchor(file, audit(String(index)), at);
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.replace(/"hash":"./, '"hash":"x'));
    expect(checkAnchors(ledger.db, file).anchored).toBe(false);
    writeFileSync(file, whole.split('\n').slice(1).join('\n'));
    expect(checkAnchors(ledger.db, file).anchored).toBe(false);
    writeFileSync(file, whole.replace('\n', '\n{broken\n'));
    expect(checkAnchors(ledger.db, file)).toMatchObject({
      anchored: false,
      problem: 'the anchor file is damaged after row 0',
    });
    truncateSync(file, 0);
    expect(checkAnchors(ledger.db, file).anchored).toBe(false);
    rmSync(file);
    expect(checkAnchors(ledger.db, file).anchored).toBe(false);
    appendAnchor(file, audit('after the loss'), at);
    expect(checkAnchors(ledger.db, file).anchored).toBe(false);
  });

  it('forgives a last line that a crash cut in two, at every length, and goes on after it', () => {
    appendAnchor(file, audit('1'), at);
    const whole = statSync(file).size;
    const second = audit('2');
    appendAnchor(file, second, at);
    const full = statSync(file).size;
    for (let size = whole; size < full; size += 17) {
      appendAnchor(file, second, at);
      truncateSync(file, size);
      expect(checkAnchors(ledger.db, file)).toMatchObject({ anchored: true, anchoredTo: 1 });
    }
    appendAnchor(file, second, at);
    expect(checkAnchors(ledger.db, file)).toMatchObject({ anchored: true, anchoredTo: 2 });
    expect(statSync(file).size).toBe(full);
  });

  it('reads a file of many anchors in pieces', () => {
    const head = audit('1');
    const line = `${JSON.stringify({ ...head, at })}\n`;
    appendFileSync(file, line.repeat(3_000));
    expect(checkAnchors(ledger.db, file)).toMatchObject({ anchored: true, anchoredTo: 1 });
  });
});
