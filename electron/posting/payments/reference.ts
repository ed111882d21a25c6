import { createHash } from 'node:crypto';

/**
 * References that PeopleSoft itself stores and that a read-back searches. They are functions of the business effect alone, so
 * a crash, a second machine or a restored backup computes the same one. PAYMENT_ID and DEPOSIT_ID hold 15 characters and are
 * compared without case; Crockford base32 has no letters that people confuse.
 */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 14;
const GROUP_CHARACTERS = 9;

function crockford(parts: readonly (string | number)[], characters = CHARACTERS): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  let bits = 0n;
  for (const byte of digest.subarray(0, 9)) bits = (bits << 8n) | BigInt(byte);
  bits >>= 72n - BigInt(characters * 5); // 72 bits read, five a character kept
  let text = '';
  for (let index = 0; index < characters; index++) {
    text = `${CROCKFORD[Number(bits & 31n)] ?? ''}${text}`;
    bits >>= 5n;
  }
  return text;
}

export interface BusinessEffect {
  readonly account: string;
  readonly livemode: boolean;
  /** Whole Stripe object id, e.g. `ch_…`. */
  readonly objectId: string;
  /** What is done with it; one object may have several effects over its life. */
  readonly effect: ReversibleEffect | ReversalEffect;
}
/** What can be taken back by a document of its own; `journal`: money that is nobody's receivable. */
export type ReversibleEffect = 'payment' | 'refund' | 'dispute' | 'journal' | 'item' | 'credit';
/** Taking back one generation of another effect. */
export type ReversalEffect = `reversal-${string}-${number}`;

/** The effect of taking back that generation of an effect; another generation taken back is another effect. */
export function reversalEffect(of: ReversibleEffect, generation: number): ReversalEffect {
  return `reversal-${of}-${generation}`;
}

/** Uniqueness key of a business effect: at most one live posting may carry it. */
export function effectKey(effect: BusinessEffect): string {
  return [effect.account, effect.livemode ? 'live' : 'test', effect.objectId, effect.effect].join('|');
}

/** The effect a key was made of. Stripe's ids hold no bar. */
export function effectOfKey(key: string): BusinessEffect {
  const [account, mode, objectId, effect] = key.split('|');
  if (account === undefined || objectId === undefined || !isEffect(effect))
    throw new Error(`"${key}" is not the key of a business effect`);
  return { account, livemode: mode === 'live', objectId, effect };
}

function isEffect(text: string | undefined): text is BusinessEffect['effect'] {
  return (
    text !== undefined &&
    /^(payment|refund|dispute|journal|item|credit|reversal-(payment|refund|dispute|journal|item|credit)-\d+)$/.test(
      text,
    )
  );
}

/** PAYMENT_ID of an effect: `T` and 14 characters (70 bits). `generation` counts attempts after a rejection, withdrawal or reversal, from 1. */
export function paymentReference(effect: BusinessEffect, generation: number): string {
  return `T${crockford([effect.account, effect.livemode ? 'live' : 'test', effect.objectId, effect.effect, generation])}`;
}

export interface DepositIdentity {
  readonly unit: string;
  readonly depositBu: string;
  readonly bankCode: string;
  readonly bankAccountKey: string;
  readonly currency: string;
  readonly accountingDate: string;
  readonly cutNumber: number;
  readonly generation: number;
}

/** DEPOSIT_ID where the site lets us give it: `D` and 14 characters. A resend then meets PeopleSoft's own "row already exists" (91,49). */
export function depositReference(id: DepositIdentity): string {
  const bank = `${id.bankCode}/${id.bankAccountKey}`;
  return `D${crockford([id.unit, id.depositBu, bank, id.currency, id.accountingDate, id.cutNumber, id.generation])}`;
}

/** GROUP_ID of a pending item: `G` and 9 characters (45 bits). A resend meets PeopleSoft's own "row already exists" (91,49). */
export function itemGroupReference(effect: BusinessEffect, generation: number): string {
  const parts = [effect.account, effect.livemode ? 'live' : 'test', effect.objectId, effect.effect, generation];
  return `G${crockford(parts, GROUP_CHARACTERS)}`;
}
