import { checkAnchors } from '../../../electron/ledger/audit-anchor.ts';
import { auditHashAt, auditHead } from '../../../electron/ledger/audit-store.ts';
import { anchorKeeper } from '../../../electron/engine/threads/anchor-keeper.ts';
import { homePaths } from '../../../electron/ledger/home.ts';
import { lockHome } from '../../../electron/ledger/home-lock.ts';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { MovementKey } from '../../../shared/domain/ids.ts';
import type { WriterHandle } from '../../../electron/ledger/connect-ledger.ts';
import { approveAs, NOON_MS, postingStates } from '../../electron/posting/posting-site.ts';
import { WRITE_TIMEOUT_SECONDS } from '../mixed/mixed-times.ts';
import { lifeProfile, startProgram, type LifeParts } from '../mixed/program-life.ts';
import { startVirtualPeopleSoft } from '../mixed/virtual-peoplesoft.ts';
import { startVirtualStripe } from '../mixed/virtual-stripe.ts';
import { virtualTime } from '../mixed/virtual-time.ts';
import { approveReturned } from '../posting/approved-payments.ts';
import { addDamage, judgeEnd, judgeMoment } from '../posting/judge-site.ts';
import { replayRefused } from '../posting/replay-refused.ts';
import { noDamage, type Damage } from '../trial-row.ts';
import { openDayHome, readBeforehand } from './day-home.ts';
import type { DayStory } from './day-story.ts';
import { dayTruth, takeBack } from './take-back.ts';

/** What was left of a day. */
export interface Remains {
  readonly home: string;
  readonly key: Buffer;
  /** PeopleSoft's own books as they were then. */
  readonly books: Buffer;
  /** The last head of the audit chain that the program had been told was in the ledger for good; null: none yet. */
  readonly acknowledged: { readonly seq: number; readonly hash: string } | null;
  /** A control's switch. PeopleSoft's batch rests then: an item that is paid already keeps even a blind sender from paying it again. */
  readonly change?: LifeParts['change'];
}

const RECOVERY_ROUNDS = 12;
const RECOVERY_STEP_SECONDS = 6_000;
/** A deposit that nobody looked for while the program was down counts as shown late: absence is believed only as long after. */
const LAST_ROUNDS = 4;
const LAST_STEP_SECONDS = 100_000;
/** Long after anything that was under way. */
const LATER_MS = 200_000_000;
const END = { mayEndInException: false };
const OPEN_STATES = new Set(['approved', 'queued', 'sending', 'unknown', 'accepted', 'rejected', 'withdrawn']);

/** The program starts again on what was left and goes on to the end: what was acknowledged must be there, and the books must come right. */
export async function goOn(story: DayStory, seed: number, remains: Remains): Promise<Damage> {
  const damage = noDamage();
  const paths = homePaths(remains.home);
  let close = (): void => undefined;
  try {
    const lock = lockHome(paths, { pid: process.pid, at: instantOf(NOON_MS) });
    close = () => lock.release();
    const db = openDayHome(paths, remains.key);
    close = () => {
      db.close();
      lock.release();
    };
    judgeAcknowledged(db, remains, damage);
    await recover(story, seed, remains, { db, anchorsFile: paths.anchors }, damage);
    const { problem } = checkAnchors(db, paths.anchors);
    if (problem !== null) damage.auditBroken.push(`in the end: ${problem}`);
  } catch (error) {
    damage.silentlyWrong.push(`it does not start again: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    close();
  }
  return damage;
}

function judgeAcknowledged(db: WriterHandle, { acknowledged }: Remains, damage: Damage): void {
  if (acknowledged === null) return;
  const { seq, hash } = acknowledged;
  const there = auditHashAt(db, seq);
  if (there === null)
    damage.lost.push(`audit row ${seq} was acknowledged and is gone; the last is ${auditHead(db).seq}`);
  else if (there !== hash) damage.auditBroken.push(`audit row ${seq} is not the one that was acknowledged`);
}

async function recover(
  story: DayStory,
  seed: number,
  { books, change }: Remains,
  { db, anchorsFile }: { readonly db: WriterHandle; readonly anchorsFile: string },
  damage: Damage,
): Promise<void> {
  readBeforehand(db, story);
  const time = virtualTime(NOON_MS + LATER_MS);
  const peopleSoft = startVirtualPeopleSoft(story.site, time, WRITE_TIMEOUT_SECONDS, books);
  try {
    const anchors = anchorKeeper(db, anchorsFile);
    const { rounds, ledger } = startProgram({
      story,
      seed,
      time,
      peopleSoft,
      db,
      life: 1_000,
      stripe: startVirtualStripe().connector,
      profile: lifeProfile(story, peopleSoft),
      change,
      atPoint: () => undefined,
      committed: (operation) => anchors.committed([operation]),
    });
    const desk = {
      db,
      ledger,
      nowMs: () => time.nowMs(),
      books: () => peopleSoft.payments(),
      violations: () => findViolations(db),
      states: () => postingStates(db),
      approve: (key: MovementKey, shares: readonly (readonly [string, number])[]) =>
        approveAs({ db, ledger, nowMs: () => time.nowMs() }, key, shares, { reason: 'as she sees it' }),
    };
    addDamage(damage, judgeMoment(desk, dayTruth(story, db)), 'after the start');
    for (let turn = 0; turn < RECOVERY_ROUNDS; turn += 1) {
      await approveMissing(desk, story);
      await replayRefused(desk);
      await approveReturned(desk, story.payments);
      await takeBack(desk, story.payments[story.takenBack]?.chargeId ?? '');
      const isLast = turn >= RECOVERY_ROUNDS - LAST_ROUNDS;
      await peopleSoft.pass(isLast ? LAST_STEP_SECONDS : RECOVERY_STEP_SECONDS);
      await rounds.runAll({ bulk: true, now: true, looksAtAll: true });
      if (change === undefined) await peopleSoft.runBatch();
      await rounds.runAll({ bulk: true, now: true, looksAtAll: true });
      if (!isOpen(db)) break;
    }
    addDamage(damage, judgeEnd(desk, dayTruth(story, db), END), 'in the end');
  } finally {
    peopleSoft.close();
  }
}

/** Whether anything is on its way, or what is to be taken back has not been. */
function isOpen(db: WriterHandle): boolean {
  const latest = db
    .prepare<[], { state: string; effect: string }>(
      `SELECT state, effect FROM posting p
       WHERE generation = (SELECT max(generation) FROM posting o WHERE o.effect_key = p.effect_key)`,
    )
    .all();
  return !latest.some(({ effect }) => effect === 'reversal') || latest.some(({ state }) => OPEN_STATES.has(state));
}

/** A person approves what she finds open: she does not know what was lost. */
async function approveMissing(
  desk: {
    readonly db: WriterHandle;
    states(): Record<string, string>;
    approve(key: MovementKey, shares: readonly (readonly [string, number])[]): Promise<unknown>;
  },
  { payments }: DayStory,
): Promise<void> {
  const states = desk.states();
  for (const { chargeId, shares } of payments) {
    if (states[chargeId] !== undefined) continue;
    const key = desk.db
      .prepare<[string], MovementKey>('SELECT movement_key FROM movement WHERE object_id = ?')
      .pluck()
      .get(chargeId);
    if (key !== undefined) await desk.approve(key, shares);
  }
}
