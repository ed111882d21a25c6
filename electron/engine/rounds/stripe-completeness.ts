import type { Instant } from '../../../shared/domain/ids.ts';
import type { StripeConnector } from '../../connectors/stripe/types.ts';
import { checkCompleteness } from '../../ingest/completeness/check-completeness.ts';
import { checkPayouts } from '../../ingest/completeness/check-payouts.ts';
import type { CompletenessFindings } from '../../ingest/completeness/completeness-findings.ts';
import { countOpenPayouts } from '../../ingest/completeness/payout-operations.ts';
import { stripeAccounts } from '../../ingest/completeness/completeness-operations.ts';
import type { PollOutcome, StreamFailure } from '../../ingest/sync-report.ts';
import type { Ledger } from '../../ledger/operation.ts';
import { readConnections, writeConnection } from '../../ledger/operations.ts';

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
 * Checks after a poll that was read to its end what Stripe has and the ledger has not, and says so on the connection and in the outcome:
 * an open gap makes it incomplete. A poll that was not read to its end is handed back as it is.
 */
export async function withCompleteness(outcome: PollOutcome, options: CheckOptions): Promise<PollOutcome> {
  const { ledger, now, signal } = options;
  if (outcome.failures.length > 0 || signal.aborted) return outcome;
  const accounts = options.account === null ? await ledger.read(stripeAccounts, null) : [options.account];
  let stopped: StreamFailure | null = null;
  let payoutsOpen = 0;
  let total: CompletenessFindings = { missing: 0, unknownToStripe: 0, balancesOpen: 0 };
  for (const account of accounts) {
    stopped ??= await checkPayouts({ connector: options.connector, ledger, account, now, signal });
    const found = await checkCompleteness(ledger, account, now(), { wholePoll: true, zones: options.zones, signal });
    payoutsOpen += await ledger.read(countOpenPayouts, { account });
    total = {
      missing: total.missing + found.missing,
      unknownToStripe: total.unknownToStripe + found.unknownToStripe,
      balancesOpen: total.balancesOpen + found.balancesOpen,
    };
  }
  const troubles = [...(stopped === null ? [] : [stopped]), ...troublesOf(total), ...payoutTroubles(payoutsOpen)];
  if (troubles.length === 0 || signal.aborted) return outcome;
  await sayOnConnection(options, troubles);
  const failures = troubles.filter((trouble) => trouble === stopped || trouble.kind === 'missing');
  if (failures.length === 0) return outcome;
  return { ...outcome, report: { ...outcome.report, complete: false }, failures: [...outcome.failures, ...failures] };
}

function payoutTroubles(open: number): readonly StreamFailure[] {
  if (open === 0) return [];
  const message = `${open === 1 ? 'A payout does' : `${open} payouts do`} not come to the rows held`;
  const nextStep = 'Which ones, and by which rows, is listed under completeness; Stripe is asked again every day.';
  return [{ stream: 'completeness', kind: 'internal', message, nextStep }];
}

function troublesOf({ missing, unknownToStripe, balancesOpen }: CompletenessFindings): readonly StreamFailure[] {
  const stream = 'completeness';
  return [
    ...(missing === 0
      ? []
      : [
          {
            stream,
            kind: 'missing' as const,
            message: `${missing} ${missing === 1 ? 'object is' : 'objects are'} missing that Stripe’s own records name`,
            nextStep: `The next read asks Stripe for ${missing === 1 ? 'it' : 'them'}; what proves ${missing === 1 ? 'it' : 'each'} is listed under completeness.`,
          },
        ]),
    ...(unknownToStripe === 0
      ? []
      : [
          {
            stream,
            kind: 'internal' as const,
            message: `Stripe does not know ${unknownToStripe} ${unknownToStripe === 1 ? 'object' : 'objects'} that its own records name`,
            nextStep: 'Ask Stripe’s support; what names each is listed under completeness.',
          },
        ]),
    ...(balancesOpen === 0
      ? []
      : [
          {
            stream,
            kind: 'internal' as const,
            message: `${balancesOpen === 1 ? 'A balance' : `${balancesOpen} balances`} at Stripe ${balancesOpen === 1 ? 'is' : 'are'} not the sum of the rows held`,
            nextStep:
              'Rows may appear at Stripe up to ten minutes late; a difference that stays after the next read is real.',
          },
        ]),
  ];
}

/** Beside what the poll itself has to say, which stays. */
async function sayOnConnection(
  { ledger, now, nextTryAt }: CheckOptions,
  troubles: readonly StreamFailure[],
): Promise<void> {
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
