import { parentPort, workerData } from 'node:worker_threads';
import { linkFiles } from './link-files.ts';
import type { LinkMessage, LinkRequest } from './link-request.ts';

const port = parentPort;
if (port === null) throw new Error('the linking thread is started by runLink');
const say = (message: LinkMessage) => port.postMessage(message);

linkFiles(workerData as LinkRequest, (text) => say({ type: 'step', text }))
  .then((result) => say({ type: 'done', result }))
  .catch((error: unknown) => {
    const isInput = error instanceof Error && error.name === 'TieoutError';
    const nextStep = isInput && 'nextStep' in error && typeof error.nextStep === 'string' ? error.nextStep : null;
    say({ type: 'failed', message: error instanceof Error ? error.message : String(error), nextStep, isInput });
  })
  .finally(() => port.close());
