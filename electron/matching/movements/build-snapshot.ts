import type { MovementGate } from '../../../shared/domain/movement-gate.ts';
import { dayNumber } from '../day-number.ts';
import { toThousandths } from '../thousandths.ts';
import { chargePieces } from './charge-texts.ts';
import { quotesNumber } from './collect-references.ts';
import { itemsOfComment, NO_ITEMS } from './comment-items.ts';
import { referenceReader } from './reference-reader.ts';
import { ReferenceIndex } from './reference-index.ts';
import { cutWord } from './descriptor-words.ts';
import { OpenCredits } from './open-credits.ts';
import { ReceiptWords } from './receipt-words.ts';
import { RefundedCharges } from './refunded-charges.ts';
import type { ItemRow, MovementRow, ReceiptRow, Settings, Snapshot } from './snapshot.ts';
import { stripeMoneyIds } from './stripe-money-ids.ts';

class Dictionary {
  readonly values: string[] = [];
  readonly #numbers = new Map<string, number>();
  number(value: string): number {
    let found = this.#numbers.get(value);
    if (found === undefined) this.#numbers.set(value, (found = this.values.push(value) - 1));
    return found;
  }
  find(value: string): number {
    return this.#numbers.get(value) ?? -1;
  }
}

export interface SnapshotBuilder {
  addItem(row: ItemRow): void;
  addReceipt(row: ReceiptRow): void;
  addMovement(row: MovementRow): void;
  finish(): Snapshot;
}

/**
 * Collects rows into columns. Feed all items, then all receipts, then all movements (in any order among themselves);
 * texts are turned into item indexes at once and not kept. Throws RangeError on a malformed date and on an open movement of no unit.
 */
export function snapshotBuilder(settings: Settings): SnapshotBuilder {
  const customers = new Dictionary();
  const currencies = new Dictionary();
  const unitOfBusinessUnit = new Map<string, number>();
  settings.units.forEach((unit, position) =>
    unit.businessUnits.forEach((each) => unitOfBusinessUnit.set(each, position)),
  );
  const unitNumbers = new Map<string | null, number>(settings.units.map((each, position) => [each.unit, position]));
  const unitNumber = (unit: string | null): number => unitNumbers.get(unit) ?? -1;
  const index = new ReferenceIndex();
  const columns = emptyColumns();
  const { items, receipts } = columns;
  const named = new Map<string, number[]>();
  const words = new ReceiptWords();
  const credits = new OpenCredits();
  const movements = movementFiller(columns, { customers, currencies, index, unitNumber, named, words, credits });

  return {
    addItem(row) {
      const available = toThousandths(Math.max(0, row.availableMinor), row.exponent);
      const at = items.key.push(row.key) - 1;
      items.customer.push(customers.number(row.customer));
      items.unit.push(unitOfBusinessUnit.get(row.businessUnit) ?? -1);
      items.currency.push(currencies.number(row.currency));
      items.exponent.push(row.exponent);
      items.available.push(available ?? 0);
      items.itemDay.push(dayNumber(row.itemDate));
      items.dueDay.push(dayNumber(row.dueDate ?? row.itemDate));
      items.businessUnit.push(row.businessUnit);
      items.item.push(row.item);
      items.line.push(row.itemLine);
      items.taken.push(row.taken);
      items.refundable.push(toThousandths(Math.max(0, row.refundableMinor ?? 0), row.exponent) ?? 0);
      items.isCredit.push(row.isCredit === true);
      items.original.push(toThousandths(row.originalMinor ?? row.availableMinor, row.exponent) ?? 0);
      // A charge pays no credit memo, whatever it names.
      if (row.isCredit === true) credits.add(at, row);
      else index.add(at, row.item, row.poReference, items.customer[at] ?? -1);
    },
    addReceipt: (row) => fillReceipt(receipts, { customers, currencies, index, unitNumber, named, words }, row),
    addMovement: movements.add,
    finish() {
      movements.joinRefunds();
      const { notes, shut, sourceStatus, rejected, refundedCharges } = movements;
      return {
        ...columns,
        settings,
        customers: customers.values,
        currencies: currencies.values,
        notes,
        shut,
        sourceStatus,
        rejected,
        refundSources: refundedCharges.resolve(items.key),
        credits: credits.found,
      };
    },
  };
}

