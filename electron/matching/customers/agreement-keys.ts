import type { LinkKind } from '../../../shared/contract/rule-changes.ts';
import { assertNever } from '../../../shared/domain/assert-never.ts';
import type { LinkingField } from '../../../shared/contract/profile-linking.ts';
import { readValue } from '../parties/read-value.ts';
import { exactName } from './exact-name.ts';
import { sharedIdOf } from './field-agreement.ts';
import type { PeopleSoftParty, StripeParty } from './parties.ts';
import { peopleSoftTaxIds, stripeTaxIds } from './tax-ids.ts';

/** The fields that two customers agree in as a whole where they share a key of a kind. */
export const FIELDS_OF_KIND: Readonly<Record<LinkKind, readonly LinkingField[]>> = {
  sharedId: ['sharedId'],
  taxId: ['taxId'],
  nameAndAddress: ['name', 'address'],
};

/**
 * Texts of which a Stripe customer and a PeopleSoft customer share one exactly where they agree wholly in all fields of a kind, as
 * `fieldAgreement` says: so that those who agree are found without comparing everybody. None: nothing is known of it.
 */
export function agreementKeys(kind: LinkKind, party: StripeParty | PeopleSoftParty): readonly string[] {
  switch (kind) {
    case 'sharedId':
      return [sharedIdOf(party)].filter((id) => id !== '');
    case 'taxId':
      return taxIdsOf(party);
    case 'nameAndAddress':
      return namesOf(party).flatMap((name) => placesOf(party).map((place) => `${name}\n${place}`));
    default:
      return assertNever(kind, 'kind');
  }
}

function taxIdsOf(party: StripeParty | PeopleSoftParty): readonly string[] {
  if ('custId' in party) {
    const { vatId, taxId } = peopleSoftTaxIds(party);
    return [vatId, taxId].filter((id) => id !== '');
  }
  const { vatId, taxId } = stripeTaxIds(party);
  return [...vatId, ...taxId];
}

function namesOf(party: StripeParty | PeopleSoftParty): readonly string[] {
  const other = 'custId' in party ? (party.particulars?.otherName ?? null) : null;
  return [party.name, other].map(exactName).filter((name) => name !== null);
}

function placesOf({ particulars }: StripeParty | PeopleSoftParty): readonly string[] {
  const street = readValue('street', particulars?.street ?? '');
  if (street === '') return [];
  const city = readValue('word', particulars?.city ?? '');
  const postalCode = readValue('code', particulars?.postalCode ?? '');
  return [
    ...(city === '' ? [] : [`${street}\ncity ${city}`]),
    ...(postalCode === '' ? [] : [`${street}\npostal code ${postalCode}`]),
  ];
}
