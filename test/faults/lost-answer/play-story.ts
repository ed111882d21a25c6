import type { SenderPorts } from '../../../electron/posting/sending/sender.ts';
import { startPostingSite, type PostingSite } from '../../electron/posting/posting-site.ts';
import { resendingBlindly } from '../controls/blind-reader.ts';
import { approvePayment, approveReturned } from '../posting/approved-payments.ts';
import { addDamage, judgeEnd, judgeMoment } from '../posting/judge-site.ts';
import { replayRefused } from '../posting/replay-refused.ts';
import { noDamage, type Damage } from '../trial-row.ts';
import type { LostAnswerStory, Turn } from './draw-story.ts';

/** Rounds after which recovery must have ended once nothing stands in the way any more. */
const RECOVERY_ROUNDS = 12;
const RECOVERY_STEP_SECONDS = 6_000;
const OPEN_STATES = new Set(['approved', 'queued', 'sending', 'unknown', 'accepted', 'rejected', 'withdrawn']);

/** Plays a story with the real ledger, sender, connector and simulator; judges after every step and at the end of recovery. */
export async function playStory(story: LostAnswerStory): Promise<Damage> {
  const site = await startPostingSite(story.site);
  const damage = noDamage();
  const truth = [...story.before, ...story.payments];
  try {
    await begin(site, story);
    const judge = (when: string) => addDamage(damage, judgeMoment(site, truth), when);
    await round(site, site.ports);
    judge('after the first send');
    for (const [number, turn] of story.turns.entries()) {
      await take(site, turn);
      await round(site, site.ports);
      judge(`after turn ${number + 1} (${turn.do})`);
    }
    await recover(site, story);
    addDamage(damage, judgeEnd(site, truth, { mayEndInException: story.misapply !== null }), 'in the end');
    return damage;
  } finally {
    await site.close();
  }
}

/**
 * The same failures on a site that numbers deposits itself, with a sender that takes every doubt for absence. Only time and restarts
 * come between: hidden items and batches would have the re-check, not the read-back, keep a payment from going again. Null when
 * PeopleSoft had saved nothing whose answer was lost; a taken key is no lost answer, and has a guard of its own.
 */
export async function playBlindly(story: LostAnswerStory): Promise<'damaged' | 'unharmed' | null> {
  if (story.failures.some(({ form }) => form === 'duplicateKey')) return null;
  const site = await startPostingSite({ ...story.site, depositIds: 'next', road: 'soap' });
  try {
    await begin(site, story);
    let hadSaved = false;
    const look = () => (hadSaved ||= unknownButSaved(site));
    await round(site, resendingBlindly(site.ports, site.db));
    look();
    for (const turn of story.turns.filter(({ do: what }) => what === 'wait' || what === 'restart')) {
      await take(site, turn);
      look();
      await round(site, resendingBlindly(site.ports, site.db));
      look();
    }
    calm(site);
    for (let turn = 0; turn < 3; turn += 1) {
      site.advance(RECOVERY_STEP_SECONDS);
      await round(site, resendingBlindly(site.ports, site.db));
    }
    if (!hadSaved) return null;
    const ids = site.books().map((payment) => payment.externalId);
    return new Set(ids).size < ids.length ? 'damaged' : 'unharmed';
  } finally {
    await site.close();
  }
}

function unknownButSaved(site: PostingSite): boolean {
  const saved = new Set(site.books().map((payment) => payment.externalId));
  return Object.entries(site.states()).some(([id, state]) => state === 'unknown' && saved.has(id));
}

async function begin(site: PostingSite, story: LostAnswerStory): Promise<void> {
  for (const payment of story.before) await approvePayment(site, payment);
  if (story.before.length > 0) {
    await round(site, site.ports);
    site.advance(60);
  }
  for (const payment of story.payments) await approvePayment(site, payment);
  for (const order of story.failures) site.simulator.arm(order);
  if (story.misapply !== null) site.simulator.arm({ form: story.misapply, on: 'apply' });
}

/** One round to its end, a request that the sender has given up included: virtual time stands still until then. */
async function round(site: PostingSite, ports: SenderPorts): Promise<void> {
  site.advance(1);
  await site.round({}, ports);
  await site.simulator.idle();
}

async function take(site: PostingSite, turn: Turn): Promise<void> {
  const { simulator } = site;
  switch (turn.do) {
    case 'wait':
      site.advance(turn.seconds);
      return;
    case 'batch':
      await simulator.runBatch(turn.steps);
      return;
    case 'hide':
      simulator.behaviour.hiddenBusinessUnits = turn.hidden ? ['US001'] : [];
      return;
    case 'lag':
      simulator.behaviour.reportingLagSeconds = turn.seconds;
      return;
    case 'failRead':
      simulator.arm({ form: turn.form, on: 'query', for: turn.times });
      return;
    case 'failSend':
      simulator.arm(turn.order);
      return;
    case 'restart':
      site.renewSignIn();
      site.restart();
  }
}

/** Whatever stood in the way is over: PeopleSoft answers, shows all it has, and takes the password. */
function calm(site: PostingSite): void {
  site.simulator.disarm();
  Object.assign(site.simulator.behaviour, { hiddenBusinessUnits: [], reportingLagSeconds: 0 });
  site.renewSignIn();
}

/** Recovery as it happens by itself, with a person who sends again what PeopleSoft refused and what came back to her unsent. */
async function recover(site: PostingSite, { before, payments, misapply }: LostAnswerStory): Promise<void> {
  const misapplied = site.simulator.armed().filter(({ on }) => on === 'apply');
  calm(site);
  for (const order of misapplied) site.simulator.arm(order);
  for (let turn = 0; turn < RECOVERY_ROUNDS; turn += 1) {
    await replayRefused(site);
    // After a misapplication the items no longer hold what was approved: then it stays with her.
    if (misapply === null) await approveReturned(site, [...before, ...payments]);
    site.advance(RECOVERY_STEP_SECONDS);
    await round(site, site.ports);
    await site.simulator.runBatch();
    if (!Object.values(site.states()).some((state) => OPEN_STATES.has(state))) return;
  }
}
