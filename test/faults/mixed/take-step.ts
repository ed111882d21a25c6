import { runStraightThrough } from '../../../electron/engine/rounds/straight-through-round.ts';
import { pollPeopleSoft } from '../../../electron/ingest/peoplesoft/poll.ts';
import { pollStripe } from '../../../electron/ingest/stripe/poll.ts';
import { LedgerError } from '../../../electron/ledger/ledger-error.ts';
import { readConnections } from '../../../electron/ledger/operations.ts';
import { quietWindowState } from '../../../electron/posting/sending/quiet-window.ts';
import { redoByPerson } from '../../../electron/posting/decisions/redo.ts';
import { rejectByPerson } from '../../../electron/posting/decisions/reject.ts';
import { undoByPerson } from '../../../electron/posting/decisions/undo.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { MovementKey } from '../../../shared/domain/ids.ts';
import { SYSTEMS } from '../../../shared/domain/states.ts';
import { Killed } from '../../electron/posting/killed-ports.ts';
import { replayRefused } from '../posting/replay-refused.ts';
import { settleByHand } from '../posting/settle-by-hand.ts';
import type { Happening, MixedStep, PersonStep, PostStep, WorkStep } from './mixed-story.ts';
import { matchHere } from './match-here.ts';
import type { MixedTruth } from './mixed-truth.ts';
import type { MixedWorld } from './mixed-world.ts';
import { takeBackOne, takeBackRest } from './taken-back.ts';

/** Takes one step; answers in words what came of it. A kill inside it restarts the program. */
export async function takeStep(world: MixedWorld, truth: MixedTruth, step: MixedStep): Promise<string> {
  const { killAt = 0 } = step;
  world.life().killAt(killAt);
  try {
    const words = await take(world, truth, step);
    // What is caught on the way out dies with the process all the same.
    if (killAt === 0 || world.life().passed() < killAt) return words;
    world.restart();
    return 'killed';
  } catch (error) {
    if (error instanceof LedgerError && !isDefect(error)) return `refused: ${error.detailCode ?? error.code}`;
    if (killAt === 0 || world.life().passed() < killAt) throw error;
    world.restart();
    return error instanceof Killed ? error.message : 'killed';
  } finally {
    world.life().killAt(0);
    await world.peopleSoft.pass(1);
    truth.noteRules(world);
  }
}

/** Words of the ledger that no story can be the cause of. */
function isDefect({ code }: LedgerError): boolean {
  return code === 'INTERNAL' || code === 'INVARIANT' || code === 'LEDGER_CORRUPT';
}

async function take(world: MixedWorld, truth: MixedTruth, step: MixedStep): Promise<string> {
  if (isWork(step)) return WORK[step.do](world);
  if (step.do === 'post') return post(world, step);
  return isPersons(step) ? decide(world, truth, step) : happen(world, truth, step);
}

const WORK: Readonly<Record<WorkStep['do'], (world: MixedWorld) => Promise<string>>> = {
  readStripe: (world) => read(world, 'readStripe'),
  readPeopleSoft: (world) => read(world, 'readPeopleSoft'),
  match: matchHere,
  rules,
};
const PERSONS: readonly string[] = [
  'approve',
  'undo',
  'reject',
  'takeBack',
  'redo',
  'replay',
  'settleByHand',
  'takeBackRest',
];

function isWork(step: MixedStep): step is WorkStep {
  return step.do in WORK;
}

function isPersons(step: Happening | PersonStep): step is PersonStep {
  return PERSONS.includes(step.do);
}

async function read(world: MixedWorld, which: 'readStripe' | 'readPeopleSoft'): Promise<string> {
  const { ledger, company } = world.life();
  const { clock } = world.time;
  const { profile } = world;
  const outcome = await (which === 'readStripe'
    ? pollStripe({ connector: company.stripe, ledger, profile, clock })
    : pollPeopleSoft({ reader: company.peopleSoft, ledger, profile, clock }));
  const { read: count, changed, complete } = outcome.report;
  return `${count} read, ${changed} changed, ${complete ? 'whole' : 'broken off'}`;
}

async function rules(world: MixedWorld): Promise<string> {
  const { ledger, company } = world.life();
  const known = await ledger.read(readConnections, null);
  const isWhole = SYSTEMS.every(
    (system) => (known.find((row) => row.system === system)?.completeToAt ?? null) !== null,
  );
  if (!isWhole) return 'not read whole yet';
  const nowMs = () => world.nowMs();
  const { approved } = await runStraightThrough({ ledger, company, nowMs, actor: 'Tieout', machine: 'M' });
  return `${approved} approved`;
}

async function post(world: MixedWorld, { bulk, now, limit }: PostStep): Promise<string> {
  const reports = await world.life().rounds.runAll({
    bulk,
    now,
    looksAtAll: bulk,
    ...(limit === null ? {} : { limit }),
  });
  const words = reports.map(
    ({ doubts, send, confirm }) =>
      `${doubts.settled} settled ${doubts.provenAbsent} absent ${doubts.stillUnknown} unknown, ${send.sent} sent ` +
      `${send.returned} returned ${send.rejected} rejected ${send.unknown} doubted, ${confirm.confirmed} confirmed` +
      (send.stopped === null ? '' : `, stopped: ${send.stopped.kind}`),
  );
  const isOpen = quietWindowState(world.profile.peoplesoft, world.nowMs()).open;
  return `${isOpen ? '' : 'window closed, '}${words.join('; ')}`;
}

