import { createHash } from 'node:crypto';
import { NO_PARTICULARS, PARTICULARS, type Particulars } from '../../../shared/domain/customer-particulars.ts';
import {
  candidatesOf,
  customersWithCandidates,
  customersWithSignal,
  scoredOf,
  type CandidatesOfCustomer,
} from '../../ledger/customer-candidate-store.ts';
import { currentLinkModel, nextLinkModelVersion } from '../../ledger/link-model-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import {
  ALIAS,
  partiesSpokenOf,
  withAliases,
  withoutAliases,
  withoutRememberedIds,
} from '../../matching/customers/aliases.ts';
import { comparedParties } from '../../matching/customers/compared-parties.ts';
import { partyKey } from '../../matching/customers/party-key.ts';
import {
  comparableCustomers,
  isOutgrown,
  knowsColumns,
  scoreCustomers,
  type Comparable,
  type ScoredCustomer,
} from '../../matching/customers/score-customers.ts';
import type { PairReason } from '../../matching/parties/explain-pair.ts';
import type { LinkModel } from '../../matching/parties/link-model.ts';
import type { MatchingProfile } from './matching-request.ts';
import { readAliases } from './read-aliases.ts';
import { readParties } from './read-parties.ts';

/** Grows with everything but customers and the model that candidates follow from. */
const SCORING_VERSION = 3;

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
 * The candidates of all Stripe customers that no stored id links, under the frozen model and with what persons remember on the
 * day; the first time, when the customers have doubled since, and when more is known of them than it was learned from, the model is learned as the
 * next version. Null where nothing that they follow from has changed since they were stored.
 */
export function scoreLinks(db: ReadableLedger, profile: MatchingProfile, today: string): ScoredLinks | null {
  const memory = readAliases(db, { setId: profile.setId, today });
  const all = readParties(db, profile);
  const compared = comparableCustomers({ ...all, stripe: withoutRememberedIds(all, memory.aliases) });
  const stored = currentLinkModel(db);
  const isEmpty = compared.stripe.length === 0 || compared.peopleSoft.length === 0;
  const isOld =
    !isEmpty &&
    // What a reviewer enabled stays until she enables another one.
    (stored === null ||
      (stored.origin === 'learned' &&
        isOutgrown({ rows: { left: stored.leftRows, right: stored.rightRows } }, compared)));
  const parties = hashOf(compared, profile);
  const base = (version: number): string => createHash('sha256').update(`${parties} ${version}`).digest('hex');
  const hash = (version: number): string => `${base(version)} ${memory.hash}`;
  const current = stored?.version ?? 0;
  const before = scoredOf(db);
  if (!isOld && hash(current) === before) return null;
  // Read only now: the model of many customers is large, and mostly nothing has changed.
  const known = isOld || stored === null ? null : (JSON.parse(stored.modelJson) as LinkModel);
  const { keys } = comparedParties(compared.stripe, compared.peopleSoft, profile.linking);
  const frozen = known !== null && knowsColumns(known, keys) ? known : null;
  const remembering = { ...memory, compared: asKept(compared, all) };
  if (frozen !== null && before?.startsWith(`${base(current)} `) === true)
    return {
      learned: null,
      customers: rememberedAnew(db, { ...remembering, model: frozen }, current),
      scoredOf: hash(current),
    };
  const isComparable = !isEmpty && keys.length > 0;
  const isLearned = isComparable && frozen === null;
  const version = isLearned ? nextLinkModelVersion(db) : current;
  const scored = isComparable ? scoreCustomers(compared, frozen, profile.linking) : null;
  const found = scored === null ? [] : withAliases(scored.customers, { ...remembering, model: scored.model });
  return {
    learned: scored !== null && isLearned ? learnedOf(scored.model, version, compared) : null,
    customers: toStore(db, found, version),
    scoredOf: hash(version),
  };
}

/** Only what is remembered has changed: those it speaks of, and spoke of, get it over the scores they have. */
function rememberedAnew(
  db: ReadableLedger,
  remembering: Parameters<typeof withAliases>[1],
  version: number,
): CandidatesOfCustomer[] {
  const keyOf = ({ account, customerId }: { readonly account: string; readonly customerId: string }): string =>
    partyKey(account, customerId);
  const touched = new Set([...partiesSpokenOf(remembering), ...customersWithSignal(db, ALIAS)].map(keyOf));
  const stripe = remembering.compared.stripe.filter((party) => touched.has(keyOf(party)));
  const scored = stripe.map(({ account, customerId }) => {
    const candidates = candidatesOf(db, { account, customerId }).map(({ setId, custId, score, pointsJson }) => ({
      setId,
      custId,
      score,
      reasons: JSON.parse(pointsJson) as PairReason[],
    }));
    return { account, customerId, candidates: withoutAliases(candidates) };
  });
  const compared = { ...remembering.compared, stripe };
  return withAliases(scored, { ...remembering, compared }).map((each) => stored(each, version));
}

function stored({ account, customerId, candidates }: ScoredCustomer, modelVersion: number): CandidatesOfCustomer {
  return {
    account,
    customerId,
    candidates: candidates.map(({ setId, custId, score, reasons }) => ({
      setId,
      custId,
      score,
      pointsJson: JSON.stringify(reasons),
      modelVersion,
    })),
  };
}

/** The candidates that are to stand, and none for who has none any more. */
function toStore(db: ReadableLedger, found: readonly ScoredCustomer[], version: number): CandidatesOfCustomer[] {
  const customers = found.map((each) => stored(each, version));
  const known = new Set(customers.map(({ account, customerId }) => partyKey(account, customerId)));
  for (const { account, customerId } of customersWithCandidates(db))
    if (!known.has(partyKey(account, customerId))) customers.push({ account, customerId, candidates: [] });
  return customers;
}

/** Who is compared, with the ids as they are kept: a remembered one is what an alias is found by. */
function asKept(compared: Comparable, { stripe }: Comparable): Comparable {
  const kept = new Map(stripe.map((party) => [partyKey(party.account, party.customerId), party]));
  return {
    ...compared,
    stripe: compared.stripe.map((party) => kept.get(partyKey(party.account, party.customerId)) ?? party),
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
