import { LedgerError } from '../../../electron/ledger/ledger-error.ts';
import { startPostingSite, type PostingSite } from '../../electron/posting/posting-site.ts';
import { chanceOf } from '../chance.ts';
import { approvePayment, approveReturned, drawPayments, itemsOf } from '../posting/approved-payments.ts';
import { addDamage, judgeEnd, judgeMoment } from '../posting/judge-site.ts';
import { noDamage, type TrialResult } from '../trial-row.ts';

const RECOVERY_ROUNDS = 5;
const RECOVERY_STEP_SECONDS = 6_000;
/** Pages that are left when the disk is nearly full: none to enough for a round. */
const MOST_PAGES_LEFT = 12;

/**
 * The ledger may grow by a few pages only, then every write that needs more is refused as a full disk refuses it, in the middle of posting.
 * What was acknowledged is there, what PeopleSoft saved is found when there is room again.
 */
export async function playFullDisk(seed: number, trial: number): Promise<TrialResult> {
  const chance = chanceOf(seed, trial);
  const payments = drawPayments(chance, 2 + chance.below(4));
  const site = await startPostingSite({
    items: itemsOf(payments, chance),
    depositIds: chance.pick(['next', 'given']),
    paymentsPerDeposit: chance.pick([1, 2, 200]),
  });
  const damage = noDamage();
  try {
    for (const payment of payments) await approvePayment(site, payment);
    const pages = Number(site.db.pragma('page_count', { simple: true }));
    // Free pages inside the file would be used up first: there are none, and small rows fit into half-filled ones for a while.
    site.db.pragma(`max_page_count=${pages + chance.below(MOST_PAGES_LEFT)}`);
    let refused = 0;
    for (let turn = 0; turn < 4; turn += 1) {
      refused += await roundOnFullDisk(site, turn, chance.below(60));
      addDamage(damage, judgeMoment(site, payments), `round ${turn + 1} on the full disk`);
      site.advance(chance.pick([1, 301, 8_000]));
    }
    site.db.pragma('max_page_count=1000000');
    for (let turn = 0; turn < RECOVERY_ROUNDS; turn += 1) {
      site.advance(RECOVERY_STEP_SECONDS);
      await approveReturned(site, payments);
      await site.round();
      await site.simulator.runBatch();
    }
    addDamage(damage, judgeEnd(site, payments, { mayEndInException: false }), 'with room again');
    return { fault: refused > 0 ? 'disk full' : 'disk nearly full', damage };
  } finally {
    await site.close();
  }
}

/** Fills what is left before a round, so that the refusal meets another write each time. Answers how many were refused. */
async function roundOnFullDisk(site: PostingSite, turn: number, rows: number): Promise<number> {
  let refused = 0;
  const meet = (error: unknown): void => {
    if (!(error instanceof LedgerError) || error.code !== 'LEDGER_FULL') throw error;
    refused += 1;
  };
  try {
    const fill = site.db.prepare('INSERT INTO ledger_meta (key, value) VALUES (?, ?)');
    for (let row = 0; row < rows; row += 1) fill.run(`filler ${turn}/${row}`, 'x'.repeat(900));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_FULL')) throw error;
  }
  await site.round().catch(meet);
  return refused;
}