/** A clerk, or a reviewer, at the window. */
async function decide(world: MixedWorld, truth: MixedTruth, step: PersonStep): Promise<string> {
  const { ledger } = world.life();
  const who = { actor: 'CLERK', machine: 'M', at: instantOf(world.nowMs()) };
  switch (step.do) {
    case 'approve': {
      const chosen = openRow(world, step.which);
      if (chosen === null) return 'nothing open';
      await truth.approve(world, chosen, step.post ?? false);
      return `approved ${chosen.chargeId}`;
    }
    case 'reject': {
      const chosen = openRow(world, step.which);
      if (chosen === null) return 'nothing open';
      const { movementKey, version: seenVersion } = chosen;
      await ledger.write(rejectByPerson, { ...who, movementKey, seenVersion, reason: null });
      return `rejected ${chosen.chargeId}`;
    }
    case 'undo': {
      const chosen = row(world, step.which, `state = 'approved' OR (state = 'posted' AND ${IS_TAKEN_BACK})`);
      if (chosen === null) return 'nothing approved';
      const { undone } = await ledger.write(undoByPerson, { ...who, movementKey: chosen.movementKey });
      if (undone === 'approval') truth.takenBack(chosen.chargeId);
      if (undone === 'reversal') truth.reversalUndone(chosen.chargeId);
      return `undone: ${undone} of ${chosen.chargeId}`;
    }
    case 'redo': {
      const { undone, movementKey } = await ledger.write(redoByPerson, {
        ...who,
        units: world.profile.units,
        setId: 'SHARE',
      });
      if (undone === 'approval' && movementKey !== null) truth.approvedAgain(world, movementKey);
      return `made again: ${undone}`;
    }
    case 'replay':
      await replayRefused(world, (error) => {
        if (isDefect(error)) throw error;
      });
      return 'replayed';
    case 'takeBack':
      return takeBackOne(world, truth, step.which);
    case 'takeBackRest':
      return takeBackRest(world, truth);
    case 'settleByHand':
      // Before she says that it is not there PeopleSoft is read once more.
      await world.life().rounds.runAll({ bulk: false, now: false, looksAtAll: true });
      await settleByHand(world);
      return 'looked at by hand';
  }
}

/** What happens without the program: time, Stripe, PeopleSoft, the network, the computer. */
async function happen(world: MixedWorld, truth: MixedTruth, step: Happening): Promise<string> {
  const { peopleSoft, stripe, time } = world;
  switch (step.do) {
    case 'wait':
      await peopleSoft.pass(step.seconds);
      return '';
    case 'setClock':
      time.setClock(step.seconds);
      return '';
    case 'restart':
      world.restart();
      return '';
    case 'renewSignIn':
      world.life().company.peopleSoft.resetSignIn();
      return '';
    case 'batch': {
      const { applied, worksheets, posted, errors } = await peopleSoft.runBatch(step.steps);
      return `${applied} applied ${worksheets} on worksheets ${posted} posted ${errors} in error`;
    }
    case 'lag':
      peopleSoft.site.behaviour.reportingLagSeconds = step.seconds;
      return '';
    case 'hide':
      peopleSoft.site.behaviour.hiddenBusinessUnits = step.hidden ? ['US001'] : [];
      return '';
    case 'october':
      peopleSoft.site.books
        .prepare("UPDATE open_period SET open_flag = ? WHERE from_dt = '2026-10-01'")
        .run(step.open ? 'Y' : 'N');
      return '';
    case 'failSend':
      if (step.order.on === 'apply') truth.disturbAll();
      peopleSoft.arm(step.order);
      return '';
    case 'failRead':
      peopleSoft.arm({ form: step.form, on: 'query', for: step.times });
      return '';
    case 'cutOff':
      peopleSoft.cutOff(step.times);
      return '';
    case 'loseStripe':
      stripe.loseAnswers(step.times);
      return '';
    case 'charge':
      return truth.charge(world, step.which);
    case 'chargeFails':
      return truth.chargeFails(world, step.which);
    case 'colleague':
      return truth.colleaguePays(world, step.which);
    case 'goOut':
      return truth.goOut(world, step.which);
    case 'comeBack':
      return truth.comeBack(world, step.which);
  }
}

/** It is to be taken back, and that has not left yet. */
const IS_TAKEN_BACK =
  "EXISTS (SELECT 1 FROM posting p WHERE p.movement_key = movement.movement_key AND p.reverses IS NOT NULL AND p.state = 'approved')";

interface OpenRow {
  readonly movementKey: MovementKey;
  readonly chargeId: string;
  readonly version: number;
}

function openRow(world: MixedWorld, which: number): OpenRow | null {
  // Nobody sends out what she sees has come back.
  return row(
    world,
    which,
    "state IN ('unmatched', 'proposed', 'ambiguous') AND source_status NOT IN ('failed', 'won')",
  );
}

function row({ db }: MixedWorld, which: number, where: string): OpenRow | null {
  const rows = db
    .prepare<[], OpenRow>(
      `SELECT movement_key AS movementKey, object_id AS chargeId, version FROM movement WHERE kind IN ('charge', 'refund', 'dispute') AND (${where})
       ORDER BY object_id`,
    )
    .all();
  return rows[which % Math.max(1, rows.length)] ?? null;
}
