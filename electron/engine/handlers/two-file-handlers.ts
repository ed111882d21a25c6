import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandInput, CommandOutput } from '../../../shared/contract/contract.ts';
import type { TwoFileMap } from '../../../shared/contract/two-files.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { Handlers } from '../contract/handlers.ts';
import type { Session } from '../contract/session.ts';
import { keepFileMap, readFileMaps } from '../../ingest/files/file-lists.ts';
import { mapNameOf, TWO_FILE_MAPS, usedMap } from '../two-files/session/used-maps.ts';
import type { TwoFileSession } from '../two-files/session/two-file-sessions.ts';
import type { EngineContext } from './engine-context.ts';
import { worker } from './permissions.ts';

type TwoFiles = `twoFiles.${string}`;

/** Queries and commands of the screen that reconciles two files. None of them reads or writes the books. */
export function twoFileHandlers(context: EngineContext): {
  readonly queries: Pick<Handlers['queries'], Extract<keyof Handlers['queries'], TwoFiles>>;
  readonly commands: Pick<Handlers['commands'], Extract<keyof Handlers['commands'], TwoFiles>>;
} {
  const { twoFiles } = context;
  const deskOf = ({ sessionId }: Session) => twoFiles.get(sessionId).desk;
  /** Changes what is on screen; whoever only looks may not. */
  const changed = <Result>(result: Result): Result => {
    context.hub.changed('twoFiles');
    return result;
  };
  return {
    queries: {
      'twoFiles.current': async (_input, { sessionId }) => {
        const session = twoFiles.find(sessionId);
        return { state: session === null ? null : await twoFiles.stateOf(session) };
      },
      'twoFiles.preview': (input, session) => deskOf(session).call('preview', input.map),
      'twoFiles.detail': (input, session) => deskOf(session).call('detail', input),
    },
    commands: {
      'twoFiles.open': (input, session) => openFiles(context, input, session),
      'twoFiles.run': (input, session) => runFiles(context, input, session),
      'twoFiles.decide': async (input, session) => {
        worker(session);
        return changed(await deskOf(session).call('decide', input));
      },
      'twoFiles.undo': async ({ run, key }, session) => {
        worker(session);
        return changed(await deskOf(session).call('undo', { run, key: key ?? null }));
      },
      'twoFiles.export': (input, session) => exportFiles(context, input, session),
      'twoFiles.close': async (_input, { sessionId }) => {
        const { jobId } = twoFiles.find(sessionId) ?? { jobId: null };
        if (jobId !== null) context.jobs.cancel(jobId);
        await twoFiles.close(sessionId);
        return changed({});
      },
    },
  };
}

async function openFiles(
  { twoFiles, handed, jobs, hub, ledger }: EngineContext,
  input: CommandInput<'twoFiles.open'>,
  session: Session,
): Promise<CommandOutput<'twoFiles.open'>> {
  worker(session);
  const { sessionId } = session;
  const [left, right] = [handed.content(sessionId, input.left), handed.content(sessionId, input.right)];
  const { jobId } = twoFiles.find(sessionId) ?? { jobId: null };
  if (jobId !== null) jobs.cancel(jobId);
  const opened = await twoFiles.open(sessionId, left, right);
  opened.usedBefore = usedMap(await ledger.read(readFileMaps, { kind: TWO_FILE_MAPS }), opened.shapes);
  // The desk has read them: what was handed over is no more needed.
  handed.drop(input.left);
  handed.drop(input.right);
  hub.changed('twoFiles');
  return { state: await twoFiles.stateOf(opened) };
}

async function runFiles(
  context: EngineContext,
  input: CommandInput<'twoFiles.run'>,
  session: Session,
): Promise<CommandOutput<'twoFiles.run'>> {
  const actor = worker(session);
  const files = context.twoFiles.get(session.sessionId);
  const { jobId, finished } = context.jobs.start(
    'twoFiles',
    actor,
    async ({ signal, progress }) => {
      const found = await files.desk.run(input.map, signal, (text) => progress(0, null, text));
      await keepUsedMap(context, files, input.map, actor);
      return found;
    },
    ({ counts }) =>
      `${counts.auto} certain, ${counts.proposed} proposed, ${counts.ambiguous} ambiguous, ${counts.left_only} only left, ${counts.right_only} only right, ${counts.offset} cancelled`,
  );
  files.jobId = jobId;
  files.failure = null;
  void finished
    .then(() => null)
    .catch((error: unknown) => failureOf(error))
    .then((failure) => ended(context, files, failure));
  return { jobId };
}

/** Remembers how files with these headers are mapped: of the files themselves nothing is kept. */
async function keepUsedMap(
  { ledger, options }: EngineContext,
  files: TwoFileSession,
  map: TwoFileMap,
  actor: string,
): Promise<void> {
  const kept = { kind: TWO_FILE_MAPS, name: mapNameOf(files.shapes), mapJson: JSON.stringify(map) };
  await ledger.write(keepFileMap, { ...kept, actor, at: options.ports.clock.now() });
}

function ended(context: EngineContext, files: TwoFileSession, failure: string | null): void {
  files.jobId = null;
  files.failure = failure;
  context.hub.changed('twoFiles');
}

/** A defect is told in the job and the log. */
function failureOf(error: unknown): string {
  if (error instanceof TieoutError) return `${error.message} ${error.nextStep ?? ''}`.trim();
  if (error instanceof Error && error.name === 'AbortError') return 'It was cancelled; the files are still at hand.';
  return 'Something went wrong inside Tieout; the files are still at hand. The log has the details.';
}

async function exportFiles(
  context: EngineContext,
  input: CommandInput<'twoFiles.export'>,
  session: Session,
): Promise<CommandOutput<'twoFiles.export'>> {
  worker(session);
  const { desk, shapes } = context.twoFiles.get(session.sessionId);
  const { text, lines } = await desk.call('csv', { run: input.run });
  const folder = join(context.options.paths.folder, 'exports');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `two-files-${plainName(shapes.left.name)}-${plainName(shapes.right.name)}.csv`);
  await writeFile(file, text, { mode: 0o600 });
  return { file, lines };
}

function plainName(name: string): string {
  return name
    .replace(/\.[^.]*$/, '')
    .replaceAll(/[^A-Za-z0-9_-]+/g, '_')
    .slice(0, 60);
}
