import type { Instant } from '../../../shared/domain/ids.ts';
import type { StripeConnector } from '../../connectors/stripe/types.ts';
import { checkCompleteness } from '../../ingest/completeness/check-completeness.ts';
import { checkPayouts } from '../../ingest/completeness/check-payouts.ts';
import {
  openBalances,
  type CompletenessFindings,
  type OpenBalance,
} from '../../ingest/completeness/completeness-findings.ts';
import { countOpenPayouts } from '../../ingest/completeness/payout-operations.ts';
import { stripeAccounts } from '../../ingest/completeness/completeness-operations.ts';
import type { CompletenessReport, PollOutcome, Said, StreamFailure } from '../../ingest/sync-report.ts';
import type { Ledger } from '../../ledger/operation.ts';
import { readConnections, writeConnection } from '../../ledger/operations.ts';
import { formatDecimal, money } from '../../../shared/domain/money.ts';
import { blockingTroubles, standingTroubles } from './completeness-words.ts';

interface CheckOptions {
  readonly connector: Pick<StripeConnector, 'listOfOwner'>;
  readonly ledger: Ledger;
  /** The account of the profile; null: every account of which anything is held. */
  readonly account: string | null;
  readonly now: () => Instant;
  /** Zones of the units. */
  readonly zones: readonly string[];
  readonly signal: AbortSignal;
  readonly nextTryAt: Instant | null;
}

/**
 * Checks after a poll that was read to its end what Stripe has and the ledger has not, and says so on the connection and in the outcome.
 * Objects that are still asked for and a balance that does not come to its rows make it incomplete; what Stripe says it does not know,
 * and a payout that differs though its rows are held, is said and holds nothing up. A poll that was not read to its end is handed back as it is.
 */
export async function withCompleteness(outcome: PollOutcome, options: CheckOptions): Promise<PollOutcome> {
  const { ledger, now, signal } = options;
  if (outcome.failures.length > 0 || signal.aborted) return outcome;
  const accounts = options.account === null ? await ledger.read(stripeAccounts, null) : [options.account];
  let stopped: StreamFailure | null = null;
  let payoutsOpen = 0;
  const balances: OpenBalance[] = [];
  let total: CompletenessFindings = { missing: 0, unknownToStripe: 0, balancesOpen: 0 };
  for (const account of accounts) {
    stopped ??= await checkPayouts({ connector: options.connector, ledger, account, now, signal });
    const found = await checkCompleteness(ledger, account, now(), { wholePoll: true, zones: options.zones, signal });
    payoutsOpen += await ledger.read(countOpenPayouts, { account });
    balances.push(...(await ledger.read(openBalances, { account })));
    total = {
      missing: total.missing + found.missing,
      unknownToStripe: total.unknownToStripe + found.unknownToStripe,
      balancesOpen: total.balancesOpen + found.balancesOpen,
    };
  }
  const failures = [...(stopped === null ? [] : [stopped]), ...blockingTroubles(total, balances)];
  const standing = standingTroubles(total, payoutsOpen);
  if (failures.length + standing.length === 0 || signal.aborted) return outcome;
  await sayOnConnection(options, [...failures, ...standing]);
  const completeness = { ...total, payoutsOpen, balancesOpen: balances.map(balanceInReport) };
  const complete = outcome.report.complete && failures.length === 0;
  return { ...outcome, report: { ...outcome.report, complete, completeness }, failures, standing };
}

function balanceInReport(open: OpenBalance): CompletenessReport['balancesOpen'][number] {
  const difference = formatDecimal(money(open.differenceMinor, open.exponent, open.currency));
  return { balance: open.balanceType, currency: open.currency, difference };
}

/** Beside what the poll itself has to say, which stays. */
async function sayOnConnection({ ledger, now, nextTryAt }: CheckOptions, troubles: readonly Said[]): Promise<void> {
  const connections = await ledger.read(readConnections, null);
  const said = connections.find(({ system }) => system === 'stripe');
  const messages = [said?.message, ...troubles.map(({ message }) => message)].filter(
    (text) => typeof text === 'string',
  );
  const steps = [said?.nextStep, ...troubles.map(({ nextStep }) => nextStep)].filter(
    (text) => typeof text === 'string',
  );
  await ledger.write(writeConnection, {
    system: 'stripe',
    state: 'degraded',
    at: now(),
    nextTryAt,
    message: messages.join('; '),
    nextStep: steps.join(' '),
  });
}
