import { startPostingSite, type PostingSite } from '../../electron/posting/posting-site.ts';
import type { SenderPorts } from '../../../electron/posting/sending/sender.ts';
import { approvePayment, approveReturned } from '../posting/approved-payments.ts';
import { addDamage, judgeEnd, judgeMoment } from '../posting/judge-site.ts';
import { noDamage, type ControlResult, type Damage } from '../trial-row.ts';
import type { ClockStory, ClockTurn } from './clock-story.ts';

const RECOVERY_ROUNDS = 16;
/** All rounds of recovery together outlast a clock that is a day behind when it matters. */
const RECOVERY_STEP_SECONDS = 12_000;
const OPEN_STATES = new Set(['approved', 'queued', 'sending', 'unknown', 'accepted', 'withdrawn']);

/** Plays a story under a clock that is set back and forth; the clock is left as it was set last, also for recovery. */
export async function playClock(story: ClockStory): Promise<Damage> {
  const site = await begin(story);
  const damage = noDamage();
  try {
    await round(site, site.ports);
    for (const [number, turn] of story.turns.entries()) {
      await take(site, turn);
      await round(site, site.ports);
      addDamage(damage, judgeMoment(site, story.payments), `after turn ${number + 1} (${turn.do})`);
    }
    await recover(site, story);
    addDamage(damage, judgeEnd(site, story.payments, { mayEndInException: false }), 'in the end');
    return damage;
  } finally {
    await site.close();
  }
}

/** The switch of the control: its settle time is a thousandth of what the profile says, milliseconds taken for seconds. */
export async function playHasty(story: ClockStory): Promise<ControlResult> {
  const site = await begin(story, 0.001);
  try {
    await round(site, site.ports);
    for (const turn of story.turns) {
      await take(site, turn);
      await round(site, site.ports);
    }
    const ids = site.books().map((payment) => payment.externalId);
    return new Set(ids).size < ids.length ? 'damaged' : 'unharmed';
  } finally {
    await site.close();
  }
}

async function begin(story: ClockStory, settleFactor = 1): Promise<PostingSite> {
  const settleSeconds = 300 * settleFactor;
  const site = await startPostingSite({ ...story.site, settleSeconds });
  if (story.openMonth !== null)
    site.changeBooks(`INSERT INTO open_period VALUES ('US001', '${story.openMonth}-01', '${story.openMonth}-31', 'Y')`);
  site.setClock(story.startsOffSeconds);
  for (const payment of story.payments) await approvePayment(site, payment);
  for (const order of story.failures) site.simulator.arm(order);
  return site;
}

async function round(site: PostingSite, ports: SenderPorts): Promise<void> {
  site.advance(1);
  await site.round({}, ports);
  await site.simulator.idle();
}

async function take(site: PostingSite, turn: ClockTurn): Promise<void> {
  switch (turn.do) {
    case 'wait':
      site.advance(turn.seconds);
      return;
    case 'set':
      site.setClock(turn.seconds);
      return;
    case 'restart':
      site.restart();
      return;
    case 'lag':
      site.simulator.behaviour.reportingLagSeconds = turn.seconds;
      return;
    case 'batch':
      await site.simulator.runBatch();
  }
}

async function recover(site: PostingSite, { payments }: ClockStory): Promise<void> {
  site.simulator.disarm();
  site.simulator.behaviour.reportingLagSeconds = 0;
  for (let turn = 0; turn < RECOVERY_ROUNDS; turn += 1) {
    await approveReturned(site, payments);
    site.advance(RECOVERY_STEP_SECONDS);
    await round(site, site.ports);
    await site.simulator.runBatch();
    if (!Object.values(site.states()).some((state) => OPEN_STATES.has(state))) return;
  }
}