function emptyColumns(): Pick<Snapshot, 'items' | 'movements' | 'receipts'> {
  return {
    items: {
      key: [],
      customer: [],
      unit: [],
      currency: [],
      exponent: [],
      available: [],
      itemDay: [],
      dueDay: [],
      businessUnit: [],
      item: [],
      line: [],
      taken: [],
      refundable: [],
      isCredit: [],
      original: [],
    },
    movements: {
      key: [],
      kind: [],
      objectId: [],
      unit: [],
      customer: [],
      strength: [],
      linkId: [],
      currency: [],
      exponent: [],
      amount: [],
      day: [],
      gate: [],
      standing: [],
      charge: [],
      references: [],
      quotes: [],
      cutWord: [],
      fee: [],
      settled: [],
      settledCurrency: [],
    },
    receipts: {
      key: [],
      unit: [],
      customer: [],
      currency: [],
      amount: [],
      isOut: [],
      day: [],
      status: [],
      text: [],
      hasItems: [],
      paidItemNamedBy: [],
      commentMeets: [],
      names: [],
      quotesId: [],
      payers: [],
      commentItems: [],
    },
  };
}

interface Context {
  readonly customers: Dictionary;
  readonly currencies: Dictionary;
  readonly index: ReferenceIndex;
  readonly unitNumber: (unit: string | null) => number;
  readonly named: ReadonlyMap<string, readonly number[]>;
  readonly words: ReceiptWords;
  readonly credits: OpenCredits;
}

interface ReceiptContext extends Pick<Context, 'customers' | 'currencies' | 'index' | 'unitNumber' | 'words'> {
  readonly named: Map<string, number[]>;
}

function fillReceipt(receipts: Snapshot['receipts'], context: ReceiptContext, row: ReceiptRow): void {
  const amount = toThousandths(Math.abs(row.amountMinor), row.exponent);
  if (amount === null) return;
  const payers = [...new Set(row.items.map((each) => context.customers.number(each.customer)))];
  const only = payers.length === 1 ? payers[0] : undefined;
  const ids = stripeMoneyIds(`${row.comment ?? ''} ${row.paymentId}`);
  const at = receipts.key.push(row.paymentKey) - 1;
  receipts.unit.push(context.unitNumber(row.clearingUnit));
  receipts.customer.push(only ?? -1);
  receipts.currency.push(context.currencies.number(row.currency));
  receipts.amount.push(amount);
  receipts.isOut.push(row.amountMinor < 0);
  receipts.day.push(dayNumber(row.accountingDate));
  receipts.status.push(row.status);
  receipts.text.push(`${row.paymentId} of ${row.accountingDate}`);
  receipts.hasItems.push(row.items.length > 0);
  receipts.paidItemNamedBy.push([]);
  receipts.commentMeets.push([]);
  receipts.names.push([]);
  receipts.quotesId.push(ids.length > 0);
  receipts.payers.push(payers);
  receipts.commentItems.push(only === undefined ? itemsOfComment(row.comment ?? '', context.index) : NO_ITEMS);
  context.words.add(at, row);
  for (const id of ids) context.named.set(id, [...(context.named.get(id) ?? []), at]);
}

