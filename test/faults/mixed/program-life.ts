import { PostingRounds } from '../../../electron/engine/rounds/posting-round.ts';
import type { Company } from '../../../electron/engine/company.ts';
import type { PeopleSoftConnector } from '../../../electron/connectors/peoplesoft/peoplesoft-connector.ts';
import type { StripeConnector } from '../../../electron/connectors/stripe/types.ts';
import type { WriterHandle } from '../../../electron/ledger/connect-ledger.ts';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import type { Ledger } from '../../../electron/ledger/operation.ts';
import { senderWatch } from '../../../electron/posting/sending/sender-watch.ts';
import type { SenderPorts } from '../../../electron/posting/sending/sender.ts';
import { SITE_REFUNDS } from '../../../electron/sample/peoplesoft/site.ts';
import { profileSchema, type Profile, type UnitProfile } from '../../../shared/contract/profile.ts';
import { connectToSite, siteProfile, UNIT, type SiteOptions } from '../../electron/posting/posting-site.ts';
import { chanceOf } from '../chance.ts';
import { mortalPorts } from '../crash-points/mortal-ports.ts';
import type { AtPoint } from '../mortal-ledger.ts';
import { SETTLE_SECONDS, WRITE_TIMEOUT_SECONDS } from './mixed-times.ts';
import type { VirtualPeopleSoft } from './virtual-peoplesoft.ts';
import { KNOWN_DATABASE } from '../../electron/posting/known-database.ts';
import type { VirtualTime } from './virtual-time.ts';

const RULES = [
  'keyed-by-hand',
  'reference-exact',
  'amount-customer-date',
  'amount-customer-set',
  'refund-of-charge',
  'refund-failed',
  'dispute-won',
];

/** The program between two starts: what it remembers outside the ledger, and its ways out. */
export interface ProgramLife {
  readonly ledger: Ledger;
  readonly company: Company;
  readonly rounds: PostingRounds;
}

/** What of a site the program is told. */
export interface LifeStory {
  readonly site: SiteOptions & { readonly depositIds: 'given' | 'next'; readonly paymentsPerDeposit: number };
  readonly rulesDecide: boolean;
  /** Whether money that goes out has an entry type of its own, as on a site whose default would make a voucher of it. */
  readonly namesEntryType?: boolean;
  readonly quietWindow: { readonly zone: string; readonly from: string; readonly to: string } | null;
}

export interface LifeParts {
  readonly story: LifeStory;
  readonly seed: number;
  readonly time: VirtualTime;
  readonly peopleSoft: VirtualPeopleSoft;
  readonly stripe: StripeConnector;
  readonly profile: Profile;
  readonly db: WriterHandle;
  /** Its number: the first start is 1. */
  readonly life: number;
  readonly atPoint: AtPoint;
  readonly committed: (operation: string) => void;
  /** A control's switch. */
  readonly change?: ((ports: SenderPorts, db: WriterHandle) => SenderPorts) | undefined;
}

/** Starts the sender with the real connector on an open ledger; every step it takes passes `atPoint`. */
export function startProgram(parts: LifeParts): ProgramLife {
  const { story, seed, time, peopleSoft, stripe, profile, db, life, atPoint, committed } = parts;
  const jitter = chanceOf(seed, 4_000_000 + life);
  const connector = connectToSite(peopleSoft, time.clock, story.site.depositIds, WRITE_TIMEOUT_SECONDS, {
    fetch: peopleSoft.fetch,
    random: () => jitter.below(1_000) / 1_000,
  });
  const bare: SenderPorts = {
    ledger: directLedger(db),
    peopleSoft: connector,
    now: () => time.nowMs(),
    watch: senderWatch(() => time.trueMs()),
    machine: 'M',
    database: KNOWN_DATABASE,
  };
  const ports = mortalPorts(parts.change?.(bare, db) ?? bare, atPoint, committed);
  const mortal: PeopleSoftConnector = { ...connector, ...ports.peopleSoft };
  const company: Company = { profile, stripe, peopleSoft: mortal, unit: () => unitOf(story), adopt: () => undefined };
  const rounds = new PostingRounds({
    ledger: ports.ledger,
    company,
    nowMs: () => time.nowMs(),
    monotonicMs: () => time.trueMs(),
    machine: 'M',
    holder: `process ${life}`,
    isSample: false,
    personal: { signedIn: () => [], writerOf: () => null },
  });
  return { ledger: ports.ledger, company, rounds };
}

/** The unit of a story, its rules aside. */
export function unitOf({ namesEntryType = false }: Pick<LifeStory, 'namesEntryType'>): UnitProfile {
  return namesEntryType ? { ...UNIT, refunds: SITE_REFUNDS } : UNIT;
}

/** The connection profile of a story. */
export function lifeProfile(
  story: LifeStory,
  peopleSoft: Pick<VirtualPeopleSoft, 'url' | 'node'>,
  settleSeconds: number = SETTLE_SECONDS,
): Profile {
  const { depositIds, paymentsPerDeposit } = story.site;
  return profileSchema.parse({
    name: 'Simulated',
    stripe: { key: { env: 'S' }, account: 'acct_1', livemode: false },
    peoplesoft: {
      ...siteProfile(peopleSoft, depositIds, WRITE_TIMEOUT_SECONDS),
      settleSeconds,
      quietWindow: story.quietWindow,
      bulkPace: { paymentsPerDeposit },
    },
    units: [
      {
        ...unitOf(story),
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
