import type { CommandInput, CommandOutput, QueryInput, QueryOutput } from '../../../shared/contract/contract.ts';
import type { TableMapping } from '../../../shared/contract/files.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { readKeptObject, readRecord } from '../../connectors/stripe/recorded/read-record.ts';
import { REPORTING_CATEGORIES } from '../../connectors/stripe/reporting-categories.ts';
import { keepFileMap } from '../../ingest/files/file-lists.ts';
import type { FileSource } from '../../ingest/files/file-source.ts';
import { importStripeRecords } from '../../ingest/files/import-stripe-records.ts';
import { importTable } from '../../ingest/files/import-table.ts';
import { inspectFile } from '../../ingest/files/inspect-file.ts';
import { previewRecords } from '../../ingest/files/preview-records.ts';
import { previewTable } from '../../ingest/files/preview-table.ts';
import { importOfContent } from '../../ingest/files/store-records.ts';
import { TABLE_KINDS } from '../../ingest/files/stripe-report/report-kinds.ts';
import { openTableFile, type TableFile } from '../../ingest/files/table-file.ts';
import type { TableKind } from '../../ingest/files/table-kind.ts';
import { undoFileImport } from '../../ingest/files/undo/undo-file-import.ts';
import { unitRules } from '../../ingest/movements/unit-rules.ts';
import type { Handlers } from '../contract/handlers.ts';
import type { Session } from '../contract/session.ts';
import { chooseMap, kindOf } from '../choose-map.ts';
import { ownerOfFiles } from '../ingest-stripe-files.ts';
import { readImportsWithProofs, type ImportWithProofs } from '../views/file-imports.ts';
import type { EngineContext } from './engine-context.ts';
import { worker } from './permissions.ts';

const RECORDS = 'stripeRecords';
const RECORDS_TITLE = 'Stripe events or objects (JSON)';
const SHOWN_IMPORTS = 100;

/** Queries and commands of files. */
export function fileHandlers(context: EngineContext): {
  readonly queries: Pick<Handlers['queries'], 'file.list' | 'file.preview'>;
  readonly commands: Pick<Handlers['commands'], 'file.hand' | 'file.import' | 'file.undo'>;
} {
  return {
    queries: {
      'file.list': () => listFiles(context),
      'file.preview': (input, session) => previewFile(context, input, session),
    },
    commands: {
      'file.hand': async (input, session) => {
        worker(session);
        return { uploadId: context.handed.take(session.sessionId, input) };
      },
      'file.import': (input, session) => importFile(context, input, session),
      'file.undo': (input, session) => undoFile(context, input, session),
    },
  };
}

async function listFiles(context: EngineContext): Promise<QueryOutput<'file.list'>> {
  const rows = await context.ledger.read(readImportsWithProofs, { limit: SHOWN_IMPORTS });
  return { imports: rows.map(importRow) };
}

function importRow(row: ImportWithProofs): QueryOutput<'file.list'>['imports'][number] {
  const { importId, fileName, sha256, actor, startedAt, state, undoneBy } = row;
  const { read, accepted, superseded, suspense, refused } = row;
  const refusals = JSON.parse(row.refusalsJson) as { file: string; line: number; reason: string }[];
  const counts = { read, accepted, superseded, suspense, refused };
  const title = TABLE_KINDS.find(({ kind }) => kind === row.kind)?.title ?? RECORDS_TITLE;
  const { proofs } = row;
  return { importId, title, fileName, sha256, actor, startedAt, state, undoneBy, ...counts, refusals, proofs };
}

async function previewFile(
  context: EngineContext,
  input: QueryInput<'file.preview'>,
  session: Session,
): Promise<QueryOutput<'file.preview'>> {
  worker(session);
  const file = context.handed.source(session.sessionId, input.uploadId);
  if (isJson(file)) return previewJson(context, file);
  const table = await openTableFile(file);
  const kind = kindOf(table);
  const chosen = await chooseMap(context, table, kind, input.map ?? null);
  const preview = await previewTable(table, kind, { ...chosen.map, zone: chosen.map.zone || chosen.offeredZone });
  const roles = kind.roles.map(({ role, label, required }) => ({ role, label, required }));
  const delimiter = table.delimiter === '\t' ? 'tabs' : `“${table.delimiter}”`;
  return {
    kind: kind.kind,
    title: kind.title,
    cannotGive: kind.cannotGive,
    writtenAs: `${table.encoding.toUpperCase()}, cells between ${delimiter}`,
    earlier: await earlierOf(context, kind.kind, table.sha256),
    table: { headers: [...table.headers], roles, ...chosen },
    rows: preview.rows,
    faults: [...preview.faults],
    faultCount: preview.faultCount,
    first: preview.first.map((row) => ({ ...row })),
    totals: [...preview.totals],
  };
}

