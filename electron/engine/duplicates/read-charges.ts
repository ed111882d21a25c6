import type { MovementKey } from '../../../shared/domain/ids.ts';
import type { JsonValue } from '../../ledger/canonical-json.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import type { NotCompared } from '../../ledger/duplicate-not-compared-store.ts';
import { statement } from '../../ledger/statement.ts';
import { alikeOf, chargeDuplicates, chargePairs, plausiblePairs } from '../../matching/duplicates/charge-duplicates.ts';
import {
  checkoutSession,
  documentOf,
  namedDocuments,
  possibleNames,
  wordsWithDigits,
} from '../../matching/duplicates/named-documents.ts';
import type { ChargeFacts } from '../../matching/duplicates/weigh-charges.ts';
import { textFields } from '../matching/text-fields.ts';
import { foundCluster } from './found-cluster.ts';
import { mergedIds } from './merged-ids.ts';
import { readChargeColumns } from './charge-columns.ts';
import { sharedNames, type NamedCharge } from './shared-names.ts';
import { toldApart, unjudged, type FoundOfSystem, type StandingClusters } from './standing-clusters.ts';

/** What charges are compared by. */
export interface ComparedCharges {
  /** Movements that are compared; null: all. */
  readonly among: readonly number[] | null;
  readonly named: readonly NamedCharge[];
  readonly standing: StandingClusters;
}

/** Finds the charges that are suspected to be one payment. Call it inside one read transaction. */
export function findChargeDuplicates(db: ReadableLedger, { among, named, standing }: ComparedCharges): FoundOfSystem {
  const { keys, columns } = readChargeColumns(db, among);
  const near = chargePairs(columns, sharedNames(db, keys, named));
  const textsOf = textReader(db);
  const keyOf = (row: number): number => keys[row] ?? 0;
  const pairs = plausiblePairs(near, columns, (row) => textsOf(keyOf(row)).names);
  const read = chargeReader(db, textsOf);
  const alike = alikeOf(near);
  const known = (row: number): KnownCharge => {
    const found = read(keyOf(row));
    if (found === null) throw new Error('a charge of a pair was not read');
    return found;
  };
  const factsOf = (row: number): ChargeFacts => ({ ...known(row).facts, alike: alike.get(row) ?? 0 });
  const searched = { keys, pairs: near.pairs };
  const apart = toldApart(standing, searched, (key) => {
    const one = read(key);
    return one === null ? null : evidenceOf(one);
  });
  const clusters = chargeDuplicates(pairs, factsOf, apart).flatMap((suspicion) => {
    const members = suspicion.rows.map(known);
    const [first] = members;
    // What lies before go-live is posted by nobody here.
    if (first === undefined || members.every(({ isShut }) => isShut)) return [];
    return [
      foundCluster(suspicion, {
        unit: first.unit,
        members: members.map(({ movementKey }) => ({ movementKey, paymentKey: null })),
        evidence: members.map(evidenceOf),
        amountMinor: first.amountMinor,
        exponent: first.exponent,
        currency: first.currency,
        customer: members.find(({ customerName }) => customerName !== null)?.customerName ?? null,
        firstAt: first.at,
        lastAt: members.at(-1)?.at ?? first.at,
      }),
    ];
  });
  const notCompared = pairs.crowded.flatMap((row): NotCompared[] => {
    const one = read(keyOf(row));
    return one === null ? [] : [{ unit: one.unit, movementKey: one.movementKey, paymentKey: null }];
  });
  return { clusters, notCompared, unjudged: unjudged(standing, searched) };
}

function evidenceOf({ at, amountMinor, exponent, currency, facts, said }: KnownCharge): JsonValue {
  return [at, amountMinor, exponent, currency, facts.customer, facts.card, [...said]];
}

interface ChargeRecord {
  readonly unit: string;
  readonly account: string;
  readonly object_id: string;
  readonly customer_id: string | null;
  readonly customer_name: string | null;
  readonly card_fingerprint: string | null;
  readonly payment_intent_id: string | null;
  readonly amount_minor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly occurred_at: string;
  readonly is_shut: 0 | 1;
  /** Items of its live match; null: it has none. */
  readonly pays_json: string | null;
  readonly refunded_minor: number | null;
}
interface TextRecord {
  readonly intent: string | null;
  readonly description: string | null;
  readonly metadata_json: string;
  readonly invoices_json: string;
}
interface NamedItem {
  readonly item: string;
  /** What it was over at first, in the currency of the charge; null: it is in another one. */
  readonly original: number | null;
}
/** What the texts of a charge say. */
interface ChargeTexts {
  readonly texts: { readonly description: string | null; readonly metadata: Readonly<Record<string, string>> };
  readonly invoices: readonly string[];
  readonly names: ReadonlySet<string>;
}

/** One charge as it is compared, with what its cluster shows of it. */
interface KnownCharge {
  readonly movementKey: MovementKey;
  readonly unit: string;
  readonly amountMinor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly customerName: string | null;
  readonly at: string;
  readonly isShut: boolean;
  /** What it says of itself that it pays, whatever items there are. */
  readonly said: readonly string[];
  readonly facts: Omit<ChargeFacts, 'alike'>;
}

