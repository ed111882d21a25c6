import { copyFileSync, rmSync } from 'node:fs';
import { deskOf } from '../../electron/posting/decision-desk.ts';
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
    const isTakenBack = chance.happens(0.4);
    for (const payment of payments.slice(copiedCount)) {
      const key = await approvePayment(site, payment);
      for (let turn = isTakenBack ? 1 + chance.below(2) : 0; turn > 0; turn -= 1) {
        await deskOf(site).undo(key);
        await site.approve(key, payment.shares);
      }
    }
    site.advance(chance.pick([1, 400, 8_000]));
    await site.round();
    if (chance.happens(0.4)) await site.simulator.runBatch(chance.pick(['apply', 'all']));
    // What stands in PeopleSoft under another generation stays with a person: nobody here sent it.
    const mayEndInException = isTakenBack && copiedCount < payments.length;
    await goOnFrom({ copy, site, forgotten: payments.slice(copiedCount), payments, mayEndInException }, damage);
    const taken = isTakenBack ? ', taken back and approved again' : '';
    return { fault: `restored copy from ${moment}, ids ${depositIds}${taken}`, damage };
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

interface PutBack {
  readonly copy: string;
  readonly site: PostingSite;
  readonly forgotten: readonly ApprovedPayment[];
  readonly payments: readonly ApprovedPayment[];
  readonly mayEndInException: boolean;
}

async function goOnFrom(putBack: PutBack, damage: Damage): Promise<void> {
  const { copy, site, forgotten, payments, mayEndInException } = putBack;
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
  addDamage(damage, judgeEnd(site, payments, { mayEndInException }), 'in the end');
}
