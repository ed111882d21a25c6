import { createHash } from 'node:crypto';
import { auditHead } from '../../../electron/ledger/audit-store.ts';
import type { BookPayment } from '../../../electron/sample/peoplesoft/books-view.ts';
import { addDamage, judgeEnd, judgeMoment } from '../posting/judge-site.ts';
import { withoutEntryType } from '../posting/without-entry-type.ts';
import { noDamage, type Damage } from '../trial-row.ts';
import type { MixedStep, MixedStory } from './mixed-story.ts';
import { MixedTruth } from './mixed-truth.ts';
import { startMixedWorld, type MixedSwitches, type MixedWorld } from './mixed-world.ts';
import { takeStep } from './take-step.ts';

/** Rounds after which recovery must have ended once nothing stands in the way any more. */
const RECOVERY_ROUNDS = 12;
const RECOVERY_STEP_SECONDS = 12_000;
const ON_THE_WAY = new Set(['approved', 'queued', 'sending', 'unknown']);
const OPEN_STATES = new Set(['accepted', 'rejected', 'withdrawn']);
const HASH_LENGTH = 16;
/** The laws of the ledger are gone through after every so many steps that wrote something, and in the end. */
const LAWS_EVERY = 4;
const POST: MixedStep = { do: 'post', bulk: true, now: true, limit: null };

export interface MixedResult {
  readonly damage: Damage;
  /** What happened, step by step, with digests of ledger and books: the same seed gives the same text. */
  readonly trace: readonly string[];
}

type Take = (what: MixedStep, when: string) => Promise<void>;

/** Plays a story to the end of its recovery; judged after every step and in the end. */
export async function playMixed(story: MixedStory, seed: number): Promise<MixedResult> {
  const world = startMixedWorld(story, seed);
  const truth = new MixedTruth(story);
  const damage = noDamage();
  const trace: string[] = [];
  try {
    begin(world, story, truth);
    let seen = '';
    let judged = 0;
    const step: Take = async (what, when) => {
      const words = await takeStep(world, truth, what);
      const writes = world.writes();
      // What nothing has written to cannot have become wrong.
      if (writes === seen) {
        trace.push(`${when} ${what.do}: ${words}`);
        return;
      }
      seen = writes;
      const books = world.books();
      const violations = judged % LAWS_EVERY === 0 ? world.violations() : [];
      judged += 1;
      trace.push(`${when} ${what.do}: ${words} | ${digestOf(world, books)}`);
      const moment = judgeMoment({ db: world.db, books: () => books, violations: () => violations }, truth.approved());
      addDamage(damage, moment, `after ${when} (${what.do})`);
    };
    for (const [number, what] of story.steps.entries()) await step(what, `step ${number + 1}`);
    await recover(world, story, truth, step);
    judgeLast(world, truth, damage);
    if (story.namesEntryType === true) damage.doubled.push(...withoutEntryType(world.peopleSoft.site.books));
    return { damage, trace };
  } finally {
    world.close();
  }
}

/** The steps of a story with the switches of a control; what stands in the books in the end. */
export async function playSwitched(
  story: MixedStory,
  seed: number,
  switches: MixedSwitches,
): Promise<readonly string[]> {
  const world = startMixedWorld(story, seed, switches);
  const truth = new MixedTruth(story);
  try {
    begin(world, story, truth);
    for (const step of story.steps) await takeStep(world, truth, step);
    return world.books().map((payment) => payment.externalId);
  } finally {
    world.close();
  }
}

function begin(world: MixedWorld, story: MixedStory, truth: MixedTruth): void {
  const { books } = world.peopleSoft.site;
  if (story.linked) books.exec("UPDATE customer SET x_stripe_id = 'cus_' || cust_id");
  for (const { custId } of story.payments) world.stripe.addCustomer(`cus_${custId}`);
  for (let which = 0; which < story.early; which += 1) truth.charge(world, which);
}

