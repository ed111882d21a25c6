import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../electron/connectors/http/clock.ts';
import type { FetchPort } from '../../../electron/connectors/http/fetch-port.ts';
import { peopleSoftExponents } from '../../../electron/connectors/peoplesoft/exponents.ts';
import { createPeopleSoftConnector } from '../../../electron/connectors/peoplesoft/peoplesoft-connector.ts';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { openWriter, type WriterHandle } from '../../../electron/ledger/open-ledger.ts';
import type { Ledger } from '../../../electron/ledger/operation.ts';
import { approveByPerson, type Decided } from '../../../electron/posting/decisions/decide.ts';
import { postUnit, type PostUnitReport } from '../../../electron/posting/sending/post-unit.ts';
import { takeSenderClaim, type SenderClaim } from '../../../electron/posting/sending/sender-claim.ts';
import { senderWatch } from '../../../electron/posting/sending/sender-watch.ts';
import type { SenderPorts, SenderSettings, SendRequest } from '../../../electron/posting/sending/sender.ts';
import { settleWatched, type SettleWord } from '../../../electron/posting/read-back/settle-watched.ts';
import type { Settled } from '../../../electron/posting/read-back/settle.ts';
import type { BookFact } from '../../../electron/sample/company/company.ts';
import { readPeopleSoftBooks, type BookPayment } from '../../../electron/sample/peoplesoft/books-view.ts';
import type { BookItemState } from '../../../electron/sample/peoplesoft/books-view.ts';
import {
  BOOKS_FILE,
  startPeopleSoftSimulator,
  type PeopleSoftSimulator,
} from '../../../electron/sample/peoplesoft/simulator.ts';
import type { SiteBehaviour, SiteSettings } from '../../../electron/sample/peoplesoft/site-settings.ts';
import { SITE_DEPOSIT, SITE_QUERIES } from '../../../electron/sample/peoplesoft/site.ts';
import {
  peopleSoftProfileSchema,
  unitSchema,
  type DepositService,
  type PeopleSoftProfile,
  type UnitProfile,
} from '../../../shared/contract/profile.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { ItemKey, MovementKey, PlainDate } from '../../../shared/domain/ids.ts';
import { parseDecimal } from '../../../shared/domain/money.ts';
import { getItem } from '../../../electron/ledger/item-store.ts';
import { getMovement } from '../../../electron/ledger/movement-store.ts';
import { temporaryLedger } from '../ledger/temporary-ledger.ts';
import { writePreparedBooks } from './prepared-books.ts';
import { KNOWN_DATABASE } from './known-database.ts';
import { FOREIGN_RECEIPT, insertCharge, insertCustomer, insertItem, insertReceipt } from './site-rows.ts';
import { SITE_PENDING_ITEM } from '../../support/site-pending-item.ts';

export const NOON_MS = Date.parse('2026-11-02T17:00:00Z');
export const SETTLE_SECONDS = 300;
const EXPONENTS = { JPY: 0, ISK: 0, UGX: 0, KWD: 3 } as const;

/** Default of the sites here: only matching; with `invoices` the same unit makes items of its invoices. */
export const UNIT: UnitProfile = unitSchema.parse({
  unit: 'US',
  businessUnits: ['US001'],
  depositBu: 'US001',
  zone: 'America/New_York',
  goLiveDate: '2026-10-01',
  currencies: ['USD', 'CAD', 'JPY', 'KWD', 'ISK', 'UGX'],
  clearing: [{ settlementCurrency: 'USD', bankCode: 'STRPE', bankAccountKey: 'US01', cashAccount: '101100' }],
  peopleSoftExponents: EXPONENTS,
  straightThrough: null,
});

