import { SAMPLE_UNITS } from '../../../../electron/sample/company/company.ts';
import type { Truth } from '../../../../electron/sample/truth.ts';
import type { WriterHandle } from '../../../../electron/ledger/open-ledger.ts';
import { formatDecimal, money } from '../../../../shared/domain/money.ts';

/** Lines of invoices that charges truly pay, and how many of them a rule decided alone, or put forward rightly to a person or decided. */
export interface LineTally {
  lines: number;
  automatic: number;
  automaticWrong: number;
  putForward: number;
}
/**
 * `named`: a text of the charge holds the number of each item it pays, with or without prefix and zeros, and it pays what is open of them.
 * `single`: none does, and one open item of the customer has its amount, the true one. `lure`: the same, but that one item is the wrong one, so
 * that a decision would be wrong. `alike`: the customer has another charge of the same amount within days, which may be the same
 * payment. `rest`: every other charge that truly pays items. All of customers whose link is confirmed; `unlinked` are those of the others.
 */
export type ChargeClass = 'named' | 'single' | 'lure' | 'alike' | 'rest' | 'unlinked';
export type ChargeTallies = Record<ChargeClass, LineTally>;
/** The only item of its unit with the very amount, by truth: what matching by amount alone would find. */
export interface BaselineTally {
  found: number;
  right: number;
  truly: number;
}

interface ChargeRow {
  readonly movement_key: number;
  readonly object_id: string;
  readonly unit: string;
  readonly amount_minor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly texts: string;
  readonly cust_id: string | null;
  readonly automatic: 0 | 1 | null;
  readonly match_id: number | null;
  readonly is_alike: 0 | 1;
}
interface ItemRow {
  readonly cust_id: string;
  readonly item: string;
  readonly item_line: number;
  readonly balance_minor: number;
  readonly exponent: number;
}
type Allocation = ReturnType<typeof allocationOf>;

const ALIKE_DAYS = 7;
const LEAST_DIGITS = 5;
const CHARGES = `SELECT v.movement_key, v.object_id, v.unit, v.amount_minor, v.exponent, v.currency,
    v.metadata_json || ' ' || ifnull(v.description, '') || ' ' || ifnull(v.statement_descriptor, '') AS texts,
    l.cust_id, m.automatic, m.match_id, EXISTS (SELECT 1 FROM movement o WHERE o.customer_id = v.customer_id AND o.kind = 'charge' AND o.movement_key <> v.movement_key
      AND o.amount_minor = v.amount_minor AND o.currency = v.currency AND o.source_status = 'succeeded'
      AND abs(julianday(o.occurred_at) - julianday(v.occurred_at)) <= ${ALIKE_DAYS}) AS is_alike
  FROM movement v
  LEFT JOIN crosswalk_link l ON l.account = v.account AND l.customer_id = v.customer_id AND l.state = 'confirmed'
  LEFT JOIN match_movement mm ON mm.movement_key = v.movement_key AND mm.live = 1
  LEFT JOIN match m ON m.match_id = mm.match_id AND m.kind = 'payment'
  WHERE v.kind = 'charge' AND v.unit IS NOT NULL AND v.state <> 'excluded' ORDER BY v.movement_key`;

export function noTallies(): ChargeTallies {
  const none = (): LineTally => ({ lines: 0, automatic: 0, automaticWrong: 0, putForward: 0 });
  return { named: none(), single: none(), lure: none(), alike: none(), rest: none(), unlinked: none() };
}

/** Adds what became of each charge of a matched ledger, counted by line of invoice, by what it truly pays. */
export function judgeCharges(db: WriterHandle, truth: Truth, into: ChargeTallies, baseline: BaselineTally): void {
  const items = readItems(db);
  for (const charge of db.prepare<[], ChargeRow>(CHARGES).all()) {
    const known = truth.movement(charge.object_id);
    if (known === null || known.receipt !== null) continue;
    const unit = SAMPLE_UNITS.find((each) => each.unit === charge.unit)?.businessUnit ?? '';
    const alike = items.ofAmount(unit, charge);
    const truly = known.allocations.map((each) => allocationOf(each, Number(each.amount)));
    noteBaseline(baseline, unit, alike, truly);
    const paysOpen = known.allocations.every((each) => minorOf(each.amount, charge.exponent) === items.openOf(each));
    const mine = alike.filter(({ cust_id: custId }) => custId === charge.cust_id);
    const kind = classOf(charge, truly, mine, paysOpen);
    if (kind === null) continue;
    const isRight = truly.length > 0 && sameSet(items.allocatedTo(charge), truly);
    const tally = into[kind];
    const lines = Math.max(1, truly.length);
    tally.lines += lines;
    if (isRight) tally.putForward += lines;
    if (charge.automatic === 1 && isRight) tally.automatic += lines;
    else if (charge.automatic === 1) tally.automaticWrong += lines;
  }
}

