import type { Instant } from '../../../shared/domain/ids.ts';
import type { RefusedObject, StripeObject } from '../../connectors/stripe/types.ts';
import { packTexts, type PackedTexts } from '../../ledger/payload.ts';

/** An object without its text. */
export type ReadObject = Omit<StripeObject, 'raw'>;
/** Objects as one answer of Stripe brought them. */
export interface ObservedPage {
  /** When the answer was asked for: what it says is at least as new. */
  readonly observedAt: Instant;
  /** The objects as JSON: a text crosses a thread at a third of the cost of the objects, and is read when its page is stored. */
  readonly objectsJson: string;
  /** The texts of the objects, in their order. */
  readonly texts: PackedTexts;
  readonly refused: readonly RefusedObject[];
}

/** A page for the ledger's writer. Its texts are packed here: the writer has more to do than who reads Stripe. */
export function observedPage(
  observedAt: Instant,
  page: { readonly objects: readonly StripeObject[]; readonly refused: readonly RefusedObject[] },
): ObservedPage {
  return {
    observedAt,
    objectsJson: JSON.stringify(page.objects.map(({ id, createdAt, fact }): ReadObject => ({ id, createdAt, fact }))),
    texts: packTexts(page.objects.map(({ raw }) => raw)),
    refused: page.refused,
  };
}

/** The objects of a page, in their order. */
export function objectsOf({ objectsJson }: ObservedPage): readonly ReadObject[] {
  // Written by `observedPage` of this very program, out of objects of this very type.
  return JSON.parse(objectsJson) as readonly ReadObject[];
}