function movementFiller(
  { items, movements, receipts }: Pick<Snapshot, 'items' | 'movements' | 'receipts'>,
  context: Context,
) {
  const notes = new Map<number, string>();
  const shut = new Map<number, MovementGate>();
  const sourceStatus = new Map<number, string>();
  const rejected = new Map<number, ReadonlySet<string>>();
  const charges = new Map<string, number>();
  const refunds = new Map<number, string>();
  const refundedCharges = new RefundedCharges();

  const references = referenceReader(items, context);

  function add(row: MovementRow): void {
    const amount = toThousandths(Math.abs(row.amountMinor), row.exponent);
    const unit = context.unitNumber(row.unit);
    const customer = row.link === null ? -1 : context.customers.number(row.link.customer);
    const at = movements.key.push(row.key) - 1;
    movements.kind.push(row.kind);
    movements.objectId.push(row.objectId);
    movements.unit.push(unit);
    movements.customer.push(customer);
    movements.strength.push(row.link?.strength ?? 'none');
    movements.linkId.push(row.link?.linkId ?? 0);
    movements.currency.push(context.currencies.number(row.currency));
    movements.exponent.push(row.exponent);
    movements.amount.push(amount ?? 0);
    movements.day.push(dayNumber(row.accountingDate));
    movements.standing.push(row.standing);
    movements.charge.push(-1);
    movements.references.push(references(row, unit, customer));
    fillEvidence(movements, context.currencies, row);
    const note = gateOf(row, amount);
    if (note.gate === 'open' && unit < 0) throw new RangeError(`movement ${row.key} is open and of no unit`);
    movements.gate.push(note.gate);
    const text = note.reason ?? row.linkNote;
    if (row.shutBy !== null) shut.set(at, row.shutBy);
    else if (text !== null) notes.set(at, text);
    if (row.rejected.length > 0) rejected.set(at, new Set(row.rejected));
    // An attempt that failed shares the intent of the payment that came after it, and no receipt is for it.
    if (note.gate !== 'failed') nameReceipts(receipts, context.named, row, at);
    if (row.kind === 'charge') {
      charges.set(row.objectId, at);
      const pieces = chargePieces(row);
      context.credits.meet(at, pieces);
      const met = context.words.meet(pieces);
      for (const receipt of met.pays) receipts.paidItemNamedBy[receipt]?.push(at);
      for (const receipt of met.names) receipts.commentMeets[receipt]?.push(at);
    } else sourceStatus.set(at, row.sourceStatus);
    if (row.kind !== 'charge' && row.chargeId !== null) refunds.set(at, row.chargeId);
    refundedCharges.add(at, row);
  }

  function joinRefunds(): void {
    for (const [at, chargeId] of refunds) movements.charge[at] = charges.get(chargeId) ?? -1;
  }
  return { add, joinRefunds, notes, shut, sourceStatus, rejected, refundedCharges };
}

/** Notes at receipts of its direction that they name this movement by its id or payment intent. */
function nameReceipts(
  receipts: Snapshot['receipts'],
  named: ReadonlyMap<string, readonly number[]>,
  { kind, objectId, paymentIntentId }: MovementRow,
  at: number,
): void {
  const isOut = kind !== 'charge';
  for (const id of isOut ? [objectId] : [objectId, paymentIntentId])
    for (const receipt of (id === null ? undefined : named.get(id)) ?? [])
      if (receipts.isOut[receipt] === isOut && receipts.names[receipt]?.includes(at) === false)
        receipts.names[receipt].push(at);
}

/** What else of a movement speaks for or against an item. */
function fillEvidence(movements: Snapshot['movements'], currencies: Dictionary, row: MovementRow): void {
  const settled = settledOf(row);
  movements.quotes.push(row.kind === 'charge' && quotesNumber(row));
  movements.cutWord.push(row.kind === 'charge' ? cutWord(row.statementDescriptor ?? '') : null);
  movements.settled.push(settled.amount);
  movements.fee.push(settled.fee);
  movements.settledCurrency.push(settled.currency === null ? -1 : currencies.number(settled.currency));
}

/** What the charge became in the currency of its balance transaction, in thousandths; -1 where Stripe has not said. */
function settledOf(row: MovementRow): {
  readonly amount: number;
  readonly fee: number;
  readonly currency: string | null;
} {
  const { settlement = null } = row;
  const amount = settlement === null ? null : toThousandths(Math.abs(settlement.amountMinor), settlement.exponent);
  if (settlement === null || amount === null) return { amount: -1, fee: -1, currency: null };
  const fee = settlement.feeMinor === null ? null : toThousandths(settlement.feeMinor, settlement.exponent);
  return { amount, fee: fee ?? -1, currency: settlement.currency };
}

function gateOf(row: MovementRow, amount: number | null): { gate: MovementRow['gate']; reason: string | null } {
  if (row.gate !== 'open') return { gate: row.gate, reason: row.gateReason };
  if (amount === null)
    return {
      gate: 'notEvaluated',
      reason: `The amount ${row.amountMinor} cannot be read with ${row.exponent} decimals.`,
    };
  return { gate: 'open', reason: null };
}
