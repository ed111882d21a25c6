import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { commands, queries } from '../../shared/contract/contract.ts';
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  QueryInput,
  QueryName,
  QueryOutput,
} from '../../shared/contract/contract.ts';
import { answerFrame, eventFrame } from '../../shared/contract/envelope.ts';
import type { AnswerFrame } from '../../shared/contract/envelope.ts';

/** A window's line to the browser host without a window: what a test knows of the engine, it knows through the contract. */
export interface ContractLine {
  readonly ask: <N extends QueryName>(name: N, input: QueryInput<N>) => Promise<QueryOutput<N>>;
  readonly order: <N extends CommandName>(name: N, input: CommandInput<N>) => Promise<CommandOutput<N>>;
  /**
   * Asks again at every event until the answer is one, and gives it. Rejects after a minute with `what` was waited for, or
   * when the line ends.
   */
  readonly until: <Answer>(what: string, look: () => Promise<Answer | null>) => Promise<Answer>;
  readonly close: () => void;
}

const PATIENCE_MS = 60_000;

/** Redeems a one-time address, as a browser does, and opens the contract's line with the cookie. */
export async function openContractLine(address: string): Promise<ContractLine> {
  const url = new URL(address);
  const socket = new WebSocket(`ws://${url.host}/contract`, {
    headers: { cookie: await redeem(url), origin: url.origin },
  });
  await once(socket, 'open');
  return contractOver(socket);
}

async function redeem(url: URL): Promise<string> {
  const sent = httpRequest(url);
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  const [cookie] = response.headers['set-cookie'] ?? [];
  if (cookie === undefined) throw new Error(`The address was not accepted: HTTP ${response.statusCode ?? 0}.`);
  return cookie.split(';')[0] ?? '';
}

function contractOver(socket: WebSocket): ContractLine {
  const waiting = new Map<number, (frame: AnswerFrame) => void>();
  const watchers = new Set<() => void>();
  let lastId = 0;
  socket.on('message', (data: Buffer) => {
    const frame: unknown = JSON.parse(data.toString('utf8'));
    if (eventFrame.safeParse(frame).success) return watchers.forEach((look) => look());
    const answer = answerFrame.parse(frame);
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  socket.on('close', () => watchers.forEach((look) => look()));
  const call = async (kind: 'query' | 'command', name: string, input: unknown): Promise<unknown> => {
    lastId += 1;
    const { promise, resolve } = Promise.withResolvers<AnswerFrame>();
    waiting.set(lastId, resolve);
    socket.send(JSON.stringify({ id: lastId, kind, name, input }));
    const answer = await promise;
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.message}`);
    return answer.value;
  };
  return {
    ask: async (name, input) => queries[name].output.parse(await call('query', name, input)) as never,
    order: async (name, input) => commands[name].output.parse(await call('command', name, input)) as never,
    until: (what, look) => waitFor(what, look, socket, watchers),
    close: () => socket.terminate(),
  };
}

async function waitFor<Answer>(
  what: string,
  look: () => Promise<Answer | null>,
  socket: WebSocket,
  watchers: Set<() => void>,
): Promise<Answer> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  for (;;) {
    const next = Promise.withResolvers<void>();
    const wake = () => next.resolve();
    watchers.add(wake);
    patience.addEventListener('abort', wake, { once: true });
    try {
      const answer = await look();
      if (answer !== null) return answer;
      if (socket.readyState !== socket.OPEN) throw new Error(`The line to the engine ended; waited for ${what}.`);
      if (patience.aborted) throw new Error(`Waited a minute for ${what}.`);
      await next.promise;
    } finally {
      watchers.delete(wake);
      patience.removeEventListener('abort', wake);
    }
  }
}
