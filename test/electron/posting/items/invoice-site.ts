import Database from 'better-sqlite3';
import { storeStripeFact } from '../../../../electron/ingest/stripe/store-fact.ts';
import { approveItem } from '../../../../electron/posting/items/approve-item.ts';
import {
  receivablesToPost,
  type Receivable,
  type ReceivableKind,
  type ReceivableScope,
} from '../../../../electron/posting/items/receivable.ts';
import { unitSchema, type UnitProfile } from '../../../../shared/contract/profile.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { money } from '../../../../shared/domain/money.ts';
import { insertLink } from '../site-rows.ts';
import { startPostingSite, UNIT, type PostingSite, type SiteOptions } from '../posting-site.ts';

export const INVOICE_UNIT: UnitProfile = unitSchema.parse({
  ...UNIT,
  stripeInvoices: {
    fromDate: '2026-10-01',
    businessUnit: 'US001',
    invoice: { entryType: 'IN', entryReason: 'STRP' },
    creditMemo: { entryType: 'CR' },
    void: { entryType: 'CR' },
    revenueAccount: '400000',
    taxAccount: '230000',
  },
});

export interface InvoiceDraft {
  readonly status?: string;
  readonly number?: string | null;
  readonly totalMinor?: number;
  readonly taxMinor?: number | null;
  readonly customer?: string;
  readonly currency?: string;
  readonly exponent?: number;
  readonly finalizedAt?: string;
}

/** A site whose unit wants its Stripe invoices in Receivables; `cus_1` is linked to C100. */
export interface InvoiceSite extends PostingSite {
  scope(): ReceivableScope;
  invoice(id: string, draft?: InvoiceDraft): void;
  creditNote(id: string, invoice: string, totalMinor: number, draft?: { status?: string; number?: string }): void;
  waiting(): readonly Receivable[];
  approveDocument(
    kind: ReceivableKind,
    objectId: string,
    more?: { post?: boolean; operatorId?: string | null },
  ): Promise<number>;
  /** Balance and original amount of every item PeopleSoft's own books have by that number, in thousandths. */
  booked(item: string): { balance: number; original: number; status: string }[];
  /** Groups of ours that PeopleSoft's own books hold for an item. */
  groups(item: string): number;
  /** State of each item posting by its subject and effect, the latest generation. */
  itemStates(): Record<string, string>;
}

const CONTEXT = { account: 'acct_1', livemode: false, units: [] };

export async function startInvoiceSite(options: Partial<SiteOptions> = {}, unit = INVOICE_UNIT): Promise<InvoiceSite> {
  const site = await startPostingSite({ items: [{ item: 'INV-1', amount: '100.00' }], takesItems: true, ...options });
  insertLink(site.db, 'confirmed');
  const at = (): Instant => instantOf(site.nowMs());
  const rows = <Row>(sql: string, ...parameters: unknown[]): Row[] => {
    const books = new Database(site.booksFile, { readonly: true });
    try {
      return books.prepare(sql).all(...parameters) as Row[];
    } finally {
      books.close();
    }
  };
  Object.assign(site.settings, { unit });
  const more: Omit<InvoiceSite, keyof PostingSite> = {
    scope: () => ({ unit, setId: 'SHARE', livemode: false, at: at() }),
    invoice(id, draft = {}) {
      const { currency = 'USD', exponent = 2, taxMinor = 0 } = draft;
      const amount = (minor: number) => money(minor, exponent, currency);
      storeStripeFact(
        site.db,
        { ...CONTEXT, at: at() },
        {
          id,
          createdAt: '2026-10-15T10:00:00.000Z' as Instant,
          fact: {
            type: 'invoice',
            number: draft.number === undefined ? `S-${id}` : draft.number,
            customer: draft.customer ?? 'cus_1',
            status: draft.status ?? 'open',
            total: amount(draft.totalMinor ?? 12_500),
            tax: taxMinor === null ? null : amount(taxMinor),
            amountPaid: amount(0),
            paidElsewhere: amount(0),
            credited: amount(0),
            startingBalance: amount(0),
            endingBalance: null,
            dueAt: null,
            finalizedAt: (draft.finalizedAt ?? '2026-10-15T15:00:00.000Z') as Instant,
            metadata: {},
          },
        },
      );
    },
    creditNote(id, invoice, totalMinor, draft = {}) {
      storeStripeFact(
        site.db,
        { ...CONTEXT, at: at() },
        {
          id,
          createdAt: '2026-10-20T10:00:00.000Z' as Instant,
          fact: {
            type: 'credit_note',
            number: draft.number ?? `S-${id}`,
            invoice,
            customer: 'cus_1',
            status: draft.status ?? 'issued',
            total: money(totalMinor, 2, 'USD'),
            tax: money(0, 2, 'USD'),
            reason: null,
            customerBalanceTransaction: null,
            refunds: [],
          },
        },
      );
    },
    waiting: () => receivablesToPost(site.db, more.scope(), 100),
    async approveDocument(kind, objectId, { post = false, operatorId = null } = {}) {
      const found = more.waiting().find((each) => each.kind === kind && each.objectId === objectId);
      if (found === undefined) throw new Error(`${objectId} does not wait`);
      const { amount, bookingDate } = found;
      return site.ledger.write(approveItem, {
        ...more.scope(),
        kind,
        objectId,
        seen: { amount, bookingDate },
        post,
        reason: null,
        operatorId,
        actor: 'CLERK',
        machine: 'M',
        at: at(),
      });
    },
    booked: (item) =>
      rows(
        'SELECT bal_amt AS balance, orig_item_amt AS original, item_status AS status FROM item WHERE item = ?',
        item,
      ),
    groups: (item) => rows('SELECT 1 FROM pending_item WHERE item = ?', item).length,
    itemStates() {
      const states = site.db
        .prepare(
          `SELECT subject || ' ' || effect AS name, state FROM posting p WHERE kind = 'pendingItem'
             AND generation = (SELECT max(generation) FROM posting o WHERE o.effect_key = p.effect_key) ORDER BY posting_id`,
        )
        .all() as { name: string; state: string }[];
      return Object.fromEntries(states.map(({ name, state }) => [name, state]));
    },
  };
  return Object.defineProperties(site as InvoiceSite, Object.getOwnPropertyDescriptors(more));
}

/** Approves what waits and can be, sends it and lets PeopleSoft post it; `batches` times where one document goes after another. */
export async function postAllOf(site: InvoiceSite, batches = 1): Promise<void> {
  for (const { kind, objectId, obstacle } of site.waiting())
    if (obstacle === null) await site.approveDocument(kind, objectId);
  await site.round();
  for (let batch = 0; batch < batches; batch += 1) {
    await site.simulator.runBatch();
    await site.round();
  }
}

/** Why each document that waits cannot be approved; null: it can. */
export function obstaclesOf(site: InvoiceSite): (string | null)[] {
  return site.waiting().map(({ obstacle }) => obstacle);
}