/** Items of a matched ledger as the judge asks for them. */
function readItems(db: WriterHandle) {
  const byAmount = db.prepare<[string, string, number, number], ItemRow>(
    `SELECT cust_id, item, item_line, balance_minor, exponent FROM ar_item WHERE business_unit = ? AND currency = ? AND status = 'open'
       AND balance_minor = ? AND exponent = ?`,
  );
  const open = db
    .prepare<[string, string, string, number], number>(
      `SELECT balance_minor FROM ar_item WHERE business_unit = ? AND cust_id = ? AND item = ? AND item_line = ? AND status = 'open'`,
    )
    .pluck();
  const allocated = db.prepare<[number, number], ItemRow & { readonly business_unit: string }>(
    `SELECT i.business_unit, i.cust_id, i.item, i.item_line, a.item_amount_minor AS balance_minor, i.exponent FROM allocation a
       JOIN ar_item i ON i.item_key = a.item_key WHERE a.match_id = ? AND a.movement_key = ?`,
  );
  return {
    ofAmount: (unit: string, { currency, amount_minor: minor, exponent }: ChargeRow) =>
      byAmount.all(unit, currency, minor, exponent),
    openOf: ({ businessUnit, custId, item, itemLine }: ItemName) => open.get(businessUnit, custId, item, itemLine),
    allocatedTo: ({ match_id: matchId, movement_key: movement, currency }: ChargeRow): readonly Allocation[] =>
      (matchId === null ? [] : allocated.all(matchId, movement)).map((row) =>
        allocationOf(
          { businessUnit: row.business_unit, custId: row.cust_id, item: row.item, itemLine: row.item_line },
          Number(formatDecimal(money(row.balance_minor, row.exponent, currency))),
        ),
      ),
  };
}

/** Null: it truly pays nothing that is open, and nothing lures. */
function classOf(
  charge: ChargeRow,
  truly: readonly Allocation[],
  mine: readonly ItemRow[],
  paysOpen: boolean,
): ChargeClass | null {
  const [only] = mine;
  const isNamed = truly.length > 0 && truly.every(({ item }) => names(charge.texts, item));
  if (charge.cust_id !== null && charge.is_alike === 1) return truly.length === 0 ? null : 'alike';
  if (charge.cust_id !== null && !isNamed && mine.length === 1 && only !== undefined) {
    const [first] = truly;
    const isTrue = truly.length === 1 && first?.item === only.item && first.itemLine === only.item_line;
    return isTrue ? 'single' : 'lure';
  }
  if (truly.length === 0) return null;
  if (charge.cust_id === null) return 'unlinked';
  return isNamed && paysOpen ? 'named' : 'rest';
}

/** Whether the number stands in the texts as a word of its own, as it is or without its prefix and leading zeros. */
function names(texts: string, item: string): boolean {
  const [, prefix = '', digits = ''] = /^(.*?)0*(\d+)$/.exec(item) ?? [];
  if (digits.length < LEAST_DIGITS) return texts.includes(item);
  const asWritten = prefix.replaceAll(/[^A-Z0-9]/gi, '[^A-Za-z0-9]?');
  return new RegExp(`(?<![A-Za-z0-9])(?:${asWritten})?0*${digits}(?![A-Za-z0-9])`, 'i').test(texts);
}

function noteBaseline(
  baseline: BaselineTally,
  unit: string,
  alike: readonly ItemRow[],
  truly: readonly Allocation[],
): void {
  if (truly.length > 0) baseline.truly += 1;
  const [only] = alike;
  if (alike.length !== 1 || only === undefined) return;
  baseline.found += 1;
  const { cust_id: custId, item, item_line: itemLine } = only;
  if (truly.length === 1 && truly[0]?.key === keyOf({ businessUnit: unit, custId, item, itemLine }))
    baseline.right += 1;
}

interface ItemName {
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly itemLine: number;
}

function allocationOf(name: ItemName, amount: number) {
  return { key: keyOf(name), item: name.item, itemLine: name.itemLine, amount };
}

function keyOf({ businessUnit, custId, item, itemLine }: ItemName): string {
  return [businessUnit, custId, item, itemLine].join('|');
}

function minorOf(amount: string, exponent: number): number {
  return Math.round(Number(amount) * 10 ** exponent);
}

function sameSet(found: readonly Allocation[], truly: readonly Allocation[]): boolean {
  const text = (of: readonly Allocation[]) =>
    of
      .map(({ key, amount }) => `${key}|${amount}`)
      .toSorted()
      .join('\n');
  return text(found) === text(truly);
}
