import { openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { anchorKeeper } from '../../../electron/engine/threads/anchor-keeper.ts';
import { auditHead } from '../../../electron/ledger/audit-store.ts';
import type { WriterHandle } from '../../../electron/ledger/connect-ledger.ts';
import { homePaths } from '../../../electron/ledger/home.ts';
import { lockHome } from '../../../electron/ledger/home-lock.ts';
import { LedgerError } from '../../../electron/ledger/ledger-error.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { MovementKey } from '../../../shared/domain/ids.ts';
import { approveAs, NOON_MS } from '../../electron/posting/posting-site.ts';
import { WRITE_TIMEOUT_SECONDS } from '../mixed/mixed-times.ts';
import { lifeProfile, startProgram, type ProgramLife } from '../mixed/program-life.ts';
import { startVirtualPeopleSoft } from '../mixed/virtual-peoplesoft.ts';
import { startVirtualStripe } from '../mixed/virtual-stripe.ts';
import { virtualTime } from '../mixed/virtual-time.ts';
import { openDayHome, readBeforehand } from './day-home.ts';
import { booksImage, MARKS_FILE, type DayMark, type DayOrder } from './day-messages.ts';
import { dayStory, type DayStep } from './day-story.ts';
import { takeBack } from './take-back.ts';

/**
 * A day of a real process: home lock, ledger file, anchors, connector and sender; PeopleSoft's books live in it, and each change of them
 * is put aside before it is answered. An error of the disk ends a step, not the day: the program goes on as the engine would.
 */
const order = JSON.parse(process.argv[2] ?? '{}') as DayOrder;
const story = dayStory(order.seed, order.day);
const time = virtualTime(NOON_MS);
const stripe = startVirtualStripe();
const site = startVirtualPeopleSoft(story.site, time, WRITE_TIMEOUT_SECONDS);
const profile = lifeProfile(story, site);
const paths = homePaths(order.home);
const key = Buffer.from(order.keyHex, 'hex');
const marks = openSync(join(order.side, MARKS_FILE), 'a');
let images = 0;
let books = '';
let lives = 0;

const say = (mark: DayMark): void => void writeSync(marks, `${JSON.stringify(mark)}\n`);

/** PeopleSoft is another computer: what it saved outlives this process. */
function keepBooks(): void {
  const now = JSON.stringify(site.payments());
  if (now === books) return;
  books = now;
  const file = join(order.side, booksImage(images));
  writeFileSync(`${file}.new`, site.image());
  renameSync(`${file}.new`, file);
  say({ mark: 'books', image: images++ });
}

interface Open {
  readonly db: WriterHandle;
  readonly life: ProgramLife;
}

function open(): Open {
  const db = openDayHome(paths, key);
  if (order.synchronous === 'off') db.pragma('synchronous=OFF');
  readBeforehand(db, story);
  const anchors = anchorKeeper(db, paths.anchors);
  const life = startProgram({
    story,
    seed: order.seed,
    time,
    stripe: stripe.connector,
    profile,
    db,
    life: ++lives,
    peopleSoft: {
      ...site,
      async fetch(url, init) {
        // What was saved before the answer got lost is saved all the same.
        return site.fetch(url, init).finally(keepBooks);
      },
    },
    atPoint: (name) => say({ mark: 'point', name }),
    committed(operation) {
      say({ mark: 'acknowledged', ...auditHead(db) });
      anchors.committed([operation]);
    },
  });
  return { db, life };
}

async function take(step: DayStep, { db, life }: Open): Promise<void> {
  switch (step.do) {
    case 'approve':
      return approve(step.which, { db, life });
    case 'takeBack':
      return takeBack(
        { db, ledger: life.ledger, nowMs: () => time.nowMs() },
        story.payments[step.which]?.chargeId ?? '',
      );
    case 'round':
      await site.pass(1);
      await life.rounds.runAll({ bulk: true, now: true, looksAtAll: true });
      return;
    case 'wait':
      return site.pass(step.seconds);
    case 'batch':
      await site.runBatch();
      keepBooks();
      return;
    case 'fail':
      site.arm(step.order);
      return;
    case 'checkpoint':
      db.pragma('wal_checkpoint(TRUNCATE)');
      return;
    case 'reopen':
  }
}

async function approve(which: number, { db, life }: Open): Promise<void> {
  const payment = story.payments[which];
  if (payment === undefined) return;
  const movementKey = db
    .prepare<[string], MovementKey>('SELECT movement_key FROM movement WHERE object_id = ?')
    .pluck()
    .get(payment.chargeId);
  if (movementKey === undefined) return;
  await approveAs({ db, ledger: life.ledger, nowMs: () => time.nowMs() }, movementKey, payment.shares, {
    reason: 'as she sees it',
  });
}

/** An error of the disk, however the driver or the program words it. */
function isOfDisk(error: unknown): boolean {
  if (error instanceof LedgerError) return error.code !== 'INTERNAL' && error.code !== 'INVARIANT';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_IOERR') || ['SQLITE_FULL', 'EIO', 'ENOSPC'].includes(code);
}

async function day(): Promise<void> {
  keepBooks();
  try {
    lockHome(paths, { pid: process.pid, at: instantOf(NOON_MS) });
  } catch (error) {
    if (!isOfDisk(error)) throw error;
    process.stderr.write(`start: ${error instanceof Error ? error.message : String(error)}\n`);
    return;
  }
  let now: Open | null = null;
  for (const step of story.steps) {
    try {
      if (step.do === 'reopen') {
        const before: Open | null = now;
        now = null;
        before?.db.close();
      }
      now ??= open();
      await take(step, now);
    } catch (error) {
      if (!isOfDisk(error)) throw error;
      process.stderr.write(`${step.do}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  now?.db.close();
}

await day();
