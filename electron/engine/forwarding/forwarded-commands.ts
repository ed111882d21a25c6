import { connect } from 'node:net';
import { LedgerError } from '../../ledger/ledger-error.ts';
import type { EngineInfo } from '../../ledger/home-lock.ts';
import type { HeadlessCommands, HeadlessRequest } from '../engine-types.ts';
import { ForwardedError } from './forwarded-error.ts';
import { forwardReply, shownSchema, type ForwardCall, type Shown } from './forwarding-protocol.ts';
import { readJsonLines, writeJsonLine } from './json-lines.ts';

/** How long a running engine may take to say that it has taken a call; the call itself may then take as long as it takes. */
const FIRST_WORD_MS = 8_000;

type Line = Pick<HeadlessRequest, 'signal' | 'onProgress'>;

/**
 * The commands of the engine that another process runs on this home. Each throws what that engine threw, as ForwardedError
 * with its name, code and words; `LEDGER_IN_USE` when that process cannot be reached or ends in the middle.
 */
export function forwardedCommands(engine: EngineInfo, patienceMs = FIRST_WORD_MS): HeadlessCommands {
  // The value was made by the same version's engine for the same call; TypeScript cannot follow it through the pipe.
  const ask = <Value>(call: ForwardCall, line: Line = {}) => forward(engine, call, line, patienceMs) as Promise<Value>;
  return {
    sync: ({ systems, since, ...line }) =>
      ask({ name: 'sync', systems: [...systems], ...(since === undefined ? {} : { since }) }, line),
    match: ({ dryRun, rules, ...line }) =>
      ask({ name: 'match', dryRun, ...(rules === undefined ? {} : { rules }) }, line),
    post: ({ now, reason, limit, ...line }) => ask({ name: 'post', now, reason, limit }, line),
    replay: ({ id, failed, ...line }) => ask({ name: 'replay', id, failed }, line),
    verifyAudit: (request) => ask({ name: 'verifyAudit' }, request),
    check: () => ask({ name: 'check' }),
    ingestStripe: ({ path, shown, zone, ...line }) => ask({ name: 'ingestStripe', path, shown, zone }, line),
    counts: () => ask({ name: 'counts' }),
    automaticDecisions: (request) => ask({ name: 'automaticDecisions', ...request }),
  };
}

/** Shows the window of the engine that another process runs; answers its new address where it has one. */
export async function showRunning(engine: EngineInfo, signal?: AbortSignal): Promise<Shown> {
  const line = signal === undefined ? {} : { signal };
  return shownSchema.parse(await forward(engine, { name: 'show' }, line, FIRST_WORD_MS));
}

function forward(engine: EngineInfo, call: ForwardCall, line: Line, patienceMs: number): Promise<unknown> {
  line.signal?.throwIfAborted();
  const { address, token } = engine;
  if (address === null || token === null) return Promise.reject(unreachable(engine, 'it takes no commands yet'));
  return converse(address, { token, call }, line, { patienceMs, gone: (why) => unreachable(engine, why) });
}

interface Manners {
  readonly patienceMs: number;
  readonly gone: (why: string) => Error;
}

function converse(
  address: string,
  request: { readonly token: string; readonly call: ForwardCall },
  { onProgress, signal }: Line,
  { patienceMs, gone }: Manners,
): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const socket = connect(address);
  const giveUp = (reason: unknown) => {
    reject(reason);
    socket.destroy();
  };
  const cancel = () => giveUp(signal?.reason);
  signal?.addEventListener('abort', cancel, { once: true });
  const patience = setTimeout(
    () => giveUp(gone(`it has not answered for ${patienceMs / 1_000} s; it may have been stopped, or hang`)),
    patienceMs,
  );
  socket.on('error', (error) => reject(gone(error.message)));
  socket.on('connect', () => writeJsonLine(socket, request));
  // A promise that is settled already stays as it is: after an answer this says nothing.
  socket.on('close', () => {
    clearTimeout(patience);
    signal?.removeEventListener('abort', cancel);
    reject(gone('it ended before the answer came'));
  });
  readJsonLines(socket, (line) => {
    clearTimeout(patience);
    const reply = forwardReply.safeParse(line);
    if (!reply.success) return reject(gone('it answered in another form; is it of another version?'));
    if ('taken' in reply.data) return;
    if ('progress' in reply.data) {
      const { done, total, text } = reply.data.progress;
      onProgress?.(done, total, text);
    } else if ('value' in reply.data) resolve(reply.data.value);
    else reject(new ForwardedError(reply.data.failure));
  });
  return promise;
}

function unreachable(engine: EngineInfo, why: string): LedgerError {
  return new LedgerError(
    'LEDGER_IN_USE',
    `Another Tieout (process ${engine.pid}) has this home open, and it cannot be reached: ${why}.`,
    'Try again, or close that one first.',
  );
}
