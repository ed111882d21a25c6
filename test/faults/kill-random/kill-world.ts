import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { checkAnchors } from '../../../electron/ledger/audit-anchor.ts';
import { homePaths } from '../../../electron/ledger/home.ts';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import { createSampleClock, readSampleClock, sampleClockFile } from '../../../electron/sample/clock.ts';
import { createStripeBooks } from '../../../electron/sample/stripe/create-books.ts';
import { BOOKS_FILE as STRIPE_FILE, startStripeSimulator } from '../../../electron/sample/stripe/simulator.ts';
import { readPeopleSoftBooks, type BookPayment } from '../../../electron/sample/peoplesoft/books-view.ts';
import { addBookFact } from '../../../electron/sample/peoplesoft/books.ts';
import {
  BOOKS_FILE,
  startPeopleSoftSimulator,
  type PeopleSoftSimulator,
} from '../../../electron/sample/peoplesoft/simulator.ts';
import { SITE_REFUNDS } from '../../../electron/sample/peoplesoft/site.ts';
import { instantOf, localDate } from '../../../shared/domain/calendar.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import { siteFacts, siteProfile, UNIT } from '../../electron/posting/posting-site.ts';
import { writePreparedBooks } from '../../electron/posting/prepared-books.ts';
import { bundledProgram } from '../../../build/test-programs.ts';
import { decimalText, goesOut, type ApprovedPayment } from '../posting/approved-payments.ts';
import { withoutEntryType } from '../posting/without-entry-type.ts';
import type { JudgedSite } from '../posting/judge-site.ts';
import type { Damage } from '../trial-row.ts';
import { startEngineLife, type EngineLife } from './engine-life.ts';
import type { EngineOrder } from './engine-messages.ts';
import type { KillPayment, KillStory, StripeEvent } from './kill-story.ts';
import { chargeFacts, customerFact, refundFacts } from './stripe-facts.ts';

/** Nothing here saves later than it answers. */
const SETTLE_SECONDS = 0.1;
const BATCH_SECONDS = 0.1;
const AS_FAST_AS_IT_GOES = 10_000;
const WRITE_TIMEOUT_SECONDS = 20;
const KEY_BYTES = 32;
const LIMIT_MINOR = 1_000_000_000;
const RULES = ['reference-exact', 'refund-of-charge', 'refund-failed'];

/** A home and both systems it works with, which live on in this process however often the home's own is killed. */
export interface KillWorld {
  readonly peopleSoft: PeopleSoftSimulator;
  /** The next wave happens at Stripe and in PeopleSoft. */
  happen(): Promise<void>;
  life(more?: Partial<Pick<EngineOrder, 'until' | 'isBlind'>>): Promise<EngineLife>;
  /** What has happened and is for rules to approve. */
  truth(): readonly ApprovedPayment[];
  /** The same in the end: a refund that failed before it was sent never goes out, and nothing of it comes back. */
  lastTruth(): readonly ApprovedPayment[];
  books(): BookPayment[];
  /** What would make vouchers; see `withoutEntryType`. */
  vouchers(): string[];
  /** Looks at a copy of the ledger as the dead process left it; nothing when it had not made one yet. */
  judge(look: (site: JudgedSite) => void, damage: Damage): Promise<void>;
  close(): Promise<void>;
}

