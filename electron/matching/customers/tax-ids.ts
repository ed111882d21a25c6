import { readTaxId } from '../parties/read-value.ts';
import type { PeopleSoftParty, StripeParty, TypedTaxId } from './parties.ts';

/** Registrations for VAT and GST are one kind, everything else that a tax office gives is the other: one party has both, and they differ. */
export type TaxIdKind = 'vatId' | 'taxId';

/** Stripe's names of such registrations end so (docs.stripe.com/api/customer_tax_ids). */
const REGISTRATION = /_(?:vat|gst|gst_hst|trn)$/;

/** The tax ids of a Stripe customer in canonical form, by kind, in the order of their content. */
export function stripeTaxIds({ taxIds = [] }: StripeParty): Readonly<Record<TaxIdKind, readonly string[]>> {
  const of = (kind: TaxIdKind): string[] =>
    taxIds.flatMap((id) => (kindOf(id) === kind ? [readTaxId(id.value)] : [])).filter((value) => value !== '');
  return { vatId: of('vatId').toSorted(), taxId: of('taxId').toSorted() };
}

/** Whether Stripe calls a tax id a registration for VAT or GST. */
export function isRegistration({ type }: TypedTaxId): boolean {
  return REGISTRATION.test(type);
}

function kindOf(id: TypedTaxId): TaxIdKind {
  return isRegistration(id) ? 'vatId' : 'taxId';
}

/** The tax ids of a PeopleSoft customer in canonical form; empty where it has none. */
export function peopleSoftTaxIds({ particulars }: PeopleSoftParty): Readonly<Record<TaxIdKind, string>> {
  return { vatId: readTaxId(particulars?.vatId ?? ''), taxId: readTaxId(particulars?.taxId ?? '') };
}

/** Cells of both kinds, as they are compared. */
export interface TaxIdCells {
  readonly left: Readonly<Record<TaxIdKind, readonly string[]>>;
  readonly right: Readonly<Record<TaxIdKind, readonly string[]>>;
}

/**
 * One cell a party and kind. An id is of the kind under which PeopleSoft knows it, whatever Stripe calls it: sites keep many a tax id among their
 * VAT registrations. Of several the one that anybody in PeopleSoft has stands for all, else the first by its content.
 */
export function taxIdCells(stripe: readonly StripeParty[], peopleSoft: readonly PeopleSoftParty[]): TaxIdCells {
  const theirs = peopleSoft.map(peopleSoftTaxIds);
  const known = {
    vatId: new Set(theirs.map(({ vatId }) => vatId)),
    taxId: new Set(theirs.map(({ taxId }) => taxId)),
  };
  const ours = stripe.map((customer): Record<TaxIdKind, string> => {
    const own = stripeTaxIds(customer);
    const all = [...own.vatId, ...own.taxId];
    const cell = (kind: TaxIdKind, other: TaxIdKind): string =>
      all.find((id) => known[kind].has(id)) ?? own[kind].find((id) => !known[other].has(id)) ?? '';
    return { vatId: cell('vatId', 'taxId'), taxId: cell('taxId', 'vatId') };
  });
  return {
    left: { vatId: ours.map(({ vatId }) => vatId), taxId: ours.map(({ taxId }) => taxId) },
    right: { vatId: theirs.map(({ vatId }) => vatId), taxId: theirs.map(({ taxId }) => taxId) },
  };
}
