import { TieoutError } from '../../shared/errors/tieout-error.ts';
import { isConnectorError } from '../ingest/stream-failure.ts';
import { readRecord } from '../connectors/stripe/recorded/read-record.ts';
import type { RecordOwner } from '../connectors/stripe/types.ts';
import { REPORTING_CATEGORIES } from '../connectors/stripe/reporting-categories.ts';
import { readStripeBooks } from '../ledger/stripe-books.ts';
import type { FileSource } from '../ingest/files/file-source.ts';
import { findRecordFiles } from '../ingest/files/find-record-files.ts';
import { importStripeRecords, MOST_REFUSALS, type RecordsReport } from '../ingest/files/import-stripe-records.ts';
import { importTable } from '../ingest/files/import-table.ts';
import { openTableFile } from '../ingest/files/table-file.ts';
import { unitRules } from '../ingest/movements/unit-rules.ts';
import { chooseMap, kindOf } from './choose-map.ts';
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
      const report = await (isTable(file)
        ? takeTable(context, owner, request, file)
        : takeRecords(context, owner, request, file));
      total = sum(total, report);
    }
  } finally {
    context.hub.changed('movements', 'items', 'connections', 'audit');
  }
  return total;
}

type Request = Parameters<HeadlessCommands['ingestStripe']>[0];

function takeRecords(
  context: EngineContext,
  owner: RecordOwner,
  request: Request,
  file: FileSource,
): Promise<RecordsReport> {
  return importStripeRecords({ ...basics(context, owner, request), readRecord }, file);
}

/** Stripe's report as CSV: by a saved map or its usual column names. Throws `BAD_INPUT` where a person has to say how it is written. */
async function takeTable(
  context: EngineContext,
  owner: RecordOwner,
  request: Request,
  file: FileSource,
): Promise<RecordsReport> {
  const table = await openTableFile(file, request.signal);
  const kind = kindOf(table);
  const chosen = await chooseMap(context, table, kind, null);
  const asks = chosen.asks.filter((what) => what !== 'zone');
  const isZoneAsked = asks.length < chosen.asks.length;
  if (isZoneAsked && request.zone === null)
    throw new TieoutError('BAD_INPUT', `${file.shown}: its times do not say their zone.`, {
      nextStep: `Give the zone the report was made in: --zone ${chosen.offeredZone}.`,
    });
  const map = isZoneAsked ? { ...chosen.map, zone: request.zone ?? '' } : chosen.map;
  if (asks.length > 0)
    throw new TieoutError('BAD_INPUT', `${file.shown}: its ${asks.join(' and ')} could be read in two ways.`, {
      nextStep: 'Take it in on the screen Imports and keep its map by a name; later files are read by it.',
    });
  const options = { ...basics(context, owner, request), kind, map, knownCategories: REPORTING_CATEGORIES };
  const { importId: _id, known: _known, note, ...report } = await importTable(options, table);
  if (note !== null) request.onProgress?.(report.read, null, note);
  return { ...report, byType: report.read === 0 ? {} : { [kind.kind]: report.read - report.refused } };
}

function basics(context: EngineContext, owner: RecordOwner, request: Request) {
  const { ledger, company, options } = context;
  return {
    ledger,
    owner,
    units: unitRules(company.profile),
    actor: request.actor.id,
    machine: options.machine,
    now: () => options.ports.clock.now(),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    ...(request.onProgress === undefined ? {} : { onProgress: request.onProgress }),
  };
}

function isTable(file: FileSource): boolean {
  return /\.(?:csv|tsv)$/i.test(file.shown);
}

/** Whose data files are taken for: the account the books are of, else the profile's, else the one behind the key. */
export async function ownerOfFiles(context: EngineContext, signal?: AbortSignal): Promise<RecordOwner> {
  const { livemode, account } = context.company.profile.stripe;
  const books = await context.ledger.read(readStripeBooks, null);
  if (books !== null) return books;
  if (account !== undefined) return { account, livemode };
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
