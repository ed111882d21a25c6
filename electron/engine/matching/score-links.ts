import { createHash } from 'node:crypto';
import { customersWithCandidates, scoredOf, type CandidatesOfCustomer } from '../../ledger/customer-candidate-store.ts';
import { currentLinkModel } from '../../ledger/link-model-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { partyKey } from '../../matching/customers/propose-links.ts';
import {
  comparableCustomers,
  isOutgrown,
  scoreCustomers,
  type Comparable,
} from '../../matching/customers/score-customers.ts';
import type { LinkModel } from '../../matching/parties/link-model.ts';
import type { MatchingProfile } from './matching-request.ts';
import { readParties } from './read-links.ts';

/** Grows with everything but customers and the model that candidates follow from. */
const SCORING_VERSION = 1;

/** A version of the model that was learned in this run, as it is to be kept. */
export interface LearnedModel {
  readonly version: number;
  readonly modelJson: string;
  readonly leftRows: number;
  readonly rightRows: number;
}
export interface ScoredLinks {
  /** Null: the model in use was kept. */
  readonly learned: LearnedModel | null;
  /** Every Stripe customer that has candidates, and those that have none any more. */
  readonly customers: readonly CandidatesOfCustomer[];
  /** What they were scored from, in one hash. */
  readonly scoredOf: string;
}

/**
 * The candidates of all Stripe customers that no stored id links, under the frozen model; the first time, and when the customers have
 * doubled since, the model is learned as the next version. Null where nothing that they follow from has changed since they were stored.
 */
export function scoreLinks(db: ReadableLedger, profile: MatchingProfile): ScoredLinks | null {
  const compared = comparableCustomers(readParties(db, profile));
  const stored = currentLinkModel(db);
  const isEmpty = compared.stripe.length === 0 || compared.peopleSoft.length === 0;
  const isKept =
    isEmpty || (stored !== null && !isOutgrown({ rows: { left: stored.leftRows, right: stored.rightRows } }, compared));
  const version = (stored?.version ?? 0) + (isKept ? 0 : 1);
  const hash = hashOf(compared, profile.setId, version);
  if (hash === scoredOf(db)) return null;
  // Read only now: the model of many customers is large, and mostly nothing has changed.
  const frozen = isKept && stored !== null ? (JSON.parse(stored.modelJson) as LinkModel) : null;
  const scored = isEmpty ? null : scoreCustomers(compared, frozen);
  const customers: CandidatesOfCustomer[] = (scored?.customers ?? []).map(({ account, customerId, candidates }) => ({
    account,
    customerId,
    candidates: candidates.map(({ setId, custId, score, reasons }) => ({
      setId,
      custId,
      score,
      pointsJson: JSON.stringify(reasons),
      modelVersion: version,
    })),
  }));
  const found = new Set(customers.map(({ account, customerId }) => partyKey(account, customerId)));
  for (const { account, customerId } of customersWithCandidates(db))
    if (!found.has(partyKey(account, customerId))) customers.push({ account, customerId, candidates: [] });
  return {
    learned: scored === null || isKept ? null : learnedOf(scored.model, version, compared),
    customers,
    scoredOf: hash,
  };
}

function learnedOf(model: LinkModel, version: number, { stripe, peopleSoft }: Comparable): LearnedModel {
  const modelJson = JSON.stringify({ ...model, version } satisfies LinkModel);
  return { version, modelJson, leftRows: stripe.length, rightRows: peopleSoft.length };
}

function hashOf({ stripe, peopleSoft }: Comparable, setId: string, version: number): string {
  const hash = createHash('sha256').update(JSON.stringify([SCORING_VERSION, setId, version]));
  for (const { account, customerId, name } of stripe) hash.update(JSON.stringify([account, customerId, name]));
  for (const { custId, name } of peopleSoft) hash.update(JSON.stringify([custId, name]));
  return hash.digest('hex');
}
