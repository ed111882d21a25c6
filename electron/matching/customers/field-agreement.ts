import { precedenceOf, type LinkingField, type LinkingRules } from '../../../shared/contract/profile-linking.ts';
import type { Particular } from '../../../shared/domain/customer-particulars.ts';
import { TextArena } from '../text/text-arena.ts';
import { comparerOf, LEVEL } from '../parties/compare-values.ts';
import { readValue } from '../parties/read-value.ts';
import { exactName } from './exact-name.ts';
import type { PeopleSoftParty, StripeParty } from './parties.ts';
import { peopleSoftTaxIds, stripeTaxIds, type TaxIdKind } from './tax-ids.ts';

/** How two customers agree in a field as a whole: `equal` is wholly, `different` said only of ids, `undecided` everything between. */
export type FieldAgreement = 'equal' | 'different' | 'undecided';

/** Fields in which another value means another party. */
const IDS: ReadonlySet<LinkingField> = new Set(['sharedId', 'taxId']);

/** How a Stripe customer and a PeopleSoft customer agree in a field. */
export function fieldAgreement(field: LinkingField, stripe: StripeParty, peopleSoft: PeopleSoftParty): FieldAgreement {
  switch (field) {
    case 'name': {
      const name = exactName(stripe.name);
      const theirs = [peopleSoft.name, peopleSoft.particulars?.otherName ?? null].map(exactName);
      return name !== null && theirs.includes(name) ? 'equal' : 'undecided';
    }
    case 'address': {
      const isEqual = (particular: Particular, kind: 'street' | 'word' | 'code') =>
        agree(kind, particular, stripe, peopleSoft);
      const isPlace = isEqual('city', 'word') || isEqual('postalCode', 'code');
      return isPlace && isEqual('street', 'street') ? 'equal' : 'undecided';
    }
    case 'email':
    case 'phone':
      return agree(field, field, stripe, peopleSoft) ? 'equal' : 'undecided';
    case 'sharedId': {
      const [ours, theirs] = [sharedIdOf(stripe), sharedIdOf(peopleSoft)];
      if (ours === '' || theirs === '') return 'undecided';
      return ours === theirs ? 'equal' : 'different';
    }
    case 'taxId':
      return taxIdAgreement(stripe, peopleSoft);
  }
}

function agree(
  kind: 'street' | 'word' | 'code' | 'email' | 'phone',
  particular: Particular,
  stripe: StripeParty,
  peopleSoft: PeopleSoftParty,
): boolean {
  const ours = readValue(kind, stripe.particulars?.[particular] ?? '');
  return ours !== '' && ours === readValue(kind, peopleSoft.particulars?.[particular] ?? '');
}

/** The id of a third system that a customer carries, as it is compared; empty: none. */
export function sharedIdOf({ particulars }: StripeParty | PeopleSoftParty): string {
  return readValue('code', particulars?.sharedId ?? '');
}

/** Any id that both have makes them equal; they differ where both have one of a kind and it is not the same one with a typing error. */
function taxIdAgreement(stripe: StripeParty, peopleSoft: PeopleSoftParty): FieldAgreement {
  const ours = stripeTaxIds(stripe);
  const theirs = peopleSoftTaxIds(peopleSoft);
  const known = [theirs.vatId, theirs.taxId].filter((id) => id !== '');
  if ([...ours.vatId, ...ours.taxId].some((id) => known.includes(id))) return 'equal';
  const differs = (kind: TaxIdKind): boolean =>
    theirs[kind] !== '' && ours[kind].length > 0 && ours[kind].every((id) => isAnotherCode(kind, id, theirs[kind]));
  return differs('vatId') || differs('taxId') ? 'different' : 'undecided';
}

function isAnotherCode(key: TaxIdKind, ours: string, theirs: string): boolean {
  const values = new TextArena();
  values.idOf('');
  const [left, right] = [values.idOf(ours), values.idOf(theirs)];
  const none = new Int32Array(0);
  const compare = comparerOf({ key, kind: 'code', isShared: false, values, left: none, right: none });
  return compare(left, right) === LEVEL.different;
}

/** The strongest field of the rules in which the two agree wholly, with its rank (0 wins over all); null: none. */
export function winningField(
  rules: LinkingRules,
  stripe: StripeParty,
  peopleSoft: PeopleSoftParty,
): { readonly field: LinkingField; readonly rank: number } | null {
  const precedence = precedenceOf(rules);
  const rank = precedence.findIndex((field) => fieldAgreement(field, stripe, peopleSoft) === 'equal');
  const field = precedence[rank];
  return field === undefined ? null : { field, rank };
}

/** The id that forbids to take the two for one: they differ in it, and agree wholly in nothing that the rules put before it. Null: none. */
export function vetoingField(
  rules: LinkingRules,
  stripe: StripeParty,
  peopleSoft: PeopleSoftParty,
): LinkingField | null {
  for (const field of precedenceOf(rules)) {
    const agreement = fieldAgreement(field, stripe, peopleSoft);
    if (agreement === 'equal') return null;
    if (agreement === 'different' && IDS.has(field)) return field;
  }
  return null;
}

/** Ids that both have, as evidence: a pair that a person rejected comes back when one is found. */
export function equalIds(stripe: StripeParty, peopleSoft: PeopleSoftParty): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  if (fieldAgreement('sharedId', stripe, peopleSoft) === 'equal') found['sharedId'] = sharedIdOf(stripe);
  if (fieldAgreement('taxId', stripe, peopleSoft) !== 'equal') return found;
  const ours = stripeTaxIds(stripe);
  const theirs = Object.values(peopleSoftTaxIds(peopleSoft));
  const same = [...ours.vatId, ...ours.taxId].find((id) => theirs.includes(id));
  return same === undefined ? found : { ...found, taxId: same };
}
