import { copyFileSync, rmSync } from 'node:fs';
import { startPostingSite, type PostingSite } from '../../electron/posting/posting-site.ts';
import { chanceOf } from '../chance.ts';
import {
  approvePayment,
  approveReturned,
  drawPayments,
  itemsOf,
  type ApprovedPayment,
} from '../posting/approved-payments.ts';
import { addDamage, judgeEnd, judgeMoment } from '../posting/judge-site.ts';
import { settleByHand } from '../posting/settle-by-hand.ts';
import { noDamage, type Damage } from '../trial-row.ts';

const RECOVERY_ROUNDS = 8;
const RECOVERY_STEP_SECONDS = 6_000;
const MOMENTS = ['before anything was sent', 'between two sends', 'after a lost answer'] as const;

/**
 * A copy of the ledger is taken, posting goes on, the copy is put back: PeopleSoft has more than the ledger knows. What came after the copy
 * is approved once more by somebody who does not know. Nothing may stand there twice.
 */
export async function playRestoredCopy(seed: number, trial: number): Promise<{ fault: string; damage: Damage }> {
  const chance = chanceOf(seed, trial);
  const payments = drawPayments(chance, 3 + chance.below(3));
  const depositIds = chance.pick(['next', 'given'] as const);
  const moment = chance.pick(MOMENTS);
  const copiedCount = 1 + chance.below(payments.length);
  const site = await startPostingSite({
    items: itemsOf(payments, chance),
    depositIds,
    paymentsPerDeposit: chance.pick([1, 2, 200]),
  });
  const damage = noDamage();
  try {
    for (const payment of payments.slice(0, copiedCount)) await approvePayment(site, payment);
    if (moment === 'after a lost answer')
      site.simulator.arm({ form: 'dropConnection', commit: chance.pick(['never', 'first']) });
    if (moment !== 'before anything was sent') await site.round({ limit: 2 });
    const copy = copyLedger(site);
    for (const payment of payments.slice(copiedCount)) await approvePayment(site, payment);
    site.advance(chance.pick([1, 400, 8_000]));
    await site.round();
    if (chance.happens(0.4)) await site.simulator.runBatch(chance.pick(['apply', 'all']));
    await goOnFrom(copy, site, payments.slice(copiedCount), payments, damage);
    return { fault: `restored copy from ${moment}, ids ${depositIds}`, damage };
  } finally {
    await site.close();
  }
}

function copyLedger(site: PostingSite): string {
  site.db.pragma('wal_checkpoint(TRUNCATE)');
  const copy = `${site.ledgerFile}.copy`;
  copyFileSync(site.ledgerFile, copy);
  return copy;
}

async function goOnFrom(
  copy: string,
  site: PostingSite,
  forgotten: readonly ApprovedPayment[],
  payments: readonly ApprovedPayment[],
  damage: Damage,
): Promise<void> {
  site.db.close();
  for (const leftover of ['-wal', '-shm']) rmSync(`${site.ledgerFile}${leftover}`, { force: true });
  copyFileSync(copy, site.ledgerFile);
  site.reopenLedger();
  site.simulator.disarm();
  for (const payment of forgotten) await approvePayment(site, payment);
  for (let turn = 0; turn < RECOVERY_ROUNDS; turn += 1) {
    await site.round();
    addDamage(damage, judgeMoment(site, payments), `round ${turn + 1} of the restored copy`);
    await site.simulator.runBatch();
    await approveReturned(site, payments);
    site.advance(RECOVERY_STEP_SECONDS);
    if (turn > 2) await settleByHand(site);
  }
  addDamage(damage, judgeEnd(site, payments, { mayEndInException: false }), 'in the end');
}
