import { candidateScores } from '../../ledger/customer-candidate-store.ts';
import { allMerges } from '../../ledger/customer-merge-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { push, type ScoredParty } from '../../matching/customers/find-link.ts';
import { withMerges } from '../../matching/customers/merged-links.ts';
import type { PeopleSoftParty, StripeParty } from '../../matching/customers/parties.ts';
import {
  partyKey,
  proposeLinks,
  type ProposedLinks,
  type StandingLink,
} from '../../matching/customers/propose-links.ts';
import type { MatchingProfile } from './matching-request.ts';

interface CustomerRecord {
  account: string;
  customer_id: string;
  name: string | null;
  metadata_json: string;
}
interface PartyRecord {
  set_id: string;
  cust_id: string;
  name: string;
  status: PeopleSoftParty['status'];
  external_id: string | null;
  present: number;
}
interface LinkRecord {
  link_id: number;
  version: number;
  account: string;
  customer_id: string;
  set_id: string;
  cust_id: string;
  state: StandingLink['state'];
  basis: StandingLink['basis'];
  evidence_json: string;
  decided_by: string | null;
}

/** The crosswalk as the ledger's customers and links make it: what should change, and which link each movement may use. */
export function readLinks(db: ReadableLedger, profile: MatchingProfile): ProposedLinks {
  const { stripe, peopleSoft } = readParties(db, profile);
  const scored = new Map<string, ScoredParty[]>();
  for (const { account, customerId, custId, score } of candidateScores(db, profile.setId))
    push(scored, partyKey(account, customerId), { custId, score });
  return withMerges(proposeLinks(stripe, peopleSoft, standingLinks(db), scored), allMerges(db));
}

/** All customers of both sides, each side in the order of its ids. */
export function readParties(
  db: ReadableLedger,
  profile: Pick<MatchingProfile, 'setId' | 'customerIdKeys'>,
): { readonly stripe: readonly StripeParty[]; readonly peopleSoft: readonly PeopleSoftParty[] } {
  const customers = db.prepare<[], CustomerRecord>(
    'SELECT account, customer_id, name, metadata_json FROM stripe_customer ORDER BY account, customer_id',
  );
  const stripe: StripeParty[] = [];
  for (const row of customers.iterate())
    stripe.push({
      account: row.account,
      customerId: row.customer_id,
      name: row.name,
      storedIds: storedIds(row.metadata_json, profile.customerIdKeys),
    });
  const parties = db.prepare<[string], PartyRecord>(
    'SELECT set_id, cust_id, name, status, external_id, present FROM ps_customer WHERE set_id = ? ORDER BY cust_id',
  );
  const peopleSoft: PeopleSoftParty[] = [];
  for (const row of parties.iterate(profile.setId))
    peopleSoft.push({
      setId: row.set_id,
      custId: row.cust_id,
      name: row.name,
      status: row.status,
      externalId: row.external_id,
      present: row.present === 1,
    });
  return { stripe, peopleSoft };
}

function standingLinks(db: ReadableLedger): StandingLink[] {
  const links = db.prepare<[], LinkRecord>(
    `SELECT link_id, version, account, customer_id, set_id, cust_id, state, basis, evidence_json, decided_by
     FROM crosswalk_link ORDER BY link_id`,
  );
  return links.all().map((row) => ({
    linkId: row.link_id,
    version: row.version,
    account: row.account,
    customerId: row.customer_id,
    setId: row.set_id,
    custId: row.cust_id,
    state: row.state,
    basis: row.basis,
    evidence: textFields(row.evidence_json),
    decidedBy: row.decided_by,
  }));
}

function storedIds(metadataJson: string, keys: readonly string[]): string[] {
  if (metadataJson === '{}') return [];
  const metadata = textFields(metadataJson);
  return keys.flatMap((key) => metadata[key] ?? []);
}

/** The text members of a stored JSON object; others are left out. */
export function textFields(json: string): Record<string, string> {
  if (json === '{}') return {};
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
