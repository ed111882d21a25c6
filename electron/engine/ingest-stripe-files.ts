import { TieoutError } from '../../shared/errors/tieout-error.ts';
import { isConnectorError } from '../ingest/stream-failure.ts';
import { readRecord } from '../connectors/stripe/recorded/read-record.ts';
import type { RecordOwner } from '../connectors/stripe/types.ts';
import { accountOfBooks } from '../ingest/files/account-of-books.ts';
import { findRecordFiles } from '../ingest/files/find-record-files.ts';
import { importStripeRecords, MOST_REFUSALS, type RecordsReport } from '../ingest/files/import-stripe-records.ts';
import { unitRules } from '../ingest/unit-rules.ts';
import type { HeadlessCommands } from './engine-types.ts';
import type { EngineContext } from './handlers/engine-context.ts';

const NOTHING: RecordsReport = {
  read: 0,
  accepted: 0,
  superseded: 0,
  suspense: 0,
  refused: 0,
  refusals: [],
  byType: {},
};

/** Takes the recorded Stripe data of a file or a folder in, file after file. Throws `BAD_INPUT` where there is nothing to read. */
export async function ingestStripeFiles(
  context: EngineContext,
  request: Parameters<HeadlessCommands['ingestStripe']>[0],
): Promise<RecordsReport> {
  const files = await findRecordFiles(request.path, request.shown);
  const owner = await ownerOfFiles(context, request.signal);
  let total = NOTHING;
  try {
    for (const file of files) {
      const report = await importStripeRecords(
        {
          ledger: context.ledger,
          owner,
          units: unitRules(context.company.profile),
          readRecord,
          actor: request.actor.id,
          machine: context.options.machine,
          now: () => context.options.ports.clock.now(),
          ...(request.signal === undefined ? {} : { signal: request.signal }),
          ...(request.onProgress === undefined ? {} : { onProgress: request.onProgress }),
        },
        file,
      );
      total = sum(total, report);
    }
  } finally {
    context.hub.changed('movements', 'items', 'connections', 'audit');
  }
  return total;
}

/** Whose data files are taken for: the profile's account, else the one the books are of, else the one behind the key. */
export async function ownerOfFiles(context: EngineContext, signal?: AbortSignal): Promise<RecordOwner> {
  const { livemode, account } = context.company.profile.stripe;
  const known = account ?? (await context.ledger.read(accountOfBooks, null));
  if (known !== null) return { account: known, livemode };
  try {
    return { account: (await context.company.stripe.identify(signal)).account, livemode };
  } catch (error) {
    if (!isConnectorError(error)) throw error;
    throw new TieoutError('BAD_INPUT', 'It is not known yet which Stripe account the files are of.', {
      nextStep: 'Name it in the connection profile (stripe.account, acct_…), or read Stripe once.',
    });
  }
}

function sum(left: RecordsReport, right: RecordsReport): RecordsReport {
  const byType = { ...left.byType };
  for (const [type, count] of Object.entries(right.byType)) byType[type] = (byType[type] ?? 0) + count;
  return {
    read: left.read + right.read,
    accepted: left.accepted + right.accepted,
    superseded: left.superseded + right.superseded,
    suspense: left.suspense + right.suspense,
    refused: left.refused + right.refused,
    refusals: [...left.refusals, ...right.refusals].slice(0, MOST_REFUSALS),
    byType,
  };
}