const CHARGE = `SELECT m.unit, m.account, m.object_id, m.customer_id, m.customer_name, m.card_fingerprint, m.payment_intent_id, m.amount_minor, m.exponent,
    m.currency, m.occurred_at, m.state = 'excluded' AS is_shut,
    (SELECT json_group_array(a.item_key) FILTER (WHERE a.item_key IS NOT NULL) FROM match_movement mm
      LEFT JOIN allocation a ON a.match_id = mm.match_id AND a.movement_key = mm.movement_key
      WHERE mm.movement_key = m.movement_key AND mm.live = 1 GROUP BY mm.match_id) AS pays_json,
    (SELECT sum(abs(r.amount_minor)) FROM movement r WHERE r.charge_id = m.object_id AND +r.account = m.account AND +r.kind = 'refund' AND r.source_status = 'succeeded') AS refunded_minor
  FROM movement m WHERE m.movement_key = ?`;
const TEXTS = `SELECT m.payment_intent_id AS intent, m.description, m.metadata_json,
    (SELECT json_group_array(i.number) FROM stripe_invoice_payment ip JOIN stripe_invoice i USING (account, invoice_id)
      WHERE +ip.account = m.account AND ip.status = 'paid' AND i.number IS NOT NULL
        AND (ip.payment_intent_id = m.payment_intent_id OR ip.charge_id = m.object_id)) AS invoices_json
  FROM movement m WHERE m.movement_key = ?`;
const CHOICES = 'SELECT items_json FROM candidate WHERE movement_key = ?';
/** Items that the charge is known to name: those a rule over references found, and those its texts spell just so. */
const NAMED = `SELECT item, max(iif(currency = @currency AND exponent = @exponent, original_minor, NULL)) AS original FROM ar_item WHERE item_key IN (
    SELECT value FROM candidate c, json_each(c.items_json) WHERE c.movement_key = @key AND c.rule_id = 'reference-exact'
    UNION ALL SELECT a.item_key FROM match_movement mm JOIN match USING (match_id) JOIN allocation a USING (match_id)
      WHERE mm.movement_key = @key AND mm.live = 1 AND match.rule_id = 'reference-exact')
  OR item IN (SELECT value FROM json_each(@words)) GROUP BY item ORDER BY item`;

/** Reads the texts of a charge, once each. */
function textReader(db: ReadableLedger): (movementKey: number) => ChargeTexts {
  const read = statement<TextRecord>(db, TEXTS);
  const known = new Map<number, ChargeTexts>();
  return (movementKey) => {
    const before = known.get(movementKey);
    if (before !== undefined) return before;
    const record = read.get(movementKey);
    const texts = { description: record?.description ?? null, metadata: textFields(record?.metadata_json ?? '{}') };
    const invoices = JSON.parse(record?.invoices_json ?? '[]') as string[];
    const intent = record?.intent ?? null;
    const names = new Set([...possibleNames({ ...texts, invoices }), ...(intent === null ? [] : [intent])]);
    const found = { texts, invoices, names };
    known.set(movementKey, found);
    return found;
  };
}

/** Reads all that a charge is compared by, once each: only of those that some other one resembles. Null: there is no such charge. */
function chargeReader(
  db: ReadableLedger,
  textsOf: (movementKey: number) => ChargeTexts,
): (movementKey: number) => KnownCharge | null {
  const read = statement<ChargeRecord>(db, CHARGE);
  const oneOf = mergedIds(db);
  const choices = statement<{ items_json: string }>(db, CHOICES);
  const named = statement<NamedItem>(db, NAMED);
  const found = new Map<number, KnownCharge>();
  return (movementKey) => {
    const before = found.get(movementKey);
    if (before !== undefined) return before;
    const record = read.get(movementKey);
    if (record === undefined) return null;
    const { amount_minor: amountMinor, currency, exponent, pays_json: pays } = record;
    const { texts, invoices } = textsOf(movementKey);
    const words = JSON.stringify(wordsWithDigits(texts));
    const namedItems = named.all({ key: movementKey, words, currency, exponent });
    const numbers = [...invoices, ...namedItems.map(({ item }) => item)];
    const items = choices.all(movementKey).flatMap(({ items_json }) => JSON.parse(items_json) as number[]);
    const charge: KnownCharge = {
      movementKey: movementKey as MovementKey,
      unit: record.unit,
      amountMinor,
      exponent,
      currency,
      customerName: record.customer_name,
      at: record.occurred_at,
      isShut: record.is_shut === 1,
      said: namedDocuments({ ...texts, invoices }),
      facts: {
        customer: record.customer_id === null ? null : oneOf(record.account, record.customer_id),
        card: record.card_fingerprint,
        intent: record.payment_intent_id,
        session: checkoutSession(texts.metadata),
        at: Date.parse(record.occurred_at) / 1_000,
        documents: namedDocuments({ ...texts, invoices: numbers }),
        known: numbers.map(documentOf),
        holds: roomOf(namedItems, amountMinor),
        pays: pays === null ? null : (JSON.parse(pays) as number[]),
        choices: pays === null ? items : [],
        isRefunded: (record.refunded_minor ?? 0) >= amountMinor,
      },
    };
    found.set(movementKey, charge);
    return charge;
  };
}

/** How many charges of an amount each item has room for, by its number as `documentOf` gives it; of namesakes the larger one. */
function roomOf(items: readonly NamedItem[], amountMinor: number): ReadonlyMap<string, number> {
  const room = new Map<string, number>();
  for (const { item, original } of items) {
    if (original === null) continue;
    const holds = Math.floor(Math.abs(original) / amountMinor);
    room.set(documentOf(item), Math.max(holds, room.get(documentOf(item)) ?? 0));
  }
  return room;
}
