import type { ItemRow, MovementRow, PostingRow, Facet } from '../../shared/contract/views.ts';
import type { Money } from '../../shared/domain/money.ts';

/**
 * Rows of the contract double, made from their position alone, so that a million of them cost nothing. A decision is kept as
 * a changed row beside them.
 */
type Shape = Pick<MovementRow, 'kind' | 'state' | 'attention' | 'stateText' | 'stateTone' | 'score'> & {
  readonly facets: readonly Facet[];
};
const shape = (
  kind: Shape['kind'],
  state: Shape['state'],
  attention: Shape['attention'],
  stateText: string,
  stateTone: Shape['stateTone'],
  score: number | null,
  ...facets: Facet[]
): Shape => ({ kind, state, attention, stateText, stateTone, score, facets: [...facets, 'all'] });

const MATCHED = shape('charge', 'posted', null, 'posted', 'ok', 1, 'matched');
const PATTERN: readonly Shape[] = [
  shape('charge', 'ambiguous', 'severalCandidates', '2 candidates', 'mute', 0.81, 'needsReview', 'severalCandidates'),
  MATCHED,
  shape('charge', 'proposed', 'amountDiffers', 'short 19.60', 'warn', 0.88, 'needsReview', 'amountDiffers'),
  shape('charge', 'proposed', 'proposal', '0.96 · 3 items', 'ok', 0.96, 'needsReview'),
  shape('charge', 'proposed', 'possibleDuplicate', 'possible retry', 'warn', 0.9, 'needsReview'),
  MATCHED,
  shape('refund', 'unmatched', 'refundOrDispute', 'refund of Sep', 'mute', null, 'needsReview', 'refundsAndDisputes'),
  shape('charge', 'unmatched', 'noCustomerLink', 'no customer', 'bad', null, 'needsReview', 'noCustomerLink'),
  MATCHED,
  shape('dispute', 'unmatched', 'refundOrDispute', 'dispute', 'bad', null, 'needsReview', 'refundsAndDisputes'),
  shape('charge', 'proposed', 'proposal', '0.93', 'ok', 0.93, 'needsReview'),
  MATCHED,
  shape('charge', 'ambiguous', 'severalCandidates', '3 candidates', 'mute', 0.74, 'needsReview', 'severalCandidates'),
  shape('charge', 'unmatched', 'noItem', 'no open item', 'mute', null, 'needsReview'),
  MATCHED,
  shape('charge', 'excluded', null, 'before go-live', 'mute', null, 'excluded'),
];
const CUSTOMERS: readonly (readonly [string, string])[] = [
  ['Brightwater Logistics', 'BRIGHTWATER LOGISTICS INC'],
  ['Northwind Traders Inc.', 'NORTHWIND TRADERS'],
  ['Halvorsen & Sons AS', 'HALVORSEN AND SONS'],
  ['Quill Media GmbH', 'QUILL MEDIA'],
  ['Orchard Fresh Ltd', 'ORCHARD FRESH LIMITED'],
  ['Castellan Security LLC', 'CASTELLAN SECURITY'],
  ['Meridian Tooling', 'MERIDIAN TOOLING CO'],
  ['Æsir Design ApS', 'AESIR DESIGN'],
];
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const PREFIX = { charge: 'ch_3QK', refund: 're_3QK', dispute: 'dp_1QK' } as const;
const START_AT = Date.UTC(2026, 9, 1, 4);
const MONTH_MS = 30 * 86_400_000;

