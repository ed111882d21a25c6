import { Worker } from 'node:worker_threads';
import { TieoutError } from '../../../../shared/errors/tieout-error.ts';
import type { DeskCallName, DeskCalls, DeskMessage, DeskRequest, Refusal } from './desk-calls.ts';

/** Room for the rows of two files, what was found between them, and the work. */
const MOST_MB = 3_072;

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A desk in a thread of its own: its memory is bounded, a click elsewhere never waits for it, and all of it goes when it is closed. */
export class DeskClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #onProgress: (text: string) => void = () => undefined;
  #calls = 0;
  #ended: Error | null = null;

  constructor() {
    this.#worker = new Worker(new URL('./desk-thread.ts', import.meta.url), {
      name: 'two-files',
      resourceLimits: { maxOldGenerationSizeMb: MOST_MB },
    });
    this.#worker.on('message', (message: DeskMessage) => this.#heard(message));
    this.#worker.on('error', (error) => this.#end(causeOf(error)));
    this.#worker.on('exit', () => this.#end(new TieoutError('BAD_INPUT', 'The two files were closed.')));
  }

  /** Rejects with the desk's refusal, and when the desk is closed meanwhile. */
  async call<Name extends DeskCallName>(
    name: Name,
    input: DeskCalls[Name]['input'],
  ): Promise<DeskCalls[Name]['output']> {
    if (this.#ended !== null) throw this.#ended;
    const id = (this.#calls += 1);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(id, { resolve, reject });
    this.#worker.postMessage({ type: 'call', id, name, input } satisfies DeskRequest);
    // The thread answers by the same table of calls.
    return (await promise) as DeskCalls[Name]['output'];
  }

  /** Reconciles; the signal stops it between two steps, and then its reason is the outcome. */
  async run(
    map: DeskCalls['run']['input'],
    signal: AbortSignal,
    onProgress: (text: string) => void,
  ): Promise<DeskCalls['run']['output']> {
    signal.throwIfAborted();
    this.#onProgress = onProgress;
    const stop = () => this.#worker.postMessage({ type: 'stop' } satisfies DeskRequest);
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await this.call('run', map);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      this.#onProgress = () => undefined;
    }
  }

  /** Ends the thread at once; nothing of the files is left. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #heard(message: DeskMessage): void {
    if (message.type === 'progress') return this.#onProgress(message.text);
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === 'answer') waiting?.resolve(message.output);
    else waiting?.reject(errorOf(message.refusal));
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}

function errorOf({ code, message, nextStep }: Refusal): Error {
  if (code === null) return new Error(message);
  return new TieoutError(code, message, nextStep === '' ? {} : { nextStep });
}

function causeOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (!('code' in error) || error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return new TieoutError('BAD_INPUT', 'The two files are too large to be reconciled in the window.', {
    nextStep: 'Reconcile them by the command line: npm run -s tieout -- reconcile.',
    cause: error,
  });
}
