import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { LinkMessage, LinkRequest, LinkResult } from './link-request.ts';

/**
 * Links in a thread of its own, so that progress is said and Ctrl C heard meanwhile. Rejects with `BAD_INPUT` for what is wrong in a
 * file, and with the signal's reason when it is cancelled: then nothing is left of the output.
 */
export async function runLink(
  request: LinkRequest,
  signal: AbortSignal,
  onStep: (text: string) => void,
): Promise<LinkResult> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./link-thread.ts', import.meta.url), { name: 'link', workerData: request });
  const { promise, resolve, reject } = Promise.withResolvers<LinkResult>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  worker.on('message', (message: LinkMessage) => {
    if (message.type === 'step') onStep(message.text);
    else if (message.type === 'done') resolve(message.result);
    else reject(failureOf(message));
  });
  worker.on('error', reject);
  worker.on('exit', () => reject(new Error('the linking thread ended before it was done')));
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await worker.terminate();
    await rm(`${request.out}.partial`, { force: true });
  }
}

function failureOf({ message, nextStep, isInput }: Extract<LinkMessage, { type: 'failed' }>): Error {
  if (!isInput) return new Error(message);
  return new TieoutError('BAD_INPUT', message, nextStep === null ? {} : { nextStep });
}
