import type { Instant } from '../../../../shared/domain/ids.ts';
import { parseDecimal, type Money } from '../../../../shared/domain/money.ts';
import { stripeAmountFault, stripeExponent } from '../../../../shared/domain/stripe-currency.ts';
import { instantCell, type TableRow } from '../read-table.ts';

/** One row of an itemised report: a balance transaction and what the report says of the object behind it. */
export interface ReportRow {
  readonly object: 'stripe_report_row';
  readonly id: string;
  readonly createdAt: Instant;
  /** Whether the report only tells when a payout takes effect, which is not when it was created. */
  readonly isCreatedGuessed: boolean;
  readonly availableAt: Instant;
  readonly category: string;
  readonly gross: Money;
  readonly fee: Money;
  readonly net: Money;
  readonly source: string | null;
  readonly description: string | null;
  readonly customer: string | null;
  readonly customerName: string | null;
  readonly customerEmail: string | null;
  readonly charge: string | null;
  readonly chargeCreatedAt: Instant | null;
  readonly paymentIntent: string | null;
  readonly invoice: string | null;
  readonly payout: string | null;
  /** As the customer saw it, without its sign; null where the report does not tell. */
  readonly facing: Money | null;
  readonly statementDescriptor: string | null;
  readonly disputeReason: string | null;
  readonly payoutStatus: string | null;
  readonly payoutArrivalAt: Instant | null;
  /** The balance transaction that took a payment back, where another row says so. */
  readonly returnedBy: string | null;
  /** Chosen metadata columns (`payment_metadata[…]`), and the invoice's number where the report has it. */
  readonly metadata: Readonly<Record<string, string>>;
}
export interface RowFault {
  /** Role of the cell that does not fit. */
  readonly role: string;
  readonly reason: string;
}

/** The row in our words, or what of it does not hold: amounts in major units, under Stripe's rule of minor ones. */
export function reportRowOf({ cells, others }: TableRow): ReportRow | RowFault {
  const code = cells['currency'] ?? '';
  const gross = amountOf(cells['gross'], code);
  const fee = amountOf(cells['fee'], code);
  const net = amountOf(cells['net'], code);
  if (gross === null || fee === null || net === null)
    return {
      role: gross === null ? 'gross' : fee === null ? 'fee' : 'net',
      reason: `it has more decimals than ${code}`,
    };
  if (net.minor !== gross.minor - fee.minor) return { role: 'net', reason: 'it is not gross less fee' };
  const fault = stripeAmountFault(gross.minor, code);
  if (fault !== null) return { role: 'gross', reason: fault };
  const createdAt = cells['createdUtc'] ?? cells['created'] ?? cells['effectiveUtc'] ?? cells['effective'];
  if (createdAt === undefined) return { role: 'createdUtc', reason: 'no column tells when it was created' };
  const facing = facingOf(cells);
  if (facing === 'fault') return { role: 'facingAmount', reason: 'it has more decimals than its currency' };
  const number = cells['invoiceNumber'];
  const orNull = (role: string) => cells[role] ?? null;
  const instantOrNull = (role: string) => (cells[role] === undefined ? null : instantCell(cells[role]));
  return {
    object: 'stripe_report_row',
    id: cells['id'] ?? '',
    createdAt: instantCell(createdAt),
    isCreatedGuessed: cells['createdUtc'] === undefined && cells['created'] === undefined,
    availableAt: instantCell(cells['availableUtc'] ?? cells['available'] ?? createdAt),
    category: cells['category'] ?? '',
    gross,
    fee,
    net,
    source: orNull('source'),
    description: orNull('description'),
    customer: orNull('customer'),
    customerName: orNull('customerName'),
    customerEmail: orNull('customerEmail'),
    charge: orNull('charge'),
    chargeCreatedAt: instantOrNull('chargeCreatedUtc') ?? instantOrNull('chargeCreated'),
    paymentIntent: orNull('paymentIntent'),
    invoice: orNull('invoice'),
    payout: orNull('payout'),
    facing,
    statementDescriptor: orNull('statementDescriptor'),
    disputeReason: orNull('disputeReason'),
    payoutStatus: orNull('payoutStatus'),
    payoutArrivalAt: instantOrNull('payoutArrival'),
    returnedBy: cells['category'] === 'charge_failure' ? (cells['id'] ?? null) : null,
    metadata: { ...metadataOf(others), ...(number === undefined ? {} : { invoice_number: number }) },
  };
}

/** Whether two rows of one balance transaction say the same of its money, which never changes. */
export function sameMoney(left: ReportRow, right: ReportRow): boolean {
  return (['gross', 'fee', 'net'] as const).every(
    (role) => left[role].minor === right[role].minor && left[role].currency === right[role].currency,
  );
}

/** All rows of one balance transaction as one, whatever their order. Throws RangeError for none. */
export function mergeAll(rows: readonly ReportRow[]): ReportRow {
  const ranked = rows
    .map((row) => ({ row, rank: rankOf(row) }))
    .toSorted((left, right) => (left.rank < right.rank ? -1 : 1));
  const [first, ...rest] = ranked.map(({ row }) => row);
  if (first === undefined) throw new RangeError('there are no rows');
  return rest.reduce(complete, first);
}

/** What the second tells stands; where it is silent, the first. */
function complete(first: ReportRow, second: ReportRow): ReportRow {
  const told = Object.entries(second).filter(([, value]) => value !== null);
  const metadata = Object.entries({ ...first.metadata, ...second.metadata }).toSorted(byName);
  return { ...first, ...Object.fromEntries(told), metadata: Object.fromEntries(metadata) } as ReportRow;
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Where both tell something else the higher one stands: a known creation above a guessed one, else by the contents alone. */
function rankOf(row: ReportRow): string {
  return `${row.isCreatedGuessed ? 0 : 1}${JSON.stringify(row)}`;
}

function amountOf(text: string | undefined, code: string): Money | null {
  const exponent = stripeExponent(code);
  if (text === undefined || exponent === null) return null;
  try {
    return parseDecimal(text, exponent, code);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function facingOf(cells: TableRow['cells']): Money | null | 'fault' {
  const code = cells['facingCurrency'];
  const text = cells['facingAmount'];
  if (code === undefined || text === undefined) return null;
  const found = amountOf(text.replace(/^-/, ''), code);
  return found ?? 'fault';
}

function metadataOf(others: TableRow['others']): Readonly<Record<string, string>> {
  const found = Object.entries(others).flatMap(([name, value]) => {
    const key = /^payment_metadata\[(.+)\]$/.exec(name)?.[1];
    return key === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(found);
}
