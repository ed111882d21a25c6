import Database from 'better-sqlite3';
import { setUp, type WriterHandle } from '../../../electron/ledger/connect-ledger.ts';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { migrateLedger } from '../../../electron/ledger/migrate.ts';
import { migrations } from '../../../electron/ledger/migrations/index.ts';
import type { SenderPorts } from '../../../electron/posting/sending/sender.ts';
import type { Profile, UnitProfile } from '../../../shared/contract/profile.ts';
import { Killed } from '../../electron/posting/killed-ports.ts';
import { approveAs, NOON_MS, postingStates, type PostingSite } from '../../electron/posting/posting-site.ts';
import { WRITE_TIMEOUT_SECONDS } from './mixed-times.ts';
import type { MixedStory } from './mixed-story.ts';
import { lifeProfile, startProgram, unitOf, type ProgramLife } from './program-life.ts';
import { startVirtualPeopleSoft, type VirtualPeopleSoft } from './virtual-peoplesoft.ts';
import { startVirtualStripe, type VirtualStripe } from './virtual-stripe.ts';
import { virtualTime, type VirtualTime } from './virtual-time.ts';

const CACHE_MB = 8;

export interface MixedLife extends ProgramLife {
  /** Points passed since the last `killAt`. */
  passed(): number;
  /** The process dies at the n-th named point from now on; 0: it does not. */
  killAt(point: number): void;
}

/** Switches of a control; nothing else differs from the product. */
export interface MixedSwitches {
  readonly settleSeconds?: number;
  readonly change?: (ports: SenderPorts, db: WriterHandle) => SenderPorts;
}

type Approval = Parameters<typeof approveAs> extends [unknown, ...infer Rest] ? Rest : never;

/** One computer, one Stripe account and one PeopleSoft site, all in this process, under one virtual time. */
export interface MixedWorld extends Pick<
  PostingSite,
  'db' | 'ledger' | 'nowMs' | 'books' | 'states' | 'violations' | 'settle'
> {
  readonly time: VirtualTime;
  readonly stripe: VirtualStripe;
  readonly peopleSoft: VirtualPeopleSoft;
  readonly profile: Profile;
  readonly unit: UnitProfile;
  life(): MixedLife;
  /** The process is gone and starts again: from what the ledger held at its last commit, remembering nothing else. */
  restart(): void;
  /** A person approves; see `approveAs`. */
  approve(...approval: Approval): Promise<unknown>;
  /** Moves on with every row written in the ledger or in PeopleSoft's books, and with every restart. */
  writes(): string;
  close(): void;
}

export function startMixedWorld(story: MixedStory, seed: number, switches: MixedSwitches = {}): MixedWorld {
  const time = virtualTime(story.site.startMs ?? NOON_MS);
  const peopleSoft = startVirtualPeopleSoft(story.site, time, WRITE_TIMEOUT_SECONDS);
  const stripe = startVirtualStripe();
  const profile = lifeProfile(story, peopleSoft, switches.settleSeconds);
  const db = openImage(emptyLedger());
  let lives = 0;
  const begin = (): MixedLife => {
    let killAt = 0;
    let passed = 0;
    const parts = { story, seed, time, peopleSoft, stripe: stripe.connector, profile, db, life: ++lives };
    const started = startProgram({
      ...parts,
      change: switches.change,
      committed: () => undefined,
      atPoint(name) {
        passed += 1;
        if (killAt > 0 && passed >= killAt) throw new Killed(`killed at ${name}`);
      },
    });
    return {
      ...started,
      passed: () => passed,
      killAt(point) {
        killAt = point;
        passed = 0;
      },
    };
  };
  let life = begin();
  const world: MixedWorld = {
    time,
    stripe,
    peopleSoft,
    profile,
    unit: unitOf(story),
    db,
    get ledger() {
      return life.ledger;
    },
    life: () => life,
    restart() {
      if (db.inTransaction) db.exec('ROLLBACK');
      life = begin();
    },
    writes: () => `${lives}/${rowsWritten(db)}/${rowsWritten(peopleSoft.site.books)}`,
    nowMs: () => time.nowMs(),
    books: () => peopleSoft.payments(),
    states: () => postingStates(db),
    violations: () => findViolations(db),
    approve: (key, shares, more = {}) => approveAs(world, key, shares, { ...more, unit: world.unit }),
    settle: (args) => life.rounds.settle(world.unit.unit, () => args),
    close() {
      db.close();
      peopleSoft.close();
    },
  };
  return world;
}

const COUNTERS = new WeakMap<Database.Database, Database.Statement<[], number>>();
function rowsWritten(db: Database.Database): number {
  const known = COUNTERS.get(db);
  const counter = known ?? db.prepare<[], number>('SELECT total_changes()').pluck();
  if (known === undefined) COUNTERS.set(db, counter);
  return counter.get() ?? 0;
}

let template: Buffer | null = null;
/** A ledger with all migrations and nothing in it, made once a process. */
function emptyLedger(): Buffer {
  if (template !== null) return template;
  const db = new Database(':memory:') as WriterHandle;
  setUp(db, CACHE_MB);
  migrateLedger(db, { migrations, backup: () => undefined });
  template = db.serialize();
  db.close();
  return template;
}

function openImage(image: Buffer): WriterHandle {
  const db = new Database(image) as WriterHandle;
  setUp(db, CACHE_MB);
  return db;
}
