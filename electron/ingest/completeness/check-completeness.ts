import type { Instant } from '../../../shared/domain/ids.ts';
import type { StripeType } from '../../connectors/stripe/types.ts';
import type { Ledger } from '../../ledger/operation.ts';
import { proveBalance } from './balance-proof.ts';
import { proveReports } from './report-proof.ts';
import {
  closeArrivedGaps,
  completenessChecked,
  completenessRange,
  findInChanges,
  followFindings,
  settleWatches,
  type SettledTo,
} from './completeness-operations.ts';
import { completenessFindings, type CompletenessFindings } from './completeness-findings.ts';
import { countHeld } from './held-by-month.ts';
import { countEdges } from './held-edges.ts';
import { listedSince } from './listed-since.ts';
import { FAMILIES } from './stripe-families.ts';

/** Changes looked at together: a stretch is one read, and nothing of it is kept in memory afterwards. */
const CHANGES_A_READ = 5_000;

export interface CompletenessOptions {
  /** Every stream was read to its end just now: the balance can be held against its rows. */
  readonly wholePoll: boolean;
  /** Zones in which months are counted beside those of UTC: the units' own. */
  readonly zones?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * Finds out what Stripe has and the ledger has not: follows what was missing before, looks at what everything that changed since the last
 * check proves to exist, counts what is held by month, and holds Stripe's balance against its rows. What is missing is written down
 * and asked for by hints; nothing is asked of Stripe here. One check of an account at a time; it may be cut off anywhere and is then
 * done again. Rejects only for errors of the ledger.
 */
export async function checkCompleteness(
  ledger: Ledger,
  account: string,
  now: Instant,
  options: CompletenessOptions,
): Promise<CompletenessFindings> {
  let settled: SettledTo = null;
  do settled = await ledger.write(settleWatches, { account, after: settled, now });
  while (settled !== null && options.signal?.aborted !== true);
  await ledger.write(closeArrivedGaps, { account, at: now });
  const zones = zonesOf(options);
  const range = await ledger.read(completenessRange, { account, zones });
  // A check of everything counts everything: of a family that was taken back nothing is left that could have changed.
  const changedFrom = new Map<StripeType, string>(range.from === 0 ? FAMILIES.map((type) => [type, '']) : []);
  for (let from = range.from; from < range.to && options.signal?.aborted !== true;) {
    const slice = await ledger.read(findInChanges, { ...range, account, from, limit: CHANGES_A_READ, now });
    if (slice.findings.length > 0) await ledger.write(followFindings, { account, findings: slice.findings, now });
    for (const [type, at] of Object.entries(slice.changedFrom) as [StripeType, string][]) note(changedFrom, type, at);
    from = slice.upTo;
  }
  if (options.signal?.aborted === true) return ledger.read(completenessFindings, { account });
  for (const { type, from } of await ledger.read(listedSince, { account })) note(changedFrom, type, from);
  for (const [type, from] of changedFrom) {
    await ledger.write(countHeld, { account, type, from });
    await ledger.write(countEdges, { account, type, from, zones });
  }
  await ledger.write(proveBalance, { account, wholePoll: options.wholePoll, at: now });
  const rowsFrom = changedFrom.get('balance_transaction') ?? null;
  await ledger.write(proveReports, { account, zones, changedFrom: rowsFrom, at: now });
  await ledger.write(completenessChecked, { account, version: range.to, seen: range.seen, zones, at: now });
  return ledger.read(completenessFindings, { account });
}

function zonesOf({ zones = [] }: CompletenessOptions): readonly string[] {
  return [...new Set(zones)].filter((zone) => zone !== 'UTC').toSorted();
}

function note(earliest: Map<StripeType, string>, type: StripeType, at: string): void {
  const known = earliest.get(type);
  if (known === undefined || at < known) earliest.set(type, at);
}
