import { NO_PARTICULARS, type Particulars } from '../../../shared/domain/customer-particulars.ts';
import type { Profile } from '../../../shared/contract/profile.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { SELECT_PARTICULARS } from '../../ledger/particulars.ts';
import { statement } from '../../ledger/statement.ts';
import type { PeopleSoftParty, StripeParty, TypedTaxId } from '../../matching/customers/parties.ts';
import type { MatchingProfile } from './matching-request.ts';
import { textFields } from './text-fields.ts';

/** Where a site keeps its customers, and their ids in the other system's metadata. */
export type PartyProfile = Pick<MatchingProfile, 'setId' | 'customerIdKeys' | 'sharedIdKey'>;

/** What a connection profile says of the customers. */
export function partyProfile({ peoplesoft, stripe }: Pick<Profile, 'peoplesoft' | 'stripe'>): PartyProfile {
  return { setId: peoplesoft.setId, customerIdKeys: stripe.customerIdKeys, sharedIdKey: stripe.sharedIdKey ?? null };
}

interface StripeRecord {
  readonly account: string;
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly metadataJson: string;
  readonly street: string | null;
  readonly street2: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
  readonly region: string | null;
  readonly country: string | null;
  readonly phone: string | null;
  readonly taxIdsJson: string | null;
}
const STRIPE = `SELECT account, customer_id AS customerId, name, email, metadata_json AS metadataJson, street, street2, city, postal_code AS postalCode,
    region, country, phone, tax_ids_json AS taxIdsJson
  FROM stripe_customer`;

interface PeopleSoftRecord extends Particulars {
  readonly setId: string;
  readonly custId: string;
  readonly name: string;
  readonly status: PeopleSoftParty['status'];
  readonly externalId: string | null;
  readonly present: number;
}
const PEOPLESOFT = `SELECT set_id AS setId, cust_id AS custId, name, status, external_id AS externalId, present, ${SELECT_PARTICULARS}
  FROM ps_customer`;

export const PEOPLESOFT_BY_ID = `${PEOPLESOFT} WHERE set_id = ? AND cust_id IN (SELECT value FROM json_each(?))`;
/** By the index over the ids they carry: a SetID has very many customers. */
export const PEOPLESOFT_BY_STRIPE_ID = `${PEOPLESOFT} WHERE +set_id = ? AND external_id IN (SELECT value FROM json_each(?))`;

/** The customers of both systems. */
export interface ReadParties {
  readonly stripe: readonly StripeParty[];
  readonly peopleSoft: readonly PeopleSoftParty[];
}

/** All customers of both sides, each side in the order of its ids. */
export function readParties(db: ReadableLedger, profile: PartyProfile): ReadParties {
  const stripe: StripeParty[] = [];
  for (const row of statement<StripeRecord>(db, `${STRIPE} ORDER BY account, customer_id`).iterate())
    stripe.push(stripeParty(row, profile));
  const peopleSoft: PeopleSoftParty[] = [];
  const rows = statement<PeopleSoftRecord>(db, `${PEOPLESOFT} WHERE set_id = ? ORDER BY cust_id`);
  for (const row of rows.iterate(profile.setId)) peopleSoft.push(peopleSoftParty(row));
  return { stripe, peopleSoft };
}

/** One Stripe customer; undefined: the ledger has none of this id. */
export function readStripeParty(
  db: ReadableLedger,
  { account, customerId }: Pick<StripeParty, 'account' | 'customerId'>,
  profile: PartyProfile,
): StripeParty | undefined {
  const row = statement<StripeRecord>(db, `${STRIPE} WHERE account = ? AND customer_id = ?`).get(account, customerId);
  return row === undefined ? undefined : stripeParty(row, profile);
}

/** One PeopleSoft customer; undefined: the ledger has none of this id. */
export function readPeopleSoftParty(db: ReadableLedger, setId: string, custId: string): PeopleSoftParty | undefined {
  const row = statement<PeopleSoftRecord>(db, `${PEOPLESOFT} WHERE set_id = ? AND cust_id = ?`).get(setId, custId);
  return row === undefined ? undefined : peopleSoftParty(row);
}

/** The PeopleSoft customers that have one of these ids, or carry one of these Stripe ids. */
export function readPeopleSoftParties(
  db: ReadableLedger,
  setId: string,
  { custIds, externalIds }: { readonly custIds: readonly string[]; readonly externalIds: readonly string[] },
): readonly PeopleSoftParty[] {
  const rows = [
    ...statement<PeopleSoftRecord>(db, PEOPLESOFT_BY_ID).all(setId, JSON.stringify(custIds)),
    ...statement<PeopleSoftRecord>(db, PEOPLESOFT_BY_STRIPE_ID).all(setId, JSON.stringify(externalIds)),
  ];
  return [...new Map(rows.map((row) => [row.custId, row])).values()].map(peopleSoftParty);
}

function stripeParty(row: StripeRecord, { customerIdKeys, sharedIdKey }: PartyProfile): StripeParty {
  const metadata = textFields(row.metadataJson);
  const { account, customerId, name, street, street2, city, postalCode, region, country, phone, email } = row;
  const sharedId = sharedIdKey === null ? null : (metadata[sharedIdKey] ?? null);
  return {
    account,
    customerId,
    name,
    storedIds: customerIdKeys.flatMap((key) => metadata[key] ?? []),
    particulars: { ...NO_PARTICULARS, street, street2, city, postalCode, region, country, phone, email, sharedId },
    taxIds: row.taxIdsJson === null || row.taxIdsJson === '[]' ? [] : (JSON.parse(row.taxIdsJson) as TypedTaxId[]),
  };
}

function peopleSoftParty(row: PeopleSoftRecord): PeopleSoftParty {
  const { setId, custId, name, status, externalId, present, ...particulars } = row;
  return { setId, custId, name, status, externalId, present: present === 1, particulars };
}
