import type { MovementKey } from '../../../shared/domain/ids.ts';
import { movementIs } from '../../../shared/domain/state-words.ts';
import type { DuplicateDetail } from '../../../shared/contract/duplicates.ts';
import type { StoredMember } from '../../ledger/duplicate-cluster-store.ts';
import { getMovement, type MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { checkoutSession } from '../../matching/duplicates/named-documents.ts';
import { textFields } from '../matching/text-fields.ts';
import { dashboardUrl } from '../views/dashboard-url.ts';
import { isMoneyBack, isSettled } from './dropped-movement.ts';

type Field = DuplicateDetail['fields'][number];
type Member = DuplicateDetail['members'][number];
/** What is told of one member, in the order of the lines. */
type Told = readonly (readonly [field: string, as: Field['as'], value: string])[];

/** A member as the screen shows it, with what is told of it. */
export interface ShownMember {
  readonly member: Member;
  readonly told: Told;
  /** Null: a payment in PeopleSoft. */
  readonly movement: MovementRow | null;
}

/** Reads a member of a cluster; `sample`: there is no dashboard to open it in. */
export function shownMember(db: ReadableLedger, stored: StoredMember, sample: boolean): ShownMember {
  return stored.movementKey === null
    ? shownPayment(db, stored, stored.paymentKey)
    : shownCharge(db, stored, stored.movementKey, sample);
}

function shownCharge(
  db: ReadableLedger,
  { position, part }: StoredMember,
  movementKey: MovementKey,
  sample: boolean,
): ShownMember {
  const movement = getMovement(db, movementKey);
  const card = statement<{ card: string | null; descriptor: string | null }>(
    db,
    'SELECT card_fingerprint AS card, statement_descriptor AS descriptor FROM movement WHERE movement_key = ?',
  ).get(movementKey);
  const metadata = textFields(movement.metadataJson);
  const isBack = isMoneyBack(db, movement);
  const isDecided = movement.state === 'approved' || movement.state === 'posted';
  const rest = Object.entries(metadata).filter(([, value]) => value !== checkoutSession(metadata));
  return {
    movement,
    member: {
      position,
      name: movement.objectId,
      part,
      movementKey,
      whyNotDrop: isDecided ? `${movement.objectId} is ${movementIs(movement.state)} already.` : null,
      sourceUrl: sample ? null : dashboardUrl('payments', movement.objectId, movement.livemode === 1),
      toDo: part === 'dropped' && !isSettled(db, movement) ? `Refund ${movement.objectId} in Stripe.` : null,
    },
    told: [
      ['When', 'instant', movement.occurredAt],
      ['Customer', 'text', movement.customerName ?? ''],
      ['Stripe customer', 'id', movement.customerId ?? ''],
      ['Card or account', 'id', card?.card ?? ''],
      ['Payment intent', 'id', movement.paymentIntentId ?? ''],
      ['Checkout session', 'id', checkoutSession(metadata) ?? ''],
      ['Stripe invoice', 'id', invoicesOf(db, movement)],
      ['Description', 'text', movement.description ?? ''],
      ['Statement', 'text', card?.descriptor ?? ''],
      ['Metadata', 'text', rest.map(([name, value]) => `${name}: ${value}`).join(', ')],
      ['Pays', 'text', paysText(db, movement)],
      ['Refunded', 'text', isBack ? 'in full' : ''],
      ['In Tieout', 'text', movementIs(movement.state)],
    ],
  };
}

function invoicesOf(db: ReadableLedger, { account, paymentIntentId, objectId }: MovementRow): string {
  const rows = statement<{ number: string }>(
    db,
    `SELECT DISTINCT ifnull(i.number, i.invoice_id) AS number FROM stripe_invoice_payment ip JOIN stripe_invoice i USING (account, invoice_id)
     WHERE +ip.account = ? AND (ip.payment_intent_id = ? OR ip.charge_id = ?) ORDER BY 1`,
  ).all(account, paymentIntentId, objectId);
  return rows.map(({ number }) => number).join(', ');
}

/** Items of its live match, or how many it might pay. */
function paysText(db: ReadableLedger, { movementKey, stateReason }: MovementRow): string {
  const items = statement<{ item: string }>(
    db,
    `SELECT i.item FROM match_movement mm JOIN allocation a ON a.match_id = mm.match_id JOIN ar_item i USING (item_key)
     WHERE mm.movement_key = ? AND mm.live = 1 ORDER BY i.item`,
  ).all(movementKey);
  return items.length > 0 ? items.map(({ item }) => item).join(', ') : (stateReason ?? '');
}

interface PaymentRecord {
  readonly paymentId: string;
  readonly deposit: string;
  readonly date: string;
  readonly bank: string;
  readonly enteredBy: string;
  readonly comment: string | null;
  readonly status: string;
  readonly statusText: string | null;
  readonly items: string | null;
}

function shownPayment(db: ReadableLedger, { position, part }: StoredMember, paymentKey: number): ShownMember {
  const row = statement<PaymentRecord>(
    db,
    `SELECT payment_id AS paymentId, deposit_bu || ' ' || deposit_id || ' ' || payment_seq AS deposit,
       accounting_date AS date, bank_code || ' ' || bank_account_key AS bank, entered_by AS enteredBy, comment, status, status_text AS statusText,
       (SELECT group_concat(cust_id || ' ' || item, ', ' ORDER BY cust_id, item) FROM ps_payment_item pi WHERE pi.payment_key = p.payment_key) AS items
     FROM ps_payment p WHERE payment_key = ?`,
  ).get(paymentKey);
  const name = row?.paymentId ?? 'a payment that is gone';
  const isGone = row === undefined || row.status === 'error';
  return {
    movement: null,
    member: {
      position,
      name,
      part,
      movementKey: null,
      whyNotDrop: null,
      sourceUrl: null,
      toDo: part === 'dropped' && !isGone ? `Take payment ${name} of deposit ${row.deposit} out of PeopleSoft.` : null,
    },
    told:
      row === undefined
        ? []
        : [
            ['Accounting date', 'text', row.date],
            ['Payment id', 'id', row.paymentId],
            ['Deposit', 'id', row.deposit],
            ['Bank', 'text', row.bank],
            ['Entered by', 'text', row.enteredBy],
            ['Comment', 'text', row.comment ?? ''],
            ['Applied to', 'text', row.items ?? 'on account'],
            ['Status', 'text', row.statusText ?? row.status],
          ],
  };
}

/** The members' lines side by side; a line that nobody tells anything on is left out. */
export function fieldsOf(members: readonly ShownMember[]): readonly Field[] {
  const names = [...new Set(members.flatMap(({ told }) => told.map(([field]) => field)))];
  return names.flatMap((field): Field[] => {
    const lines = members.map(({ told }) => told.find(([name]) => name === field));
    const values = lines.map((line) => line?.[2] ?? '');
    if (values.every((value) => value === '')) return [];
    const as = lines.find((line) => line !== undefined)?.[1] ?? 'text';
    return [{ field, as, values, verdict: verdictOf(values) }];
  });
}

function verdictOf(values: readonly string[]): Field['verdict'] {
  const told = values.filter((value) => value !== '');
  if (new Set(told).size > 1) return 'differs';
  return told.length === values.length ? 'same' : 'partlyTold';
}
