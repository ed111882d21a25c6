import Database from 'better-sqlite3';
import { PostingRounds } from '../../../electron/engine/rounds/posting-round.ts';
import type { Company } from '../../../electron/engine/company.ts';
import type { PeopleSoftConnector } from '../../../electron/connectors/peoplesoft/peoplesoft-connector.ts';
import { setUp, type WriterHandle } from '../../../electron/ledger/connect-ledger.ts';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { migrateLedger } from '../../../electron/ledger/migrate.ts';
import { migrations } from '../../../electron/ledger/migrations/index.ts';
import type { Ledger } from '../../../electron/ledger/operation.ts';
import { senderWatch } from '../../../electron/posting/sender-watch.ts';
import type { SenderPorts } from '../../../electron/posting/sender.ts';
import { profileSchema, type Profile } from '../../../shared/contract/profile.ts';
import { Killed } from '../../electron/posting/killed-ports.ts';
import {
  approveAs,
  connectToSite,
  NOON_MS,
  postingStates,
  siteProfile,
  UNIT,
  type PostingSite,
} from '../../electron/posting/posting-site.ts';
import { chanceOf } from '../chance.ts';
import { mortalPorts } from '../crash-points/mortal-ports.ts';
import { SETTLE_SECONDS, WRITE_TIMEOUT_SECONDS, type MixedStory } from './mixed-story.ts';
import { startVirtualPeopleSoft, type VirtualPeopleSoft } from './virtual-peoplesoft.ts';
import { startVirtualStripe, type VirtualStripe } from './virtual-stripe.ts';
import { virtualTime, type VirtualTime } from './virtual-time.ts';

const CACHE_MB = 8;
const RULES = ['keyed-by-hand', 'reference-exact', 'amount-customer-date', 'amount-customer-set'];

/** The program between two starts: what it remembers outside the ledger, and its ways out. */
export interface MixedLife {
  readonly ledger: Ledger;
  readonly company: Company;
  readonly rounds: PostingRounds;
  /** Points passed since the last `killAt`. */
  passed(): number;
  /** The process dies at the n-th named point from now on; 0: it does not. */
  killAt(point: number): void;
}

/** Switches of a control; nothing else differs from the product. */
export interface MixedSwitches {
  readonly settleSeconds?: number;
  change?(ports: SenderPorts, db: WriterHandle): SenderPorts;
}

/** One computer, one Stripe account and one PeopleSoft site, all in this process, under one virtual time. */
export interface MixedWorld extends Pick<
  PostingSite,
  'db' | 'ledger' | 'nowMs' | 'books' | 'states' | 'violations' | 'approve' | 'settle'
> {
  readonly time: VirtualTime;
  readonly stripe: VirtualStripe;
  readonly peopleSoft: VirtualPeopleSoft;
  readonly profile: Profile;
  life(): MixedLife;
  /** The process is gone and starts again: from the last committed image of the ledger, remembering nothing else. */
  restart(): void;
  /** Moves on with every row written in the ledger or in PeopleSoft's books, and with every restart. */
  writes(): string;
  close(): void;
}

export function startMixedWorld(story: MixedStory, seed: number, switches: MixedSwitches = {}): MixedWorld {
  const time = virtualTime(story.site.startMs ?? NOON_MS);
  const peopleSoft = startVirtualPeopleSoft(story.site, time, WRITE_TIMEOUT_SECONDS);
  const stripe = startVirtualStripe();
  const profile = mixedProfile(story, peopleSoft, switches.settleSeconds ?? SETTLE_SECONDS);
  let db = openImage(emptyLedger());
  let lives = 0;
  const begin = (): MixedLife =>
    startLife({ story, seed, time, peopleSoft, stripe, profile, db, life: ++lives, switches });
  let life = begin();
  const world: MixedWorld = {
    time,
    stripe,
    peopleSoft,
    profile,
    get db() {
      return db;
    },
    get ledger() {
      return life.ledger;
    },
    life: () => life,
    restart() {
      const image = db.serialize();
      db.close();
      db = openImage(image);
      life = begin();
    },
    writes: () => `${lives}/${rowsWritten(db)}/${rowsWritten(peopleSoft.site.books)}`,
    nowMs: () => time.nowMs(),
    books: () => peopleSoft.payments(),
    states: () => postingStates(db),
    violations: () => findViolations(db),
    approve: (movementKey, shares, more) => approveAs(world, movementKey, shares, more),
    settle: (args) => life.rounds.settle(() => args),
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

interface LifeParts {
  readonly story: MixedStory;
  readonly seed: number;
  readonly time: VirtualTime;
  readonly peopleSoft: VirtualPeopleSoft;
  readonly stripe: VirtualStripe;
  readonly profile: Profile;
  readonly db: WriterHandle;
  readonly life: number;
  readonly switches: MixedSwitches;
}

function startLife({ story, seed, time, peopleSoft, stripe, profile, db, life, switches }: LifeParts): MixedLife {
  const jitter = chanceOf(seed, 4_000_000 + life);
  const connector = connectToSite(peopleSoft, time.clock, story.site.depositIds, WRITE_TIMEOUT_SECONDS, {
    fetch: peopleSoft.fetch,
    random: () => jitter.below(1_000) / 1_000,
  });
  let killAt = 0;
  let passed = 0;
  const atPoint = (name: string): void => {
    passed += 1;
    if (killAt > 0 && passed >= killAt) throw new Killed(`killed at ${name}`);
  };
  const bare: SenderPorts = {
    ledger: directLedger(db),
    peopleSoft: connector,
    now: () => time.nowMs(),
    watch: senderWatch(() => time.trueMs()),
    machine: 'M',
  };
  const ports = mortalPorts(switches.change?.(bare, db) ?? bare, atPoint, () => undefined);
  const mortal: PeopleSoftConnector = { ...connector, ...ports.peopleSoft };
  const company: Company = {
    profile,
    stripe: stripe.connector,
    peopleSoft: mortal,
    unit: () => UNIT,
  };
  const rounds = new PostingRounds({
    ledger: ports.ledger,
    company,
    nowMs: () => time.nowMs(),
    monotonicMs: () => time.trueMs(),
    machine: 'M',
    holder: `process ${life}`,
  });
  return {
    ledger: ports.ledger,
    company,
    rounds,
    passed: () => passed,
    killAt(point) {
      killAt = point;
      passed = 0;
    },
  };
}

function mixedProfile(story: MixedStory, peopleSoft: VirtualPeopleSoft, settleSeconds: number): Profile {
  const { depositIds, paymentsPerDeposit } = story.site;
  return profileSchema.parse({
    name: 'Mixed',
    stripe: { key: { env: 'S' }, account: 'acct_1', livemode: false },
    peoplesoft: {
      ...siteProfile(peopleSoft, depositIds, WRITE_TIMEOUT_SECONDS),
      settleSeconds,
      quietWindow: story.quietWindow,
      bulkPace: { paymentsPerDeposit },
    },
    units: [
      {
        ...UNIT,
        straightThrough: story.rulesDecide
          ? {
              ruleIds: RULES,
              limitMinor: { USD: 500_000, JPY: 100_000_000, KWD: 100_000_000 },
              approvedBy: 'REVIEWER',
            }
          : null,
      },
    ],
  });
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
