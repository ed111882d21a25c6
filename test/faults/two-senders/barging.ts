import { LedgerError } from '../../../electron/ledger/ledger-error.ts';
import { postUnit } from '../../../electron/posting/sending/post-unit.ts';
import { takeSenderClaim } from '../../../electron/posting/sending/sender-claim.ts';
import { senderWatch } from '../../../electron/posting/sending/sender-watch.ts';
import type { SenderPorts } from '../../../electron/posting/sending/sender.ts';
import type { FailureOrder } from '../../../electron/sample/peoplesoft/switches.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import {
  SETTLE_SECONDS,
  startPostingSite,
  UNIT,
  type PostingSite,
  type SiteOptions,
} from '../../electron/posting/posting-site.ts';
import { chanceOf } from '../chance.ts';
import {
  approvePayment,
  approveReturned,
  drawPayments,
  itemsOf,
  type ApprovedPayment,
} from '../posting/approved-payments.ts';
import { addDamage, judgeEnd, judgeMoment } from '../posting/judge-site.ts';
import { replayRefused } from '../posting/replay-refused.ts';
import { noDamage, type ControlResult, type Damage } from '../trial-row.ts';
import { gateAt, gatedPorts, withoutClaimCheck, type Gate } from './gated-ports.ts';

const MOST_STEPS = 40;
const RECOVERY_ROUNDS = 6;
const RECOVERY_STEP_SECONDS = 6_000;
const SEND_ANSWERED = 'createDeposit done';

interface Barging {
  readonly site: SiteOptions;
  readonly payments: readonly ApprovedPayment[];
  readonly failure: FailureOrder | null;
  /** Where the first sender stands still while the second takes its place, and where the second does. */
  readonly first: Gate;
  readonly second: Gate;
  /** Virtual seconds before each round of the second sender. */
  readonly waits: readonly number[];
}

/**
 * One sender stands still anywhere in its round, another takes the unit and works, perhaps standing still as well; then the first goes
 * on. Judged by the books in between and at the end of a third sender's recovery.
 */
export async function playBarging(seed: number, trial: number): Promise<{ fault: string; damage: Damage }> {
  const story = trial % 3 === 0 ? heartOfTheMatter(seed, trial) : drawBarging(seed, trial);
  const site = await startPostingSite(story.site);
  const damage = noDamage();
  try {
    const where = await barge(site, story, (ports) => ports);
    addDamage(damage, judgeMoment(site, story.payments), 'after both senders');
    await recover(site, story.payments);
    addDamage(damage, judgeEnd(site, story.payments, { mayEndInException: false }), 'in the end');
    return { fault: `second sender while the first is at ${where}`, damage };
  } finally {
    await site.close();
  }
}

/** The story in which only the claim keeps a late answer from being believed, played with the claim check off. */
export async function playUnfenced(seed: number, trial: number): Promise<ControlResult> {
  const story = heartOfTheMatter(seed, trial);
  const site = await startPostingSite(story.site);
  try {
    await barge(site, story, withoutClaimCheck);
    const ids = site.books().map((payment) => payment.externalId);
    return new Set(ids).size < ids.length ? 'damaged' : 'unharmed';
  } finally {
    await site.close();
  }
}

function drawBarging(seed: number, trial: number): Barging {
  const chance = chanceOf(seed, trial);
  const payments = drawPayments(chance, 1 + chance.below(4));
  const failures: readonly (FailureOrder | null)[] = [
    null,
    { form: 'lockConflict' },
    { form: 'notificationZero' },
    { form: 'dropConnection', commit: chance.pick(['never', 'first', 'afterReadBack']) },
    { form: 'empty200', commit: 'later', laterSeconds: 200 },
  ];
  return {
    payments,
    failure: chance.pick(failures),
    first: gateAt(1 + chance.below(MOST_STEPS)),
    second: gateAt(chance.happens(0.5) ? 1 + chance.below(MOST_STEPS) : 0),
    waits: Array.from({ length: 1 + chance.below(3) }, () => chance.pick([1, 100, 301, 4_000, 8_000])),
    site: {
      items: itemsOf(payments, chance),
      depositIds: chance.pick(['next', 'given']),
      paymentsPerDeposit: chance.pick([1, 2, 200]),
    },
  };
}

/**
 * The first sender is told for certain that nothing was saved and stands still before it writes that down. The second proves the absence,
 * sends again and stands still before it writes down that this was saved. Now the first goes on.
 */
function heartOfTheMatter(seed: number, trial: number): Barging {
  const chance = chanceOf(seed, trial);
  // All in one deposit: another one would be where the second sender comes to stand.
  const oneKind = { currency: 'USD', exponent: 2, accountingDate: '2026-10-15' };
  const payments = drawPayments(chance, 1 + chance.below(4)).map((each) => ({ ...each, ...oneKind }));
  return {
    payments,
    failure: { form: 'lockConflict' },
    first: gateAt(1, (name) => name === SEND_ANSWERED),
    second: gateAt(1, (name) => name === SEND_ANSWERED),
    waits: [1, 8_000],
    site: { items: itemsOf(payments, chance), depositIds: chance.pick(['next', 'given']) },
  };
}

async function barge(site: PostingSite, story: Barging, change: (ports: SenderPorts) => SenderPorts): Promise<string> {
  for (const payment of story.payments) await approvePayment(site, payment);
  if (story.failure !== null) site.simulator.arm(story.failure);
  const first = sender(site, 'first', gatedPorts(change(site.ports), story.first));
  const firstRound = first().catch(fencedOut);
  const at = await Promise.race([story.first.reached, firstRound.then(() => 'its end')]);
  const ofItsOwn = { ...site.ports, watch: senderWatch(() => site.nowMs()) };
  const second = sender(site, 'second', gatedPorts(change(ofItsOwn), story.second));
  // Between its last look and the call itself only a server could fence a sender: it may stand there for less than a settle time.
  let stillMs = at === 'createDeposit before' ? (SETTLE_SECONDS - 50) * 1_000 : Number.MAX_SAFE_INTEGER;
  const secondRounds = (async () => {
    for (const seconds of story.waits) {
      if (seconds * 1_000 >= stillMs) break;
      stillMs -= seconds * 1_000;
      site.advance(seconds);
      await second();
    }
  })().catch(fencedOut);
  await Promise.race([story.second.reached, secondRounds]);
  story.first.open();
  await firstRound;
  story.second.open();
  await secondRounds;
  await site.simulator.idle();
  return at;
}

function sender(site: PostingSite, holder: string, ports: SenderPorts): () => Promise<unknown> {
  const claim = site.ledger.write(takeSenderClaim, { unit: UNIT.unit, holder, at: instantOf(site.nowMs()) });
  return async () => postUnit(ports, site.settings, await claim, { bulk: true });
}

/** A sender that was fenced out, or found its work done by the other, ends its round; anything else is a failure of the program. */
function fencedOut(error: unknown): void {
  if (error instanceof LedgerError && error.code !== 'INTERNAL' && error.code !== 'LEDGER_CORRUPT') return;
  throw error;
}

async function recover(site: PostingSite, payments: readonly ApprovedPayment[]): Promise<void> {
  site.simulator.disarm();
  for (let turn = 0; turn < RECOVERY_ROUNDS; turn += 1) {
    await replayRefused(site);
    await approveReturned(site, payments);
    site.advance(RECOVERY_STEP_SECONDS);
    await site.round();
    await site.simulator.runBatch();
  }
}