/** Whatever stood in the way is over; people approve what is left and what came back, and send again what PeopleSoft refused. */
async function recover(world: MixedWorld, story: MixedStory, truth: MixedTruth, step: Take): Promise<void> {
  calm(world, truth);
  for (const which of story.payments.keys()) truth.charge(world, which);
  for (const which of story.outgoing.keys()) truth.goOut(world, which);
  // Told that a deposit exists of which nothing is there, no read can settle it: a person looks.
  const needsPerson = story.steps.some((what) => what.do === 'failSend' && what.order.form === 'duplicateKey');
  const rows = story.payments.length + story.outgoing.length;
  for (let turn = 1; turn <= RECOVERY_ROUNDS; turn += 1) {
    const when = `recovery ${turn}`;
    for (const what of ['readPeopleSoft', 'readStripe', 'match', 'rules'] as const) await step({ do: what }, when);
    // From the last row to the first: what is approved leaves the list.
    for (let which = rows - 1; which >= 0; which -= 1) await step({ do: 'approve', which }, when);
    await step({ do: 'replay' }, when);
    await step({ do: 'takeBackRest' }, when);
    await step({ do: 'wait', seconds: RECOVERY_STEP_SECONDS }, when);
    await step(POST, when);
    if (turn > 2 && needsPerson) await step({ do: 'settleByHand' }, when);
    await step({ do: 'batch', steps: 'all' }, when);
    await step(POST, when);
    if (!isOpen(world, truth)) return;
  }
}

function calm(world: MixedWorld, truth: MixedTruth): void {
  const { peopleSoft, stripe, time } = world;
  const twisted = peopleSoft.armed().some(({ on }) => on === 'apply');
  peopleSoft.disarm();
  if (twisted) truth.disturbAll();
  Object.assign(peopleSoft.site.behaviour, { hiddenBusinessUnits: [], reportingLagSeconds: 0 });
  peopleSoft.site.books.exec("UPDATE open_period SET open_flag = 'Y' WHERE from_dt = '2026-10-01'");
  peopleSoft.cutOff(0);
  stripe.loseAnswers(0);
  time.setClock(0);
  world.restart();
}

/** What a disturbed one came to may be its end, once its outcome is known. */
function isOpen({ db }: MixedWorld, truth: MixedTruth): boolean {
  if (truth.missing().length > 0) return true;
  const latest = db
    .prepare<[], { chargeId: string; state: string; waitsFor: string }>(
      `SELECT m.object_id AS chargeId, p.state, coalesce((SELECT d.state FROM posting d WHERE d.posting_id = p.depends_on), 'confirmed') AS waitsFor FROM posting p JOIN movement m USING (movement_key)
       WHERE p.generation = (SELECT max(generation) FROM posting o WHERE o.effect_key = p.effect_key)`,
    )
    .all();
  return latest.some(
    ({ chargeId, state, waitsFor }) =>
      (ON_THE_WAY.has(state) && (waitsFor === 'confirmed' || !truth.isDisturbed(chargeId))) ||
      (OPEN_STATES.has(state) && !truth.isDisturbed(chargeId) && !(state === 'withdrawn' && truth.isOver(chargeId))),
  );
}

function judgeLast(world: MixedWorld, truth: MixedTruth, damage: Damage): void {
  const approved = truth.approvedInTheEnd(new Set(world.books().map((payment) => payment.externalId)));
  const mayEndInException = (chargeId: string): boolean => truth.isDisturbed(chargeId);
  addDamage(damage, judgeEnd(world, approved, { mayEndInException }), 'in the end');
  damage.silentlyWrong.push(...truth.damage.silentlyWrong);
  for (const chargeId of truth.missing()) damage.lost.push(`in the end: ${chargeId} was never decided`);
}

function digestOf({ db, time }: MixedWorld, books: readonly BookPayment[]): string {
  const hash = createHash('sha256').update(JSON.stringify(books)).digest('hex').slice(0, HASH_LENGTH);
  const { seq, hash: head } = auditHead(db);
  return `${time.trueMs()} audit ${seq} ${head.slice(0, HASH_LENGTH)} books ${hash}`;
}
