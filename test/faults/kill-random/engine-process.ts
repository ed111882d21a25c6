import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock, type Clock } from '../../../electron/connectors/http/clock.ts';
import { createCompany, type Company } from '../../../electron/engine/company.ts';
import { PostingRounds } from '../../../electron/engine/rounds/posting-round.ts';
import { runStraightThrough } from '../../../electron/engine/rounds/straight-through-round.ts';
import { anchorKeeper } from '../../../electron/engine/threads/anchor-keeper.ts';
import { pollPeopleSoft } from '../../../electron/ingest/peoplesoft/poll.ts';
import { pollStripe } from '../../../electron/ingest/stripe/poll.ts';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { homePaths, markHome } from '../../../electron/ledger/home.ts';
import { lockHome } from '../../../electron/ledger/home-lock.ts';
import { recoverLedger } from '../../../electron/ledger/operations.ts';
import { senderWatch } from '../../../electron/posting/sending/sender-watch.ts';
import { readSampleClock } from '../../../electron/sample/clock.ts';
import { profileSchema } from '../../../shared/contract/profile.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { KNOWN_DATABASE } from '../../electron/posting/known-database.ts';
import { resendingBlindly } from '../controls/blind-reader.ts';
import { mortalPorts } from '../crash-points/mortal-ports.ts';
import { matchHere } from '../mixed/match-here.ts';
import { openDayHome } from '../posting-day/day-home.ts';
import { replayRefused } from '../posting/replay-refused.ts';
import { BEGUN, ROUND_OVER, type EngineOrder } from './engine-messages.ts';

/**
 * The smallest process that does a whole working day: home lock, ledger file and anchors, both connectors over HTTP, matching, rules that
 * approve, and the sender; round after round, by real time. The ledger is on its main thread.
 */
const order = JSON.parse(process.argv[2] ?? '{}') as EngineOrder;
const STDOUT = 1;
const PAUSE_MS = 20;
const RULES_ACTOR = 'Tieout';
const OPEN = "('approved', 'queued', 'sending', 'unknown', 'accepted', 'rejected')";

const say = (words: string): void => void writeSync(STDOUT, `${words}\n`);

function open() {
  const nowMs = readSampleClock(order.clock);
  const profile = profileSchema.parse(order.profile);
  const paths = homePaths(order.home);
  markHome(paths, 'live', instantOf(nowMs()));
  lockHome(paths, { pid: process.pid, at: instantOf(nowMs()) });
  say('opening its ledger');
  const db = openDayHome(paths, Buffer.from(order.keyHex, 'hex'));
  const anchors = anchorKeeper(db, paths.anchors);
  const clock: Clock = {
    now: () => instantOf(nowMs()),
    monotonicMs: () => performance.now(),
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
  };
  const secrets = {
    get: async (credential: object) => ('env' in credential ? (order.secrets[String(credential.env)] ?? null) : null),
  };
  const real = createCompany(profile, { clock, secrets, fetch: (url, init) => fetch(url, { ...init }) });
  const bare = {
    ledger: directLedger(db),
    peopleSoft: real.peopleSoft,
    now: nowMs,
    watch: senderWatch(() => performance.now()),
    machine: 'M',
    database: KNOWN_DATABASE,
  };
  const ports = mortalPorts(
    order.isBlind ? resendingBlindly(bare, db) : bare,
    () => undefined,
    (operation) => anchors.committed([operation]),
  );
  const company: Company = { ...real, profile, peopleSoft: { ...real.peopleSoft, ...ports.peopleSoft } };
  const rounds = new PostingRounds({
    ledger: ports.ledger,
    company,
    nowMs,
    monotonicMs: () => performance.now(),
    machine: 'M',
    holder: `process ${process.pid}`,
    isSample: false,
    personal: { signedIn: () => [], writerOf: () => null },
  });
  return { db, ledger: ports.ledger, company, rounds, profile, clock, nowMs };
}

type Engine = ReturnType<typeof open>;

/** Sends first what an earlier process has left, then works on what is new. */
async function round(engine: Engine): Promise<void> {
  const { db, ledger, company, rounds, profile, clock, nowMs } = engine;
  const post = async (): Promise<void> => {
    say('posting');
    await rounds.runAll({ bulk: true, now: true, looksAtAll: true });
  };
  await post();
  say('reading PeopleSoft');
  await pollPeopleSoft({ reader: company.peopleSoft, ledger, profile, clock });
  say('reading Stripe');
  await pollStripe({ connector: company.stripe, ledger, profile, clock });
  say('matching');
  await matchHere({ db, profile, nowMs, life: () => engine });
  say('approving by rule');
  await runStraightThrough({ ledger, company, nowMs, actor: RULES_ACTOR, machine: 'M' });
  await post();
  say(ROUND_OVER);
}

function isOpen({ db }: Engine): boolean {
  const latest = `p.generation = (SELECT max(generation) FROM posting o WHERE o.effect_key = p.effect_key)`;
  return db.prepare(`SELECT 1 FROM posting p WHERE p.state IN ${OPEN} AND ${latest} LIMIT 1`).get() !== undefined;
}

async function work(): Promise<void> {
  // Nobody is left to kill it.
  process.stdin.once('end', () => process.exit(1)).resume();
  say('starting');
  const engine = open();
  say(BEGUN);
  await engine.ledger.write(recoverLedger, { at: instantOf(engine.nowMs()) });
  for (let quiet = 0; order.until === 'killed' || quiet < 2;) {
    await round(engine);
    if (order.until === 'done') await replayRefused(engine);
    quiet = isOpen(engine) ? 0 : quiet + 1;
    await wait(PAUSE_MS);
  }
  engine.db.close();
  process.stdin.destroy();
}

await work();
