import { candidateScores, type CandidatesOfCustomer } from '../../ledger/customer-candidate-store.ts';
import { allMerges } from '../../ledger/customer-merge-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { push, type ScoredParty } from '../../matching/customers/find-link.ts';
import { withMerges } from '../../matching/customers/merged-links.ts';
import { partyKey } from '../../matching/customers/party-key.ts';
import { proposeLinks, type ProposedLinks, type StandingLink } from '../../matching/customers/propose-links.ts';
import type { MatchingProfile } from './matching-request.ts';
import { readParties } from './read-parties.ts';
import { textFields } from './text-fields.ts';

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
  valid_until_date: string | null;
  by_hand: number;
}

/**
 * The crosswalk as the ledger's customers, candidates and links make it: what should change, and which link each movement may use.
 * `fresh`: candidates that a run would have stored by now, in the place of those of the same Stripe customers.
 */
export function readLinks(
  db: ReadableLedger,
  profile: MatchingProfile,
  fresh: readonly CandidatesOfCustomer[] = [],
): ProposedLinks {
  const { stripe, peopleSoft } = readParties(db, profile);
  const scored = new Map<string, ScoredParty[]>();
  for (const { account, customerId, custId, score } of candidateScores(db, profile.setId))
    push(scored, partyKey(account, customerId), { custId, score });
  for (const { account, customerId, candidates } of fresh) scored.set(partyKey(account, customerId), [...candidates]);
  const links = proposeLinks(stripe, peopleSoft, standingLinks(db), scored, profile.linking, profile.linkRule);
  return withMerges(links, allMerges(db));
}

function standingLinks(db: ReadableLedger): StandingLink[] {
  const links = db.prepare<[], LinkRecord>(
    `SELECT link_id, version, account, customer_id, set_id, cust_id, state, basis, evidence_json, decided_by, valid_until_date,
       by_hand
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
    validUntilDate: row.valid_until_date,
    isByHand: row.by_hand === 1,
  }));
}
