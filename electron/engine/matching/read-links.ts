import { candidateScores, type CandidatesOfCustomer } from '../../ledger/customer-candidate-store.ts';
import { allMerges } from '../../ledger/customer-merge-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { push, type ScoredParty } from '../../matching/customers/find-link.ts';
import { withMerges } from '../../matching/customers/merged-links.ts';
import { partyKey } from '../../matching/customers/party-key.ts';
import { proposeLinks, type ProposedLinks, type StandingLink } from '../../matching/customers/propose-links.ts';
import type { MatchingProfile } from './matching-request.ts';
import { readParties, type ReadParties } from './read-parties.ts';
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
  return withMerges(linksOf(readCrosswalk(db, profile, fresh), profile), allMerges(db));
}

/** All that links follow from. */
export interface Crosswalk extends ReadParties {
  readonly scored: ReadonlyMap<string, readonly ScoredParty[]>;
  readonly standing: readonly StandingLink[];
}

/** The links that a crosswalk gives under a profile, whatever people merged. */
export function linksOf({ stripe, peopleSoft, standing, scored }: Crosswalk, profile: MatchingProfile): ProposedLinks {
  const linkRules = { score: profile.linkRule ?? null, by: profile.linkBy ?? [] };
  return proposeLinks(stripe, peopleSoft, standing, scored, profile.linking, linkRules);
}

/** The ledger's customers, candidates and links. `fresh`: as for `readLinks`. */
export function readCrosswalk(
  db: ReadableLedger,
  profile: MatchingProfile,
  fresh: readonly CandidatesOfCustomer[] = [],
): Crosswalk {
  const scored = new Map<string, ScoredParty[]>();
  for (const { account, customerId, custId, score } of candidateScores(db, profile.setId))
    push(scored, partyKey(account, customerId), { custId, score });
  for (const { account, customerId, candidates } of fresh) scored.set(partyKey(account, customerId), [...candidates]);
  return { ...readParties(db, profile), scored, standing: standingLinks(db) };
}

const LINKS = `SELECT link_id, version, account, customer_id, set_id, cust_id, state, basis, evidence_json, decided_by, valid_until_date,
    by_hand FROM crosswalk_link`;

function standingLinks(db: ReadableLedger): StandingLink[] {
  return db.prepare<[], LinkRecord>(`${LINKS} ORDER BY link_id`).all().map(standingLink);
}

/** All links of one Stripe customer. */
export function linksOfParty(db: ReadableLedger, account: string, customerId: string): StandingLink[] {
  const links = statement<LinkRecord>(db, `${LINKS} WHERE account = ? AND customer_id = ? ORDER BY link_id`);
  return links.all(account, customerId).map(standingLink);
}

function standingLink(row: LinkRecord): StandingLink {
  return {
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
  };
}
