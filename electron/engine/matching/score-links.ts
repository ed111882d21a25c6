import { createHash } from 'node:crypto';
import { NO_PARTICULARS, PARTICULARS, type Particulars } from '../../../shared/domain/customer-particulars.ts';
import { customersWithCandidates, scoredOf, type CandidatesOfCustomer } from '../../ledger/customer-candidate-store.ts';
import { currentLinkModel } from '../../ledger/link-model-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { comparedParties } from '../../matching/customers/compared-parties.ts';
import { partyKey } from '../../matching/customers/propose-links.ts';
import {
  comparableCustomers,
  isOutgrown,
  knowsColumns,
  scoreCustomers,
  type Comparable,
} from '../../matching/customers/score-customers.ts';
import type { LinkModel } from '../../matching/parties/link-model.ts';
import type { MatchingProfile } from './matching-request.ts';
import { readParties } from './read-parties.ts';

/** Grows with everything but customers and the model that candidates follow from. */
const SCORING_VERSION = 2;

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
 * The candidates of all Stripe customers that no stored id links, under the frozen model; the first time, when the customers have
 * doubled since, and when more is known of them than it was learned from, the model is learned as the next version. Null where nothing that they follow from has changed since they were stored.
 */
export function scoreLinks(db: ReadableLedger, profile: MatchingProfile): ScoredLinks | null {
  const compared = comparableCustomers(readParties(db, profile));
  const stored = currentLinkModel(db);
  const isEmpty = compared.stripe.length === 0 || compared.peopleSoft.length === 0;
  const isOld =
    !isEmpty && (stored === null || isOutgrown({ rows: { left: stored.leftRows, right: stored.rightRows } }, compared));
  const parties = hashOf(compared, profile);
  const hash = (version: number): string => createHash('sha256').update(`${parties} ${version}`).digest('hex');
  const current = stored?.version ?? 0;
  if (!isOld && hash(current) === scoredOf(db)) return null;
  // Read only now: the model of many customers is large, and mostly nothing has changed.
  const known = isOld || stored === null ? null : (JSON.parse(stored.modelJson) as LinkModel);
  const { keys } = comparedParties(compared.stripe, compared.peopleSoft, profile.linking);
  const frozen = known !== null && knowsColumns(known, keys) ? known : null;
  const isComparable = !isEmpty && keys.length > 0;
  const isLearned = isComparable && frozen === null;
  const version = current + (isLearned ? 1 : 0);
  const scored = isComparable ? scoreCustomers(compared, frozen, profile.linking) : null;
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
    learned: scored !== null && isLearned ? learnedOf(scored.model, version, compared) : null,
    customers,
    scoredOf: hash(version),
  };
}

function learnedOf(model: LinkModel, version: number, { stripe, peopleSoft }: Comparable): LearnedModel {
  const modelJson = JSON.stringify({ ...model, version } satisfies LinkModel);
  return { version, modelJson, leftRows: stripe.length, rightRows: peopleSoft.length };
}

/** All that candidates follow from but the model, in one hash. */
function hashOf({ stripe, peopleSoft }: Comparable, { setId, linking }: MatchingProfile): string {
  const hash = createHash('sha256').update(JSON.stringify([SCORING_VERSION, setId, linking]));
  const told = (particulars: Particulars = NO_PARTICULARS) => PARTICULARS.map((name) => particulars[name]);
  for (const { account, customerId, name, taxIds = [], particulars } of stripe)
    hash.update(JSON.stringify([account, customerId, name, taxIds, told(particulars)]));
  for (const { custId, name, particulars } of peopleSoft)
    hash.update(JSON.stringify([custId, name, told(particulars)]));
  return hash.digest('hex');
}
