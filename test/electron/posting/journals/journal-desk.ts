import { approveJournals, type JournalPick } from '../../../../electron/posting/journals/approve-journals.ts';
import { dueGroups, type PartGroup } from '../../../../electron/posting/journals/due-parts.ts';
import { journalScope } from '../../../../electron/posting/journals/journal-scope.ts';
import {
  journalsByRule,
  ruledDue,
  type RuledDue,
} from '../../../../electron/posting/journals/straight-through-journals.ts';
import { withdrawJournal } from '../../../../electron/posting/journals/withdraw-journal.ts';
import { unitToday } from '../../../../electron/posting/payments/plan-payment.ts';
import { reversePosting } from '../../../../electron/posting/reversals/reverse-posting.ts';
import type { WritableLedger } from '../../../../electron/ledger/operation.ts';
import type { UnitProfile } from '../../../../shared/contract/profile.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import type { PlainDate, PostingId } from '../../../../shared/domain/ids.ts';
import { UNIT, type PostingSite } from '../posting-site.ts';

export const JOURNAL_UNIT: UnitProfile = {
  ...UNIT,
  bookings: {
    fees: { how: 'directJournal', accountingTemplate: 'STRIPEFEE' },
    taxOnFees: { how: 'directJournal', accountingTemplate: 'STRIPETAX' },
    conversion: { how: 'directJournal', accountingTemplate: 'STRIPEFX' },
    payouts: { how: 'directJournal', accountingTemplate: 'STRIPEPAY' },
    reserves: { how: 'listed' },
  },
};

export interface BalanceRow {
  readonly id: string;
  readonly category?: string;
  readonly type?: string;
  readonly amountMinor?: number;
  readonly feeMinor?: number;
  readonly taxMinor?: number | null;
  readonly sourceId?: string | null;
  readonly createdAt?: string;
  readonly currency?: string;
  readonly exponent?: number;
  readonly known?: boolean;
}

/** A balance transaction as a poll of Stripe stores it; default a charge of 100.00 with a fee of 3.20 on 15 October. */
export function insertBalance(db: WritableLedger, row: BalanceRow): void {
  const { category = 'charge', amountMinor = 10_000, feeMinor = category === 'charge' ? 320 : 0 } = row;
  const createdAt = row.createdAt ?? '2026-10-15T16:00:00.000Z';
  db.prepare(
    `INSERT INTO stripe_balance_transaction (account, balance_transaction_id, source_id, reporting_category, transaction_type, amount_minor,
       fee_minor, net_minor, exponent, currency, created_at, available_at, status, exchange_rate, known, fee_tax_minor)
     VALUES ('acct_1', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'available', NULL, ?, ?)
     ON CONFLICT DO UPDATE SET amount_minor = excluded.amount_minor, fee_minor = excluded.fee_minor`,
  ).run(
    row.id,
    row.sourceId ?? null,
    category,
    row.type ?? category,
    amountMinor,
    feeMinor,
    amountMinor - feeMinor,
    row.exponent ?? 2,
    row.currency ?? 'USD',
    createdAt,
    createdAt,
    row.known === false ? 0 : 1,
    row.taxMinor ?? null,
  );
}

/** What a clerk does with the list of money that is nobody's receivable. */
export function journalDesk(site: PostingSite, unit: UnitProfile = JOURNAL_UNIT) {
  const who = (actor = 'CLERK') => ({ actor, machine: 'M', at: instantOf(site.nowMs()) });
  const settings = () => ({
    unit,
    scope: journalScope([unit], unit, '2026-10-01', '2026-11-30'),
    setId: 'SHARE',
    livemode: false,
  });
  const due = (): readonly PartGroup[] => dueGroups(site.db, settings().scope);
  const pickOf = (group: PartGroup, accountingDate: string | null = null): JournalPick => ({
    ...group,
    seenCount: group.count,
    seenMinor: group.amountMinor,
    accountingDate: accountingDate as PlainDate | null,
  });
  return {
    due,
    pickOf,
    approve: (
      picks: readonly JournalPick[] = due().map((group) => pickOf(group)),
      more: { post?: boolean; actor?: string } = {},
    ) => site.ledger.write(approveJournals, { ...settings(), picks, post: more.post ?? false, ...who(more.actor) }),
    byRule: async () => {
      const today = unitToday(unit, site.nowMs());
      let [approved, from] = [0, unit.goLiveDate as PlainDate | null];
      while (from !== null) {
        const due: RuledDue = await site.ledger.read(ruledDue, { unit, units: [unit], from, today });
        approved += await site.ledger.write(journalsByRule, {
          ...settings(),
          units: [unit],
          groups: due.groups,
          ...who(),
        });
        from = due.nextFrom;
      }
      return approved;
    },
    withdraw: (postingId: PostingId) =>
      site.ledger.write(withdrawJournal, { postingId, seenVersion: versionOf(site, postingId), ...who() }),
    reverse: (postingId: PostingId, reason = 'wrong class') =>
      site.ledger.write(reversePosting, {
        postingId,
        seenVersion: versionOf(site, postingId),
        unit,
        reason,
        post: true,
        ...who(),
      }),
    postings: () =>
      site.db
        .prepare(
          `SELECT posting_id AS postingId, effect, state, amount_minor AS amountMinor, currency, accounting_date AS date, subject, state_reason AS reason,
             approved_rule AS rule, generation FROM posting WHERE match_id IS NULL ORDER BY posting_id`,
        )
        .all() as {
        readonly postingId: PostingId;
        readonly effect: string;
        readonly state: string;
        readonly amountMinor: number;
        readonly currency: string;
        readonly date: string;
        readonly subject: string;
        readonly reason: string | null;
        readonly rule: string | null;
        readonly generation: number;
      }[],
  };
}

function versionOf(site: PostingSite, postingId: PostingId): number {
  return site.db.prepare('SELECT version FROM posting WHERE posting_id = ?').pluck().get(postingId) as number;
}
