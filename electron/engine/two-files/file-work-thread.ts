import { parentPort, workerData } from 'node:worker_threads';
import type { FileWork, FileWorkMessage } from './file-work.ts';
import { linkFiles } from './link-files.ts';
import { reconcileFiles } from './reconcile-files.ts';

const port = parentPort;
if (port === null) throw new Error('the thread of a work with files is started by runFileWork');
const say = (message: FileWorkMessage) => port.postMessage(message);
const onStep = (text: string) => say({ type: 'step', text });
const work = workerData as FileWork;

(work.kind === 'reconcile' ? reconcileFiles(work, onStep) : linkFiles(work, onStep))
  .then((result) => say({ type: 'done', result }))
  .catch((error: unknown) => {
    const isInput = error instanceof Error && error.name === 'TieoutError';
    const nextStep = isInput && 'nextStep' in error && typeof error.nextStep === 'string' ? error.nextStep : null;
    say({ type: 'failed', message: error instanceof Error ? error.message : String(error), nextStep, isInput });
  })
  .finally(() => port.close());
