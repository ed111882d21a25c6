import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { DepositGroup } from '../deposits/due-postings.ts';
import type { RecheckResult } from './recheck.ts';
import { effectOfKey, paymentReference } from '../payments/reference.ts';
import type { SenderPorts } from './sender.ts';

/** Generations beyond a posting's own that PeopleSoft is asked for: another copy of the ledger may have counted more of them than this one. */
const AHEAD_ASKED = 2;
/** Those beyond that are looked for in the payments as they were read last, which costs PeopleSoft nothing. */
const AHEAD_READ = 50;

interface Elsewhere {
  readonly postingId: number;
  readonly references: readonly string[];
  /** Of these the ledger knows that PeopleSoft refused them: its error table may still show them. */
  readonly refused: readonly string[];
  /** Of these a person said that PeopleSoft does not hold them, after this ledger had sent them. */
  readonly saidAbsent: readonly string[];
  /** One of the further ones that the last read of PeopleSoft showed. */
  readonly read: { readonly paymentId: string; readonly depositId: string } | null;
}

/** Under which other references PeopleSoft could hold the charges of these postings; those that a confirmed document took back are left out. */
export const referencesElsewhere = defineRead(
  'posting.referencesElsewhere',
  (db: ReadableLedger, args: { depositBu: string; postingIds: readonly number[] }): Elsewhere[] =>
    args.postingIds.map((postingId) => elsewhere(db, args.depositBu, postingId)),
);

function elsewhere(db: ReadableLedger, depositBu: string, postingId: number): Elsewhere {
  const own = statement<{ effectKey: string; generation: number }>(
    db,
    'SELECT effect_key AS effectKey, generation FROM posting WHERE posting_id = ?',
  ).get(postingId);
  if (own === undefined) throw new Error(`there is no posting ${postingId}`);
  const known = statement<{ reference: string; became: 'refused' | 'takenBack' | 'saidAbsent' }>(
    db,
    `SELECT reference, CASE WHEN state = 'rejected' THEN 'refused'
       WHEN EXISTS (SELECT 1 FROM posting r WHERE r.reverses = p.posting_id AND r.state = 'confirmed') THEN 'takenBack' ELSE 'saidAbsent' END AS became
     FROM posting p WHERE effect_key = ? AND state IN ('rejected', 'reversed')`,
  ).all(own.effectKey);
  const thatBecame = (what: string) => known.flatMap(({ reference, became }) => (became === what ? reference : []));
  const effect = effectOfKey(own.effectKey);
  const takenBack = new Set(thatBecame('takenBack'));
  const referencesTo = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index)
      .filter((generation) => generation !== own.generation)
      .map((generation) => paymentReference(effect, generation))
      .filter((reference) => !takenBack.has(reference));
  const lastAsked = own.generation + AHEAD_ASKED;
  const references = referencesTo(1, lastAsked);
  const read = statement<{ paymentId: string; depositId: string }>(
    db,
    `SELECT payment_id AS paymentId, deposit_id AS depositId FROM ps_payment
     WHERE deposit_bu = ? AND payment_id IN (SELECT value FROM json_each(?)) AND status <> 'error' LIMIT 1`,
  ).get(depositBu, JSON.stringify(referencesTo(lastAsked + 1, lastAsked + AHEAD_READ)));
  return {
    postingId,
    references,
    refused: thatBecame('refused'),
    saidAbsent: thatBecame('saidAbsent'),
    read: read ?? null,
  };
}

/**
 * The last question but one before payments go out for the first time: does PeopleSoft hold the charge under another reference? Another
 * copy of this ledger may have approved, been refused and approved again, and so count other generations; and what a person settled as not there may
 * have been saved late. What is found is never sent; it goes back to a person with where it stands. Throws ConnectorError when PeopleSoft cannot be read.
 */
export async function foreignPayments(
  { ledger, peopleSoft }: Pick<SenderPorts, 'ledger' | 'peopleSoft'>,
  group: DepositGroup,
  signal?: AbortSignal,
): Promise<RecheckResult[]> {
  const { depositBu } = group;
  const postingIds = group.postings.map(({ postingId }) => postingId);
  const asked = await ledger.read(referencesElsewhere, { depositBu, postingIds });
  const found = await peopleSoft.findPayments(
    depositBu,
    asked.flatMap(({ references }) => references),
    null,
    signal,
  );
  const payments = new Map(found.payments.map((payment) => [payment.paymentId.toUpperCase(), payment.depositId]));
  const staged = new Set(found.staged.map((id) => id.toUpperCase()));
  const errors = new Set(found.errors.map(({ paymentId }) => paymentId.toUpperCase()));
  return asked.flatMap(({ postingId, references, refused, saidAbsent, read }) => {
    const held = references.find(
      (id) => payments.has(id) || staged.has(id) || (errors.has(id) && !refused.includes(id)),
    );
    const paymentId = held ?? read?.paymentId;
    if (paymentId === undefined) return [];
    const depositId = held === undefined ? read?.depositId : payments.get(held);
    return [{ postingId, changes: [foreignWords({ paymentId, depositId, isOurs: saidAbsent.includes(paymentId) })] }];
  });
}

function foreignWords(held: {
  readonly paymentId: string;
  readonly depositId: string | undefined;
  /** This ledger sent it, and a person said later that it is not there. */
  readonly isOurs: boolean;
}): string {
  const { paymentId, depositId, isOurs } = held;
  const where = depositId === undefined ? 'on its way into the books' : `in deposit ${depositId}`;
  const whose = isOurs
    ? 'which was settled here as not there'
    : 'and this Tieout did not send it: another one, or an older copy of this one, did';
  return `PeopleSoft already holds payment ${paymentId} of this charge (${where}), ${whose}; look there before you approve it again`;
}