async function previewJson(context: EngineContext, file: FileSource): Promise<QueryOutput<'file.preview'>> {
  const { sha256, encoding } = await inspectFile(file);
  const preview = await previewRecords(file, encoding, readRecord, await ownerOfFiles(context));
  return {
    kind: RECORDS,
    title: RECORDS_TITLE,
    cannotGive: 'An object without its event is taken to be as old as the last thing it speaks of.',
    writtenAs: `${encoding.toUpperCase()}, JSON`,
    earlier: await earlierOf(context, RECORDS, sha256),
    table: null,
    totals: [],
    ...preview,
  };
}

async function earlierOf(context: EngineContext, kind: string, sha256: string): Promise<string | null> {
  const earlier = await context.ledger.read(importOfContent, { kind, sha256 });
  if (earlier === null) return null;
  return `This very file was taken in on ${earlier.startedAt.slice(0, 10)} by ${earlier.actor}; nothing of it is new.`;
}

async function importFile(
  context: EngineContext,
  input: CommandInput<'file.import'>,
  session: Session,
): Promise<CommandOutput<'file.import'>> {
  const actor = worker(session);
  const file = context.handed.source(session.sessionId, input.uploadId);
  const owner = await ownerOfFiles(context);
  const table = isJson(file) ? null : await openTableFile(file);
  const kind = table === null ? null : kindOf(table);
  if (table !== null && kind !== null && input.map !== null && input.saveMapAs !== null) {
    const map = { kind: kind.kind, name: input.saveMapAs, mapJson: JSON.stringify(input.map) };
    await context.ledger.write(keepFileMap, { ...map, actor, at: context.options.ports.clock.now() });
  }
  const chosen = table === null || kind === null ? null : await mapToRead(context, table, kind, input.map);
  const { jobId, finished } = context.jobs.start(
    'fileImport',
    actor,
    async ({ signal, progress }) => {
      const options = { ...basics(context, actor), owner, signal, onProgress: progress };
      if (table === null || kind === null || chosen === null) {
        const report = await importStripeRecords({ ...options, readRecord }, file);
        return { ...report, note: null };
      }
      return importTable({ ...options, kind, map: chosen, knownCategories: REPORTING_CATEGORIES }, table);
    },
    ({ read, accepted, superseded, suspense, refused, note }) =>
      note !== null && read === 0
        ? note
        : `${file.shown}: ${read} read, ${accepted} accepted, ${superseded} superseded, ${suspense} in suspense, ${refused} refused.${note === null ? '' : ` ${note}`}`,
  );
  void finished
    .catch(() => undefined)
    .then(() => {
      context.handed.drop(input.uploadId);
      announce(context);
    });
  return { jobId };
}

async function mapToRead(
  context: EngineContext,
  table: TableFile,
  kind: TableKind,
  given: CommandInput<'file.import'>['map'],
): Promise<TableMapping> {
  const { map, asks } = await chooseMap(context, table, kind, given);
  if (asks.includes('zone'))
    throw new TieoutError('BAD_INPUT', `The times of ${table.file.shown} do not say their zone.`, {
      nextStep: 'Choose the zone the report was made in.',
    });
  return map;
}

async function undoFile(
  context: EngineContext,
  input: CommandInput<'file.undo'>,
  session: Session,
): Promise<CommandOutput<'file.undo'>> {
  const actor = worker(session);
  const owner = await ownerOfFiles(context);
  const { jobId, finished } = context.jobs.start(
    'fileUndo',
    actor,
    ({ signal, progress }) => {
      const work = { readKept: readKeptObject, knownCategories: REPORTING_CATEGORIES, signal, onProgress: progress };
      return undoFileImport({ ...basics(context, actor), owner, ...work }, input.importId);
    },
    ({ objects }) => `${objects} objects taken back`,
  );
  void finished.catch(() => undefined).then(() => announce(context));
  return { jobId };
}

function basics(context: EngineContext, actor: string) {
  const { ledger, company, options } = context;
  const now = () => options.ports.clock.now();
  return { ledger, units: unitRules(company.profile), actor, machine: options.machine, now };
}

/** What came or went may be matched, and stands in other lists. */
function announce(context: EngineContext): void {
  context.hub.changed('movements', 'items', 'connections', 'audit', 'files');
  context.work.matchSoon();
}

function isJson(file: FileSource): boolean {
  return /\.(?:json|jsonl|ndjson)$/i.test(file.shown);
}
