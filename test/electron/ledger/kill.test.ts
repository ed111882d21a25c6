import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { checkAnchors, startAnchors } from '../../../electron/ledger/audit-anchor.ts';
import { verifyAudit } from '../../../electron/ledger/audit-store.ts';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import { temporaryLedger } from './temporary-ledger.ts';

const TRIALS = 8;

describe('a process killed in the middle of its writes', () => {
  it('leaves whole books, nothing acknowledged lost, a valid chain, and anchors that are never ahead', async () => {
    const ledger = temporaryLedger();
    const anchors = join(ledger.folder, 'audit-anchor.jsonl');
    startAnchors(anchors);
    ledger.db.close();
    let acknowledged = 0;
    for (let trial = 0; trial < TRIALS; trial++) {
      acknowledged = Math.max(
        acknowledged,
        await writeUntilKilled([ledger.file, ledger.key.toString('hex'), anchors], trial),
      );
      const db = openWriter(ledger.file, ledger.key);
      expect(findViolations(db), `trial ${trial}`).toEqual([]);
      const audit = verifyAudit(db);
      expect(audit.valid).toBe(true);
      expect(audit.rows).toBeGreaterThanOrEqual(acknowledged);
      expect(checkAnchors(db, anchors), `trial ${trial}`).toMatchObject({ anchored: true });
      db.close();
    }
    expect(acknowledged).toBeGreaterThan(TRIALS);
    ledger.remove();
  });
});

/** Runs the writer until it has acknowledged some steps, kills it wherever it is then, and returns the last row acknowledged. */
async function writeUntilKilled(args: readonly string[], trial: number): Promise<number> {
  const child = spawn(process.execPath, [new URL('./restless-writer.ts', import.meta.url).pathname, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last = 0;
  let lines = 0;
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    lines += 1;
    if (lines === 3 + trial * 5) child.kill('SIGKILL');
  }
  await exited;
  return last;
}
