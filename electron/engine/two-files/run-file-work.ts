import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { checkAnswerFile, partialOf } from './answer-file.ts';
import type { FileWork, FileWorkMessage, FileWorkResults } from './file-work.ts';
import type { NamedFile } from './named-file.ts';

/**
 * Does the work in a thread of its own, so that progress is said and Ctrl C heard meanwhile. Rejects with `BAD_INPUT` for what is wrong in
 * a file or with the place of the answer, and with `CANCELLED` when the signal says so: then nothing is left of the answer.
 */
export async function runFileWork<Kind extends FileWork['kind']>(
  work: Extract<FileWork, { kind: Kind }>,
  signal: AbortSignal,
  onStep: (text: string) => void,
): Promise<FileWorkResults[Kind]> {
  if (signal.aborted) throw cancelled();
  await checkAnswerFile(work.out, inputsOf(work));
  const worker = new Worker(new URL('./file-work-thread.ts', import.meta.url), { name: work.kind, workerData: work });
  const { promise, resolve, reject } = Promise.withResolvers<FileWorkResults[Kind]>();
  const onAbort = () => reject(cancelled());
  signal.addEventListener('abort', onAbort, { once: true });
  worker.on('message', (message: FileWorkMessage) => {
    if (message.type === 'step') onStep(message.text);
    // The thread answers with the result of the kind that it was given.
    else if (message.type === 'done') resolve(message.result as FileWorkResults[Kind]);
    else reject(failureOf(message));
  });
  worker.on('error', reject);
  worker.on('exit', () => reject(new Error('the thread ended before it was done')));
  if (signal.aborted) onAbort();
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await worker.terminate();
    await rm(partialOf(work.out), { force: true });
  }
}

function cancelled(): TieoutError {
  return new TieoutError('CANCELLED', 'Cancelled; nothing was written.');
}

function inputsOf(work: FileWork): Readonly<Record<string, NamedFile>> {
  return work.kind === 'dedupe' ? { in: work.in } : { left: work.left, right: work.right };
}

function failureOf({ message, nextStep, isInput }: Extract<FileWorkMessage, { type: 'failed' }>): Error {
  if (!isInput) return new Error(message);
  return new TieoutError('BAD_INPUT', message, nextStep === null ? {} : { nextStep });
}