function scramble(value: number): number {
  let mixed = Math.imul(value ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) >>> 0;
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function letters(seed: number, length: number): string {
  let text = '';
  for (let at = 0; at < length; at += 1) text += ALPHABET[scramble(seed * 31 + at) % ALPHABET.length];
  return text;
}

export const usd = (minor: number): Money => ({ minor, exponent: 2, currency: 'USD' });

export interface Books {
  readonly rowCount: number;
  readonly countOf: (facet: Facet) => number;
  /** Key of the row at a position of a facet. */
  readonly keyAt: (facet: Facet, position: number) => number;
  readonly positionOf: (facet: Facet, key: number) => number | null;
  readonly movement: (key: number) => MovementRow;
  readonly change: (key: number, change: Partial<MovementRow>) => MovementRow;
  readonly restore: (key: number) => MovementRow;
  readonly items: (movementKey: number) => readonly ItemRow[];
}

/** Books of `rowCount` movements; keys are positions in the whole list plus one. */
export function makeBooks(rowCount: number): Books {
  const changes = new Map<number, Partial<MovementRow>>();
  const slots = (facet: Facet) => PATTERN.flatMap(({ facets }, at) => (facets.includes(facet) ? [at] : []));
  const movement = (key: number): MovementRow => ({ ...generatedMovement(key, rowCount), ...changes.get(key) });
  return {
    rowCount,
    countOf: (facet) => {
      const slotsOf = slots(facet);
      const rest = rowCount % PATTERN.length;
      return Math.floor(rowCount / PATTERN.length) * slotsOf.length + slotsOf.filter((slot) => slot < rest).length;
    },
    keyAt: (facet, position) => {
      const slotsOf = slots(facet);
      const round = Math.floor(position / slotsOf.length);
      return round * PATTERN.length + (slotsOf[position % slotsOf.length] ?? 0) + 1;
    },
    positionOf: (facet, key) => {
      const slotsOf = slots(facet);
      const at = slotsOf.indexOf((key - 1) % PATTERN.length);
      return at < 0 || key > rowCount ? null : Math.floor((key - 1) / PATTERN.length) * slotsOf.length + at;
    },
    movement,
    change: (key, change) => {
      changes.set(key, { ...changes.get(key), ...change, version: movement(key).version + 1 });
      return movement(key);
    },
    restore: (key) => {
      const { version } = movement(key);
      changes.set(key, { version: version + 1 });
      return movement(key);
    },
    items: (movementKey) => itemsOf(movement(movementKey)),
  };
}

/** The one movement whose customer counts as one with another. */
const MERGED_KEY = 5;

function generatedMovement(key: number, rowCount: number): MovementRow {
  const slot = PATTERN[(key - 1) % PATTERN.length] ?? MATCHED;
  const random = scramble(key);
  const at = new Date(START_AT + Math.floor(((key - 1) / rowCount) * MONTH_MS) + (random % 60_000));
  const kind = slot.kind === 'refund' || slot.kind === 'dispute' ? slot.kind : 'charge';
  const size = 2_000 + (random % 480_000);
  const isEuro = key % 23 === 0;
  const isYen = key % 29 === 0;
  const minor = (kind === 'charge' ? 1 : -1) * size;
  return {
    key,
    version: 1,
    kind,
    objectId: `${PREFIX[kind]}${letters(key, 18)}`,
    occurredAt: at.toISOString(),
    accountingDate: at.toISOString().slice(0, 10),
    customer: slot.attention === 'noCustomerLink' ? null : (CUSTOMERS[random % CUSTOMERS.length]?.[0] ?? null),
    merged: key === MERGED_KEY ? { ownName: 'HALVORSEN SØNNER', others: ['cus_QkR81vTzA'] } : null,
    amount: isYen
      ? { minor, exponent: 0, currency: 'JPY' }
      : isEuro
        ? { minor, exponent: 2, currency: 'EUR' }
        : usd(minor),
    state: slot.state,
    attention: slot.attention,
    score: slot.score,
    stateText: slot.stateText,
    stateTone: slot.stateTone,
  };
}

/** Name of a movement's customer in PeopleSoft, and its id there. */
export function customerOf(movement: MovementRow): { readonly name: string; readonly custId: string } {
  const at = CUSTOMERS.findIndex(([name]) => name === movement.customer);
  return { name: CUSTOMERS[at]?.[1] ?? '', custId: String(10_023 + Math.max(0, at)) };
}

function itemsOf(movement: MovementRow): readonly ItemRow[] {
  if (movement.customer === null || movement.attention === 'noItem') return [];
  const { name, custId } = customerOf(movement);
  const total = Math.abs(movement.amount.minor);
  const short = movement.attention === 'amountDiffers' ? 1_960 : 0;
  const first = Math.floor(total * 0.57);
  const second = Math.floor(total * 0.37);
  const isThree = movement.stateText.includes('3 items');
  const parts = isThree ? [first, second, total - first - second] : [total + short];
  const isCertain = movement.state !== 'ambiguous' && movement.kind === 'charge';
  const proposed = parts.map((minor, at) => ({
    minor,
    standing: isCertain ? ('proposed' as const) : ('runnerUp' as const),
    at,
  }));
  const others = [total, 61_575, -8_820, 129_900].map((minor, at) => ({
    minor,
    standing: at === 0 ? ('runnerUp' as const) : null,
    at: at + proposed.length,
  }));
  return [...proposed, ...others].map(({ minor, standing, at }) => ({
    key: movement.key * 10 + at,
    version: 3,
    businessUnit: 'US001',
    custId,
    customer: name,
    item: `${minor < 0 ? 'CM' : 'INV'}-${String(48_112 + ((movement.key * 7 + at) % 9_000)).padStart(7, '0')}`,
    itemLine: 1,
    dueDate: `2026-10-${String(1 + ((movement.key + at * 5) % 28)).padStart(2, '0')}`,
    itemDate: '2026-09-15',
    daysPastDue: 29 - at * 7,
    open: { ...movement.amount, minor },
    held: { ...movement.amount, minor: at === proposed.length + 3 ? 29_900 : 0 },
    refundable: { ...movement.amount, minor: Math.max(0, -minor) },
    standing,
    proposedAmount: standing === 'proposed' ? { ...movement.amount, minor: Math.min(minor, total) } : null,
  }));
}

const POSTING_PATTERN = ['unknown', 'confirmed', 'queued', 'confirmed', 'accepted', 'rejected', 'confirmed'] as const;

/** Posting rows, the unknown ones first as the engine orders them. */
export function makePostings(books: Books, count: number): readonly PostingRow[] {
  const rows = Array.from({ length: count }, (_, at): PostingRow => {
    const movement = books.movement(books.keyAt('matched', at));
    const state = at < 2 ? 'unknown' : (POSTING_PATTERN[1 + (at % 6)] ?? 'confirmed');
    return {
      key: at + 1,
      version: 1,
      kind: 'payment',
      effect: 'payment',
      state,
      stateReason:
        state === 'unknown'
          ? 'No answer within 120 s; not sent again before a read-back.'
          : state === 'rejected'
            ? 'PeopleSoft refused the line.'
            : null,
      reference: `T${letters(at + 5, 14).toUpperCase()}`,
      objectId: movement.objectId,
      movementKey: movement.key,
      customer: customerOf(movement).name,
      custId: customerOf(movement).custId,
      items: at % 3 === 0 ? ['INV-0048112', 'INV-0048113', 'INV-0048690'] : [`INV-00${48_200 + at}`],
      amount: movement.amount,
      accountingDate: movement.accountingDate,
      deposit: state === 'queued' ? null : `D${letters(at + 91, 14).toUpperCase()}`,
      approvedBy: 'ARCLERK1',
      approvedRule: at % 2 === 0 ? 'references sum v4' : null,
      approvedAt: new Date(START_AT + MONTH_MS - at * 720_000).toISOString(),
    };
  });
  return rows.toSorted((left, right) => Number(right.state === 'unknown') - Number(left.state === 'unknown'));
}
