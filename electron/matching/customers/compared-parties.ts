import type { LinkingField, LinkingRules } from '../../../shared/contract/profile-linking.ts';
import type { Particular } from '../../../shared/domain/customer-particulars.ts';
import type { PartyColumns, PartyField } from '../parties/party-columns.ts';
import type { PeopleSoftParty, StripeParty } from './parties.ts';
import { taxIdCells } from './tax-ids.ts';

/** Both sides as columns, cell by cell in the order they were given. */
export interface ComparedParties {
  readonly left: PartyColumns;
  readonly right: PartyColumns;
  /** Keys of the columns as the model and the reasons name them. */
  readonly keys: readonly string[];
}
/** Key of the column of other names: the only one beside the fields that have a name. */
export const OTHER_NAME_KEY = 'other1';

/** The columns that each field of a site's rules stands for, and what fills them. */
const PARTICULARS_OF: Readonly<
  Record<Exclude<LinkingField, 'name' | 'taxId'>, Partial<Record<PartyField, Particular>>>
> = {
  address: { street: 'street', city: 'city', postalCode: 'postalCode', region: 'region', country: 'country' },
  email: { email: 'email' },
  phone: { phone: 'phone' },
  sharedId: { externalId: 'sharedId' },
};
/** The columns of a field, by their keys in the model. */
export const KEYS_OF: Readonly<Record<LinkingField, readonly string[]>> = {
  name: ['name', 'legalForm', OTHER_NAME_KEY],
  address: Object.keys(PARTICULARS_OF.address),
  email: ['email'],
  phone: ['phone'],
  taxId: ['vatId', 'taxId'],
  sharedId: ['externalId'],
};

/**
 * The columns in which the rules of a site let customers be compared and in which anybody of either side says something: what one side does not know at all is
 * no column, so that a model is not learned of it.
 */
export function comparedParties(
  stripe: readonly StripeParty[],
  peopleSoft: readonly PeopleSoftParty[],
  { compare }: LinkingRules,
): ComparedParties {
  const left: Partial<Record<PartyField, readonly string[]>> = {};
  const right: Partial<Record<PartyField, readonly string[]>> = {};
  const add = (field: PartyField, ours: readonly string[], theirs: readonly string[]): void => {
    if (!isSaid(ours) || !isSaid(theirs)) return;
    left[field] = ours;
    right[field] = theirs;
  };
  const hasName = compare.includes('name');
  const names = stripe.map(({ name }) => name ?? '');
  if (hasName)
    add(
      'name',
      names,
      peopleSoft.map(({ name }) => name),
    );
  for (const field of compare) {
    if (field === 'name') continue;
    if (field === 'taxId') {
      const cells = taxIdCells(stripe, peopleSoft);
      for (const kind of ['vatId', 'taxId'] as const) add(kind, cells.left[kind], cells.right[kind]);
      continue;
    }
    for (const [key, particular] of Object.entries(PARTICULARS_OF[field]) as [PartyField, Particular][])
      add(key, textsOf(stripe, particular), textsOf(peopleSoft, particular));
  }
  const otherNames = textsOf(peopleSoft, 'otherName');
  const other = hasName && isSaid(otherNames) && isSaid(names) ? { left: [names], right: [otherNames] } : null;
  return {
    left: { count: stripe.length, fields: left, ...(other === null ? {} : { other: other.left }) },
    right: { count: peopleSoft.length, fields: right, ...(other === null ? {} : { other: other.right }) },
    keys: [...Object.keys(left), ...(other === null ? [] : [OTHER_NAME_KEY])],
  };
}

function isSaid(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.trim() !== '');
}

function textsOf(parties: readonly (StripeParty | PeopleSoftParty)[], particular: Particular): string[] {
  return parties.map(({ particulars }) => particulars?.[particular] ?? '');
}