export interface SiteItem {
  readonly item: string;
  readonly amount: string;
  readonly currency?: string;
  readonly custId?: string;
  readonly poReference?: string;
}
export type SiteRoad = 'soap' | 'soapToCi' | 'rest' | 'restBearer';
const BEARER = 'token-of-the-identity-provider';
export interface SiteOptions {
  /** True time at the start. */
  readonly startMs?: number;
  readonly items: readonly SiteItem[];
  readonly depositIds?: 'given' | 'next';
  /** How deposits get to PeopleSoft; default SOAP to Integration Broker. */
  readonly road?: SiteRoad;
  readonly behaviour?: Partial<SiteBehaviour>;
  readonly settings?: Partial<SiteSettings>;
  readonly paymentsPerDeposit?: number;
  readonly settleSeconds?: number;
  /** Real seconds; short only where a test lets it pass. */
  readonly writeTimeoutSeconds?: number;
  /** Whether PeopleSoft holds a receipt that somebody keyed before us: the canary of a new site. Default true. */
  readonly foreignReceipt?: boolean;
  /** Whether the site takes items from outside. Default false. */
  readonly takesItems?: boolean;
}

/** A real ledger and a real PeopleSoft on loopback, joined by the real connector, under one virtual clock. */
export interface PostingSite {
  readonly db: WriterHandle;
  /** Where the ledger is and its key, for a process of its own. */
  readonly ledgerFile: string;
  /** PeopleSoft's own books. */
  readonly booksFile: string;
  readonly ledgerKey: Buffer;
  readonly ledger: Ledger;
  readonly simulator: PeopleSoftSimulator;
  readonly ports: SenderPorts;
  readonly settings: SenderSettings;
  /** What this computer's clock says. */
  nowMs(): number;
  advance(seconds: number): void;
  /** Sets this computer's clock so many seconds off the true time, by which PeopleSoft goes; what has passed stays passed. */
  setClock(seconds: number): void;
  charge(
    objectId: string,
    amountMinor: number,
    more?: { currency?: string; exponent?: number; date?: string; kind?: string; chargeId?: string },
  ): MovementKey;
  /** A person approves; `shares` name items and amounts in the charge's minor units. */
  approve(
    movementKey: MovementKey,
    shares: readonly (readonly [item: string, amountMinor: number])[],
    more?: { post?: boolean; reason?: string; actor?: string },
  ): Promise<Decided>;
  /** A reviewer says what she saw in PeopleSoft. */
  settle(args: SettleWord): Promise<Settled>;
  itemKey(item: string): ItemKey;
  /** One round with the claim held so far; `ports` stands in for those of the site. */
  round(request?: Partial<SendRequest>, ports?: SenderPorts): Promise<PostUnitReport>;
  /** After a password was refused: lets the connection try again. */
  renewSignIn(): void;
  /** Forgets the claim: the next round is another sender's. */
  restart(): void;
  /** Closes the ledger and opens what lies in its place now, as a new start of the program would. */
  reopenLedger(): void;
  /** Payments the deposit service saved, from PeopleSoft's own books. */
  books(): BookPayment[];
  /** An item of C100 as PeopleSoft's own books hold it. */
  bookItem(item: string): BookItemState | null;
  movementKey(objectId: string): MovementKey;
  /** Vouchers that PeopleSoft's own books would pay out. */
  vouchers(): number;
  /** The site's ports with another mapping of the deposit service. */
  portsWith(deposit: DepositService): SenderPorts;
  /** State of each posting by its charge, e.g. `{ ch_1: 'confirmed' }`; the latest generation counts. */
  states(): Record<string, string>;
  violations(): readonly unknown[];
  /** Changes PeopleSoft's own books behind everybody's back. */
  changeBooks(sql: string): void;
  /** Settles everything: faults off, time past every wait, batches run, until nothing moves any more. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** What PeopleSoft's books hold before anything is sent. */
export function siteFacts(options: Pick<SiteOptions, 'items' | 'foreignReceipt'>): BookFact[] {
  const date = (text: string) => text as PlainDate;
  const custIds = ['C100', ...options.items.map((item) => item.custId ?? 'C100')];
  const customers = [...new Set(custIds)].map((custId): BookFact => ({
    kind: 'customer',
    customer: { setId: 'SHARE', custId, name: `Customer ${custId}`, active: true, externalId: null },
  }));
  const all: readonly SiteItem[] = [...options.items, FOREIGN_RECEIPT];
  const items = all.map(({ item, amount, currency = 'USD', custId = 'C100', poReference = null }): BookFact => ({
    kind: 'item',
    item: {
      businessUnit: 'US001',
      custId,
      item,
      itemLine: 1,
      amount,
      currency,
      itemDate: date('2026-10-01'),
      dueDate: date('2026-10-31'),
      poReference,
      entryType: amount.startsWith('-') ? 'CR' : 'IN',
    },
  }));
  const { item, amount } = FOREIGN_RECEIPT;
  const receipt: BookFact = {
    kind: 'receipt',
    receipt: {
      depositBu: 'US001',
      paymentId: 'CHEQUE-1',
      custId: 'C100',
      amount,
      currency: 'USD',
      accountingDate: date('2026-10-02'),
      bankCode: 'STRPE',
      bankAccountKey: 'US01',
      enteredBy: 'ANNA',
      comment: null,
      items: [{ businessUnit: 'US001', custId: 'C100', item, itemLine: 1, amount }],
    },
  };
  return [...customers, ...items, ...(options.foreignReceipt === false ? [] : [receipt])];
}

/** The services of deposits and items as the profile names them for that road. */
function roadOf(road: SiteRoad, url: string, depositIds: 'given' | 'next') {
  if (road === 'soap') return { deposit: { ...SITE_DEPOSIT, depositIds }, pendingItem: SITE_PENDING_ITEM };
  const pendingItem = { ...SITE_PENDING_ITEM, service: SITE_PENDING_ITEM.service.replace(/^CI_/, '') };
  const service = SITE_DEPOSIT.service.replace(/^CI_/, '');
  const deposit = { ...SITE_DEPOSIT, service, depositIds };
  const components = [service, pendingItem.service];
  if (road !== 'soapToCi') return { deposit, pendingItem, restCi: { components } };
  return {
    deposit,
    pendingItem,
    soapToCi: { address: `${url}/psc/ps/EMPLOYEE/ERP`, components, dateFormat: 'MM/DD/YYYY' },
  };
}

/** The real connector to a simulated site, under the given clock. */
export function connectToSite(
  simulator: Pick<PeopleSoftSimulator, 'url' | 'node' | 'user' | 'password'>,
  clock: Clock,
  depositIds: 'given' | 'next',
  writeTimeoutSeconds: number,
  {
    road = 'soap',
    ...line
  }: { readonly fetch?: FetchPort; readonly random?: () => number; readonly road?: SiteRoad } = {},
) {
  return createPeopleSoftConnector({
    profile: siteProfile(simulator, depositIds, writeTimeoutSeconds, road),
    fetch,
    exponentOf: peopleSoftExponents([UNIT]),
    secrets: async (credential) =>
      'env' in credential && credential.env === 'U' ? simulator.user : simulator.password,
    clock,
    ...line,
    ...(road === 'restBearer' ? { authorization: async () => `Bearer ${BEARER}` } : {}),
  });
}

/** The connection profile of a simulated site. */
export function siteProfile(
  { url, node }: { readonly url: string; readonly node: string },
  depositIds: 'given' | 'next',
  writeTimeoutSeconds: number,
  road: SiteRoad = 'soap',
): PeopleSoftProfile {
  return peopleSoftProfileSchema.parse({
    soapAddress: url,
    node,
    setId: 'SHARE',
    user: { env: 'U' },
    password: { env: 'P' },
    ...roadOf(road, url, depositIds),
    queries: SITE_QUERIES,
    quietWindow: null,
    rate: { requestsPerSecond: 100, concurrency: 4 },
    readTimeoutSeconds: 20,
    writeTimeoutSeconds,
  });
}

/** A person approves; `shares` name items and amounts in the charge's minor units. */
export async function approveAs(
  { db, ledger, nowMs }: Pick<PostingSite, 'db' | 'ledger' | 'nowMs'>,
  movementKey: MovementKey,
  shares: readonly (readonly [item: string, amountMinor: number])[],
  more: {
    readonly post?: boolean;
    readonly reason?: string;
    readonly actor?: string;
    readonly accountingDate?: string | null;
    readonly unit?: UnitProfile;
  } = {},
): Promise<Decided> {
  const allocations = shares.map(([item, amountMinor]) => {
    const itemKey = itemKeyOf(db, item);
    return { itemKey, seenVersion: getItem(db, itemKey).version, amountMinor };
  });
  return ledger.write(approveByPerson, {
    unit: more.unit ?? UNIT,
    setId: 'SHARE',
    movementKey,
    seenVersion: getMovement(db, movementKey).version,
    allocations,
    post: more.post ?? false,
    reason: more.reason ?? null,
    confirmLinkId: null,
    linkCustomer: false,
    accountingDate: more.accountingDate ?? null,
    actor: more.actor ?? 'CLERK',
    machine: 'M',
    at: instantOf(nowMs()),
  });
}

function itemKeyOf(db: WriterHandle, item: string): ItemKey {
  return db.prepare('SELECT item_key FROM ar_item WHERE item = ?').pluck().get(item) as ItemKey;
}

/** State of each posting by its charge; the latest generation counts. */
export function postingStates(db: WriterHandle): Record<string, string> {
  const rows = db
    .prepare(
      `SELECT m.object_id AS id, p.state FROM posting p JOIN movement m USING (movement_key)
       WHERE p.generation = (SELECT max(generation) FROM posting o WHERE o.effect_key = p.effect_key) ORDER BY m.object_id`,
    )
    .all() as { id: string; state: string }[];
  return Object.fromEntries(rows.map((row) => [row.id, row.state]));
}

export async function startPostingSite(options: SiteOptions): Promise<PostingSite> {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-posting-'));
  const file = join(folder, BOOKS_FILE);
  writePreparedBooks(file, siteFacts(options));
  let nowMs = options.startMs ?? NOON_MS;
  let skewMs = 0;
  const { depositIds = 'next' } = options;
  const simulator = await startPeopleSoftSimulator({
    folder,
    port: 0,
    now: () => nowMs,
    batchSeconds: 0,
    settings: { depositIds, bearerToken: BEARER, ...options.settings },
    ...(options.behaviour === undefined ? {} : { behaviour: options.behaviour }),
  });
  const clock: Clock = {
    now: () => instantOf(nowMs + skewMs),
    monotonicMs: () => nowMs,
    sleep: async (ms) => void (nowMs += Math.ceil(ms)),
  };
  const connector = connectToSite(
    simulator,
    clock,
    depositIds,
    options.writeTimeoutSeconds ?? 20,
    options.road === undefined ? {} : { road: options.road },
  );
  const temporary = temporaryLedger();
  let { db } = temporary;
  let ledger = directLedger(db);
  insertCustomer(db, 'C100');
  for (const { item, amount, currency = 'USD', custId = 'C100' } of options.items) {
    const exponent = (EXPONENTS as Record<string, number>)[currency] ?? 2;
    insertItem(
      db,
      { item, custId, currency, exponent, balanceMinor: parseDecimal(amount, exponent, currency).minor },
      instantOf(nowMs),
    );
  }
  if (options.foreignReceipt !== false) insertReceipt(db, 'CHEQUE-1');
  let watch = senderWatch(() => nowMs);
  const { pendingItems } = connector;
  if (pendingItems === null) throw new Error('the site takes no items');
  const portsOf = (): SenderPorts => ({
    ...(options.takesItems === true
      ? { items: { reader: { ...connector, ...pendingItems }, writer: pendingItems } }
      : {}),
    ledger,
    peopleSoft: connector,
    now: () => nowMs + skewMs,
    watch,
    machine: 'M',
    database: KNOWN_DATABASE,
  });
  const settings: SenderSettings = {
    unit: UNIT,
    depositIds,
    paymentsPerDeposit: options.paymentsPerDeposit ?? 200,
    settleSeconds: options.settleSeconds ?? SETTLE_SECONDS,
  };
  let claim: Promise<SenderClaim> | null = null;
  let holders = 0;
  const site: PostingSite = {
    get db() {
      return db;
    },
    ledgerFile: temporary.file,
    booksFile: file,
    ledgerKey: temporary.key,
    get ledger() {
      return ledger;
    },
    simulator,
    get ports() {
      return portsOf();
    },
    settings,
    nowMs: () => nowMs + skewMs,
    advance: (seconds) => void (nowMs += seconds * 1_000),
    charge: (objectId, amountMinor, more = {}) => insertCharge(db, { objectId, amountMinor, ...more }),
    approve: (movementKey, shares, more) => approveAs(site, movementKey, shares, more),
    settle: (args) => settleWatched(portsOf(), settings.settleSeconds, args),
    itemKey: (item) => itemKeyOf(db, item),
    async round(request = {}, standIn = portsOf()) {
      claim ??= standIn.ledger.write(takeSenderClaim, {
        unit: UNIT.unit,
        holder: `sender ${++holders}`,
        at: instantOf(nowMs + skewMs),
      });
      return postUnit(standIn, settings, await claim, { bulk: true, ...request });
    },
    renewSignIn() {
      simulator.behaviour.passwordExpired = false;
      connector.resetSignIn();
    },
    restart() {
      claim = null;
      watch = senderWatch(() => nowMs);
    },
    setClock: (seconds) => void (skewMs = seconds * 1_000),
    reopenLedger() {
      db.close();
      db = openWriter(temporary.file, temporary.key);
      ledger = directLedger(db);
      site.restart();
    },
    books() {
      const view = readPeopleSoftBooks(file);
      try {
        return [...view.payments()].filter((payment) => payment.origin === 'tieout service');
      } finally {
        view.close();
      }
    },
    bookItem(item) {
      const view = readPeopleSoftBooks(file);
      try {
        return view.item('US001', 'C100', item, 1);
      } finally {
        view.close();
      }
    },
    vouchers() {
      const view = readPeopleSoftBooks(file);
      try {
        return view.vouchers();
      } finally {
        view.close();
      }
    },
    portsWith(deposit) {
      const mapping = { deposit: { ...deposit, depositIds }, version: null };
      return {
        ...portsOf(),
        peopleSoft: {
          ...connector,
          dryRunDeposit: (document) => connector.dryRunDeposit(document, mapping),
          createDeposit: (document, signal) => connector.createDeposit(document, signal, mapping),
        },
      };
    },
    movementKey: (objectId) =>
      db.prepare('SELECT movement_key FROM movement WHERE object_id = ?').pluck().get(objectId) as MovementKey,
    states: () => postingStates(db),
    violations: () => findViolations(db),
    changeBooks(sql) {
      const books = new Database(file);
      books.exec(sql);
      books.close();
    },
    async finish() {
      const calm = await fetch(`${simulator.url}/__sim/switch`, {
        method: 'DELETE',
        headers: { 'x-sim-token': simulator.control.token },
      });
      if (!calm.ok) throw new Error(`the switches could not be cleared: HTTP ${calm.status}`);
      Object.assign(simulator.behaviour, {
        hiddenBusinessUnits: [],
        reportingLagSeconds: 0,
        batchPaused: false,
      });
      site.renewSignIn();
      for (let turn = 0; turn < 4; turn += 1) {
        nowMs += settings.settleSeconds * 20_000;
        await site.round();
        await simulator.runBatch();
        await site.round({ bulk: false });
      }
    },
    async close() {
      await simulator.close();
      db.close();
      temporary.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return site;
}
