import type { DiffRow } from '../../shared/contract/workbench.ts';
import { localDate } from '../../shared/domain/calendar.ts';
import { formatDecimal, type Money } from '../../shared/domain/money.ts';
import { amountText, toThousandths } from './thousandths.ts';
import { differingWords, type Mark } from './text-marks.ts';

/** One movement with what it is, or could be, matched to; everything the side-by-side comparison shows. */
export interface ExplainInput {
  readonly movement: {
    readonly kind: 'charge' | 'refund' | 'dispute';
    readonly amount: Money;
    readonly occurredAt: string;
    readonly accountingDate: string;
    readonly customerName: string | null;
    readonly customerId: string | null;
    /** What the customer's own record says and whom it counts as one with; null: it stands for itself. */
    readonly merged: { readonly ownName: string | null; readonly others: readonly string[] } | null;
    readonly description: string | null;
    readonly statementDescriptor: string | null;
    readonly metadata: Readonly<Record<string, string>>;
    readonly payoutId: string | null;
    readonly stateReason: string | null;
  };
  readonly match: {
    readonly kind: 'payment' | 'alreadyKeyed' | 'refundOfCharge';
    /** Approved: what was applied then is shown, not what is open now. */
    readonly isDecided: boolean;
    readonly points: readonly { readonly signal: string }[];
    /** Receipt that PeopleSoft already has, or charge that a refund follows, as its number or id. */
    readonly other: string | null;
  } | null;
  readonly runnerUp: { readonly score: number; readonly items: readonly string[]; readonly text: string } | null;
  /** Allocated items, or the candidates when there is no match. */
  readonly items: readonly {
    readonly item: string;
    readonly amount: Money;
    readonly open: Money;
    readonly itemDate: string;
    readonly dueDate: string | null;
  }[];
  readonly link: { readonly state: 'proposed' | 'confirmed'; readonly custId: string; readonly name: string } | null;
  /** Words for the unit's zone and period, from its calendar. */
  readonly zone: string;
  readonly inOpenPeriod: boolean | null;
  /** Bank and cash account the payment would go to; null when none is mapped. */
  readonly cash: { readonly bank: string; readonly cashAccount: string } | null;
}

/** The rows of "side by side": customer (and its own name, where another one was picked for it), reference, amount, date, cash account. Amounts are exact; marks point into the texts. */
export function explainSideBySide(input: ExplainInput): DiffRow[] {
  return [
    customerRow(input),
    ...ownNameRow(input),
    referenceRow(input),
    amountRow(input),
    dateRow(input),
    cashRow(input),
  ];
}

/** One or two sentences under the points: the runner-up and why it lost; or why there is no match. Rule and margin are the reader's own fields. */
export function explainWhy(input: Pick<ExplainInput, 'match' | 'runnerUp' | 'movement'>): string {
  const { match, runnerUp, movement } = input;
  if (match === null) return movement.stateReason ?? 'Nothing was found that it could belong to.';
  const reason = movement.stateReason === null ? '' : `${sentence(movement.stateReason)} `;
  if (runnerUp === null) return `${reason}No runner-up.`;
  return `${reason}Runner-up ${runnerUp.items.join(', ')}, ${runnerUp.score.toFixed(2)}: ${runnerUp.text}.`;
}

/** A reason that ends in somebody's own words may lack its full stop. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

type Tone = DiffRow['tone'];
function row(
  field: string,
  stripe: string,
  peopleSoft: string,
  verdict: string,
  tone: Tone,
  marks: Partial<Marks> = {},
): DiffRow {
  return {
    field,
    stripe,
    peopleSoft,
    stripeMarks: marks.left ?? [],
    peopleSoftMarks: marks.right ?? [],
    verdict,
    tone,
    stripeSource: marks.stripeSource ?? null,
    peopleSoftSource: marks.peopleSoftSource ?? null,
  };
}
interface Marks {
  readonly left: Mark[];
  readonly right: Mark[];
  readonly stripeSource: string;
  readonly peopleSoftSource: string;
}

function customerRow({ movement, link }: ExplainInput): DiffRow {
  const name = movement.customerName ?? movement.customerId ?? '—';
  const source = { stripeSource: 'customer' };
  if (link === null) return row('Customer', name, '—', 'not linked', 'bad', source);
  const verdict = link.state === 'confirmed' ? 'linked' : 'to confirm';
  const tone = link.state === 'confirmed' ? 'ok' : 'warn';
  return row('Customer', name, link.name, verdict, tone, {
    ...differingWords(name, link.name),
    ...source,
    peopleSoftSource: link.custId,
  });
}

/** What a customer that counts as one with others is called itself: a picked name hides no other. */
function ownNameRow({ movement: { customerName, customerId, merged } }: ExplainInput): DiffRow[] {
  if (merged === null) return [];
  const own = merged.ownName ?? customerId ?? '—';
  if (own === customerName) return [];
  const source = { stripeSource: `of ${customerId ?? ''}, which counts as one with ${merged.others.join(', ')}` };
  return [row('Own name', own, '—', 'merged', 'mute', source)];
}

