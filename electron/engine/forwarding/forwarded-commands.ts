import { connect } from 'node:net';
import { LedgerError } from '../../ledger/ledger-error.ts';
import type { EngineInfo } from '../../ledger/home-lock.ts';
import type { HeadlessCommands, HeadlessRequest, Progress } from '../engine-types.ts';
import { ForwardedError } from './forwarded-error.ts';
import { forwardReply, shownSchema, type ForwardCall, type Shown } from './forwarding-protocol.ts';
import { readJsonLines, writeJsonLine } from './json-lines.ts';

type Line = Pick<HeadlessRequest, 'signal' | 'onProgress'>;

/**
 * The commands of the engine that another process runs on this home. Each throws what that engine threw, as ForwardedError
 * with its name, code and words; `LEDGER_IN_USE` when that process cannot be reached or ends in the middle.
 */
export function forwardedCommands(engine: EngineInfo): HeadlessCommands {
  // The value was made by the same version's engine for the same call; TypeScript cannot follow it through the pipe.
  const ask = <Value>(call: ForwardCall, line: Line = {}) => forward(engine, call, line) as Promise<Value>;
  return {
    sync: ({ systems, since, ...line }) =>
      ask({ name: 'sync', systems: [...systems], ...(since === undefined ? {} : { since }) }, line),
    match: ({ dryRun, ...line }) => ask({ name: 'match', dryRun }, line),
    post: ({ now, reason, limit, ...line }) => ask({ name: 'post', now, reason, limit }, line),
    replay: ({ id, failed, ...line }) => ask({ name: 'replay', id, failed }, line),
    verifyAudit: (request) => ask({ name: 'verifyAudit' }, request),
    check: () => ask({ name: 'check' }),
    counts: () => ask({ name: 'counts' }),
    automaticDecisions: (request) => ask({ name: 'automaticDecisions', ...request }),
  };
}

/** Shows the window of the engine that another process runs; answers its new address where it has one. */
export async function showRunning(engine: EngineInfo): Promise<Shown> {
  return shownSchema.parse(await forward(engine, { name: 'show' }, {}));
}

function forward(engine: EngineInfo, call: ForwardCall, line: Line): Promise<unknown> {
  line.signal?.throwIfAborted();
  const { address, token } = engine;
  if (address === null || token === null) return Promise.reject(unreachable(engine, 'it takes no commands yet'));
  return converse(address, { token, call }, line.onProgress, line.signal, (why) => unreachable(engine, why));
}

function converse(
  address: string,
  request: { readonly token: string; readonly call: ForwardCall },
  onProgress: Progress | undefined,
  signal: AbortSignal | undefined,
  gone: (why: string) => Error,
): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const socket = connect(address);
  const cancel = () => {
    reject(signal?.reason);
    socket.destroy();
  };
  signal?.addEventListener('abort', cancel, { once: true });
  socket.on('error', (error) => reject(gone(error.message)));
  socket.on('connect', () => writeJsonLine(socket, request));
  // A promise that is settled already stays as it is: after an answer this says nothing.
  socket.on('close', () => {
    signal?.removeEventListener('abort', cancel);
    reject(gone('it ended before the answer came'));
  });
  readJsonLines(socket, (line) => {
    const reply = forwardReply.safeParse(line);
    if (!reply.success) return reject(gone('it answered in another form; is it of another version?'));
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
