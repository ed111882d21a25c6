import type { PlainDate } from '../../../../shared/domain/ids.ts';
import { parseDecimal, type Money } from '../../../../shared/domain/money.ts';
import { stripeExponent } from '../../../../shared/domain/stripe-currency.ts';
import type { WritableLedger } from '../../../ledger/operation.ts';
import { statement } from '../../../ledger/statement.ts';
import type { TableRow } from '../read-table.ts';
import type { RowFault } from './report-row.ts';

/** One line of a balance summary: what the balance stood at, or what changed it. */
export interface ReportBalance {
  /** `starting_balance`, `activity`, `payouts` or `ending_balance`. */
  readonly category: string;
  /** The day in the report's zone at whose begin it stood so; null for a sum over the period. */
  readonly asOfDate: PlainDate | null;
  readonly net: Money;
}

/** The line in our words. Source: Stripe, "Balance report type", `balance.summary.1`: the date stands in the description. */
export function balanceRowOf({ cells }: TableRow): ReportBalance | RowFault {
  const code = cells['currency'] ?? '';
  const exponent = stripeExponent(code);
  const date = /\((\d{4}-\d{2}-\d{2})\)/.exec(cells['description'] ?? '')?.[1] ?? null;
  try {
    const net = parseDecimal(cells['net'] ?? '', exponent ?? 0, code);
    return { category: cells['category'] ?? '', asOfDate: date as PlainDate | null, net };
  } catch (error) {
    if (error instanceof RangeError) return { role: 'net', reason: `it has more decimals than ${code}` };
    throw error;
  }
}

/** Keeps the lines of a summary with the import that brought them. */
export function storeReportBalances(
  db: WritableLedger,
  importId: number,
  account: string,
  balances: readonly ReportBalance[],
): void {
  const insert = statement(
    db,
    `INSERT INTO stripe_report_balance (import_id, account, category, as_of_date, currency, exponent, amount_minor)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET amount_minor = excluded.amount_minor, as_of_date = excluded.as_of_date`,
  );
  for (const { category, asOfDate, net } of balances)
    insert.run(importId, account, category, asOfDate, net.currency, net.exponent, net.minor);
}