function referenceRow({ movement, match, items }: ExplainInput): DiffRow {
  const { text, source } = referenceOf(movement);
  const numbers = items.map((each) => each.item).join(', ');
  const signals = new Set(match?.points.map((point) => point.signal));
  if (match?.kind === 'alreadyKeyed') {
    const named = signals.has('receiptNamesCharge') || signals.has('receiptNamesInvoice');
    return row(
      'Reference',
      text,
      `receipt ${match.other ?? ''}`,
      named ? 'named there' : 'not named',
      named ? 'ok' : 'warn',
    );
  }
  if (match?.kind === 'refundOfCharge') {
    const ofCharge = `refund of ${match.other ?? ''}`;
    if (signals.has('withoutCredit')) return row('Reference', ofCharge, numbers, 'no credit memo', 'warn');
    return row(
      'Reference',
      ofCharge,
      numbers === '' ? 'cash on account' : numbers,
      signals.has('amount') && !signals.has('creditNames') ? 'not named' : 'charge found',
      signals.has('amount') && !signals.has('creditNames') ? 'warn' : 'ok',
    );
  }
  const marks = { stripeSource: source };
  if (signals.has('reference')) {
    const missing = signals.has('unknownReference') || signals.has('nothingOpen');
    return row('Reference', text, numbers, missing ? 'some missing' : 'all found', missing ? 'warn' : 'ok', marks);
  }
  return row('Reference', text, numbers === '' ? '—' : numbers, 'not named', 'mute', marks);
}

function referenceOf(movement: ExplainInput['movement']): { text: string; source: string } {
  const entries = Object.entries(movement.metadata);
  const found = entries.find(([key]) => /inv|ref|item|bill/i.test(key)) ?? entries[0];
  if (found !== undefined) return { text: `metadata.${found[0]} = ${found[1]}`, source: `metadata.${found[0]}` };
  if (movement.description !== null) return { text: movement.description, source: 'description' };
  if (movement.statementDescriptor !== null)
    return { text: movement.statementDescriptor, source: 'statement_descriptor' };
  return { text: '—', source: 'metadata' };
}

function amountRow({ movement, match, items }: ExplainInput): DiffRow {
  // A true minus sign, as everywhere on the screen.
  const stripe = `${formatDecimal(movement.amount).replace('-', '−')} ${movement.amount.currency}`;
  const source = { stripeSource: 'amount' };
  if (items.length === 0) return row('Amount', stripe, '—', 'no item', 'mute', source);
  if (match?.isDecided || match?.kind === 'refundOfCharge') return appliedRow(movement.amount, stripe, items);
  const peopleSoft = items.map((each) => formatDecimal(each.open)).join(' + ');
  if (items.some((each) => each.open.currency !== movement.amount.currency))
    return row('Amount', stripe, `${peopleSoft} ${items[0]?.open.currency ?? ''}`, 'other currency', 'bad', source);
  const open = sum(items.map((each) => each.open));
  const paid = toThousandths(Math.abs(movement.amount.minor), movement.amount.exponent);
  if (open === null || paid === null) return row('Amount', stripe, peopleSoft, 'not readable', 'bad', source);
  if (open === paid) return row('Amount', stripe, peopleSoft, 'equal', 'ok', source);
  const difference =
    amountText(Math.abs(open - paid), movement.amount.exponent, movement.amount.currency).split(' ')[0] ?? '';
  return row('Amount', stripe, peopleSoft, `${open > paid ? 'short' : 'over'} ${difference}`, 'warn', source);
}

/** What a decision has applied; a posted item has nothing open any more, and that is right. */
function appliedRow(charged: Money, stripe: string, items: ExplainInput['items']): DiffRow {
  const peopleSoft = items.map((each) => formatDecimal(each.amount)).join(' + ');
  const rest = Math.abs(charged.minor) - items.reduce((total, each) => total + each.amount.minor, 0);
  const source = { stripeSource: 'amount', peopleSoftSource: 'applied when it was approved' };
  if (rest === 0) return row('Amount', stripe, peopleSoft, 'applied', 'ok', source);
  return row('Amount', stripe, peopleSoft, `rest ${formatDecimal({ ...charged, minor: rest })}`, 'warn', source);
}

function sum(amounts: readonly Money[]): number | null {
  let total = 0;
  for (const amount of amounts) {
    const value = toThousandths(amount.minor, amount.exponent);
    if (value === null) return null;
    total += value;
  }
  return total;
}

function dateRow({ movement, zone, inOpenPeriod }: ExplainInput): DiffRow {
  const local = inZone(movement.occurredAt, zone);
  const stripe = `${local.date} ${local.clock} ${local.zone}`;
  const word = 'accounting ';
  const peopleSoft = `${word}${movement.accountingDate}`;
  const isOtherDay = local.date !== movement.accountingDate;
  const left: Mark[] = isOtherDay ? [[0, local.date.length]] : [];
  const right: Mark[] = isOtherDay ? [[word.length, peopleSoft.length]] : [];
  const verdict = inOpenPeriod === null ? 'not checked' : inOpenPeriod ? 'in period' : 'period closed';
  const tone = inOpenPeriod === null ? 'mute' : inOpenPeriod ? 'ok' : 'warn';
  return row('Date', stripe, peopleSoft, verdict, tone, {
    left,
    right,
    stripeSource: 'created',
    peopleSoftSource: `in the unit’s zone, ${zone}`,
  });
}

/** An instant by the clock of a zone, with what the zone is called then, e.g. EDT. */
function inZone(at: string, zone: string): { readonly date: string; readonly clock: string; readonly zone: string } {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  const parts = new Map(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return { date: localDate(at, zone), clock: `${get('hour')}:${get('minute')}`, zone: get('timeZoneName') };
}

function cashRow({ movement, cash }: ExplainInput): DiffRow {
  const stripe = movement.payoutId === null ? 'not paid out yet' : `payout ${movement.payoutId}`;
  if (cash === null) return row('Cash account', stripe, '—', 'not mapped', 'bad');
  return row('Cash account', stripe, `BANK ${cash.cashAccount} · ${cash.bank}`, 'mapped', 'ok');
}