export async function startKillWorld(story: KillStory): Promise<KillWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-kill-'));
  const paths = homePaths(join(folder, 'home'));
  const key = Buffer.alloc(KEY_BYTES, 7);
  createSampleClock(folder);
  const nowMs = readSampleClock(folder);
  const at = (): number => Math.floor(nowMs() / 1_000);
  const stripeBooks = createStripeBooks(join(folder, STRIPE_FILE), 7);
  for (const custId of ['C100', 'C200']) stripeBooks.add({ object: customerFact(custId, at() - 86_400) });
  stripeBooks.close();
  const booksFile = join(folder, BOOKS_FILE);
  writePreparedBooks(booksFile, siteFacts({ items: [{ item: 'INV1', amount: '1.00', custId: 'C200' }] }));
  const own = new Database(booksFile);
  own.exec("UPDATE customer SET x_stripe_id = 'cus_' || cust_id");
  const stripe = await startStripeSimulator({ folder, port: 0, clock: nowMs });
  const peopleSoft = await startPeopleSoftSimulator({
    folder,
    port: 0,
    now: nowMs,
    batchSeconds: BATCH_SECONDS,
    settings: { depositIds: story.depositIds },
  });
  const order = {
    home: paths.folder,
    keyHex: key.toString('hex'),
    clock: sampleClockFile(folder),
    profile: profileOf(story, stripe, peopleSoft),
    secrets: { S: stripe.key, U: peopleSoft.user, P: peopleSoft.password },
  };
  const truth: ApprovedPayment[] = [];
  const lives: EngineLife[] = [];
  let waves = 0;
  const put = async (object: object): Promise<void> => {
    const answer = await fetch(`${stripe.url}/__sim/objects`, {
      method: 'PUT',
      headers: { 'x-sim-token': stripe.control.token },
      body: JSON.stringify({ object }),
    });
    if (!answer.ok) throw new Error(`the Stripe simulator did not take it: ${await answer.text()}`);
  };
  const happenOne = async (event: StripeEvent): Promise<void> => {
    const { payment } = event;
    const accountingDate = localDate(instantOf(at() * 1_000), UNIT.zone);
    if (event.event !== 'refundFails') addItems(own, payment, event.event === 'refund' ? payment.chargeId : null);
    truth.push({ ...payment, accountingDate, ...(event.event === 'refundFails' ? { takesBack: true } : {}) });
    const objects =
      event.event === 'charge'
        ? chargeFacts(payment, at())
        : refundFacts(payment, payment.of ?? '', at(), event.event === 'refundFails');
    for (const object of objects) await put(object);
  };
  return {
    peopleSoft,
    async happen() {
      for (const event of story.waves[waves] ?? []) await happenOne(event);
      waves += 1;
    },
    async life(more = {}) {
      const program = await bundledProgram('engine');
      const life = startEngineLife(program, { ...order, until: 'killed', isBlind: false, ...more });
      lives.push(life);
      return life;
    },
    truth: () => truth,
    lastTruth() {
      const sent = new Set(booksOf(booksFile).map((payment) => payment.externalId));
      const failed = new Set(truth.flatMap(({ takesBack, chargeId }) => (takesBack === true ? [chargeId] : [])));
      return truth.filter(({ chargeId }) => sent.has(chargeId) || !failed.has(chargeId));
    },
    books: () => booksOf(booksFile),
    vouchers: () => withoutEntryType(own),
    async judge(look, damage) {
      // A request outlives the process that sent it.
      await peopleSoft.idle();
      const copy = homePaths(mkdtempSync(join(folder, 'copy-')));
      for (const name of ['ledger', 'anchors'] as const)
        if (existsSync(paths[name])) copyFileSync(paths[name], copy[name]);
      if (existsSync(`${paths.ledger}-wal`)) copyFileSync(`${paths.ledger}-wal`, `${copy.ledger}-wal`);
      if (!existsSync(copy.ledger) || !existsSync(copy.anchors)) return;
      const db = openWriter(copy.ledger, key);
      try {
        look({ db, books: () => booksOf(booksFile), violations: () => findViolations(db) });
        const { problem } = checkAnchors(db, copy.anchors);
        if (problem !== null) damage.auditBroken.push(problem);
      } finally {
        db.close();
        rmSync(copy.folder, { recursive: true, force: true });
      }
    },
    async close() {
      for (const life of lives) life.abandon();
      await Promise.all([stripe.close(), peopleSoft.close()]);
      own.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The invoices a charge names, or the credit memo of a refund, which names it. */
function addItems(books: Database.Database, payment: KillPayment, poReference: string | null): void {
  const { custId, currency, exponent, shares } = payment;
  for (const [item, minor] of shares)
    addBookFact(
      books,
      {
        kind: 'item',
        item: {
          businessUnit: 'US001',
          custId,
          item,
          itemLine: 1,
          amount: `${goesOut(payment) ? '-' : ''}${decimalText(minor, exponent)}`,
          currency,
          itemDate: '2026-10-01' as PlainDate,
          dueDate: '2026-10-31' as PlainDate,
          poReference,
          entryType: goesOut(payment) ? 'CR' : 'IN',
        },
      },
      0,
    );
}

function booksOf(file: string): BookPayment[] {
  const view = readPeopleSoftBooks(file);
  try {
    return [...view.payments()].filter((payment) => payment.origin === 'tieout service');
  } finally {
    view.close();
  }
}

function profileOf(
  story: KillStory,
  stripe: { readonly url: string; readonly account: string },
  peopleSoft: PeopleSoftSimulator,
): object {
  const rate = { requestsPerSecond: AS_FAST_AS_IT_GOES, concurrency: 4 };
  return {
    name: 'Killed',
    stripe: { address: stripe.url, key: { env: 'S' }, account: stripe.account, livemode: false, rate },
    peoplesoft: {
      ...siteProfile(peopleSoft, story.depositIds, WRITE_TIMEOUT_SECONDS),
      settleSeconds: SETTLE_SECONDS,
      rate,
      bulkPace: { paymentsPerDeposit: story.paymentsPerDeposit },
    },
    units: [
      {
        ...UNIT,
        refunds: SITE_REFUNDS,
        straightThrough: { ruleIds: RULES, limitMinor: { USD: LIMIT_MINOR, JPY: LIMIT_MINOR }, approvedBy: 'REVIEWER' },
      },
    ],
  };
}
