import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** A PeopleSoft customer that a Stripe customer resembles. */
export interface CandidateOfCustomer {
  readonly setId: string;
  readonly custId: string;
  /** Probability that the two are one party, 0 to 1. */
  readonly score: number;
  /** Reasons as JSON; their points add up to the score. */
  readonly pointsJson: string;
  readonly modelVersion: number;
}
export interface StripeCustomerId {
  readonly account: string;
  readonly customerId: string;
}
/** All candidates of one Stripe customer, the best first; none: it resembles nobody. */
export interface CandidatesOfCustomer extends StripeCustomerId {
  readonly candidates: readonly CandidateOfCustomer[];
}

const SELECT =
  'SELECT set_id AS setId, cust_id AS custId, score, points_json AS pointsJson, model_version AS modelVersion FROM customer_candidate';

/** Candidates of a Stripe customer, the best first. */
export function candidatesOf(db: ReadableLedger, of: StripeCustomerId): readonly CandidateOfCustomer[] {
  return statement<CandidateOfCustomer>(db, `${SELECT} WHERE account = ? AND customer_id = ? ORDER BY rank`).all(
    of.account,
    of.customerId,
  );
}

export interface CandidateScore extends StripeCustomerId {
  readonly custId: string;
  readonly score: number;
}

/** Scores of all candidates of one SetID: Stripe customer after Stripe customer, the best of each first. */
export function* candidateScores(db: ReadableLedger, setId: string): Generator<CandidateScore> {
  const rows = db.prepare<[string], CandidateScore>(
    `SELECT account, customer_id AS customerId, cust_id AS custId, score FROM customer_candidate WHERE set_id = ?
     ORDER BY account, customer_id, rank`,
  );
  yield* rows.iterate(setId);
}

/** Stripe customers that have candidates. */
export function customersWithCandidates(db: ReadableLedger): readonly StripeCustomerId[] {
  return db
    .prepare<[], StripeCustomerId>('SELECT account, customer_id AS customerId FROM customer_candidate WHERE rank = 1')
    .all();
}

/** Stripe customers of whose candidates a reason speaks by this signal. */
export function customersWithSignal(db: ReadableLedger, signal: string): readonly StripeCustomerId[] {
  return statement<StripeCustomerId>(
    db,
    'SELECT DISTINCT account, customer_id AS customerId FROM customer_candidate WHERE instr(points_json, ?) > 0',
  ).all(`"signal":"${signal}"`);
}

/** Puts these in the place of what the Stripe customer had. */
export function replaceCandidates(db: WritableLedger, { account, customerId, candidates }: CandidatesOfCustomer): void {
  statement(db, 'DELETE FROM customer_candidate WHERE account = ? AND customer_id = ?').run(account, customerId);
  for (const [at, { setId, custId, score, pointsJson, modelVersion }] of candidates.entries())
    statement(
      db,
      `INSERT INTO customer_candidate (account, customer_id, rank, set_id, cust_id, score, points_json, model_version)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(account, customerId, at + 1, setId, custId, score, pointsJson, modelVersion);
}

/** What the stored candidates were scored from, in one hash; null: scoring is due. */
export function scoredOf(db: ReadableLedger): string | null {
  return (
    statement<{ scoredOf: string | null }>(db, 'SELECT scored_of AS scoredOf FROM customer_scoring').get()?.scoredOf ??
    null
  );
}

/** Says what the stored candidates were scored from; null while they are being replaced. */
export function setScoredOf(db: WritableLedger, hash: string | null): void {
  statement(db, 'UPDATE customer_scoring SET scored_of = ?').run(hash);
}
