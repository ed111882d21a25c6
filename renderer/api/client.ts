import type { z } from 'zod';
import { commands, events, queries } from '../../shared/contract/contract.ts';
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  EventName,
  EventPayload,
  QueryInput,
  QueryName,
  QueryOutput,
} from '../../shared/contract/contract.ts';
import { answerFrame, eventFrame } from '../../shared/contract/envelope.ts';
import type { AnswerFrame } from '../../shared/contract/envelope.ts';
import { ContractError } from './contract-error.ts';
import { makeListeners } from './listeners.ts';
import type { LineState, Transport } from './transport.ts';

interface Waiting {
  readonly frame: { readonly id: number; readonly kind: 'query' | 'command'; readonly name: string; input: unknown };
  readonly output: z.ZodType;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: ContractError) => void;
  isSent: boolean;
}

/** The window's typed way to the engine. */
export interface ContractClient {
  /**
   * Asks. Waits while the line is down and asks again when it broke in between, since asking changes nothing.
   * Rejects with ContractError.
   */
  readonly query: <N extends QueryName>(name: N, input: QueryInput<N>) => Promise<QueryOutput<N>>;
  /**
   * Tells the engine to do something, once: never sent while the line is down, never sent again after it broke.
   * Rejects with ContractError; `WINDOW_DISCONNECTED` after sending means the outcome must be looked up.
   */
  readonly command: <N extends CommandName>(name: N, input: CommandInput<N>) => Promise<CommandOutput<N>>;
  readonly on: <N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void) => () => void;
  readonly lineState: () => LineState;
  readonly onLineState: (listener: (state: LineState) => void) => () => void;
}

const neverSent = () =>
  new ContractError({
    code: 'WINDOW_DISCONNECTED',
    message: 'The window has lost its line to the engine, so nothing was sent.',
    nextStep: 'Wait until the line is back (see the bar at the bottom), then do it again.',
    details: {},
    traceId: null,
  });
const answerLost = () =>
  new ContractError({
    code: 'WINDOW_DISCONNECTED',
    message: 'The line to the engine broke before the answer came. It may have been done.',
    nextStep: 'The window reads the present state again by itself; look at the row before you repeat anything.',
    details: {},
    traceId: null,
  });
const badAnswer = (name: string, reason: string) =>
  new ContractError({
    code: 'WINDOW_BAD_ANSWER',
    message: `The engine’s answer to ${name} is not in the agreed form: ${reason}.`,
    nextStep: 'Window and engine may be of different versions: close Tieout and start it again.',
    details: {},
    traceId: null,
  });

function settle(waiting: Waiting, answer: AnswerFrame): void {
  if (!answer.ok) return waiting.reject(new ContractError(answer.error));
  const read = waiting.output.safeParse(answer.value);
  if (read.success) return waiting.resolve(read.data);
  const issue = read.error.issues[0];
  waiting.reject(badAnswer(waiting.frame.name, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim()));
}

/** Makes the client of one transport; answers and events are checked against the contract before anyone sees them. */
export function makeClient(transport: Transport): ContractClient {
  const waitingById = new Map<number, Waiting>();
  const listenersByEvent = new Map<EventName, ReturnType<typeof makeListeners<unknown>>>();
  const states = makeListeners<LineState>();
  let lastId = 0;
  const flush = () => {
    for (const waiting of waitingById.values()) {
      if (waiting.isSent) continue;
      waiting.isSent = true;
      transport.send(waiting.frame);
    }
  };
  const lineBroke = () => {
    for (const [id, waiting] of waitingById) {
      if (!waiting.isSent) continue;
      waiting.isSent = false;
      if (waiting.frame.kind === 'query') continue;
      waitingById.delete(id);
      waiting.reject(answerLost());
    }
  };
  transport.onState((state) => {
    if (state.kind === 'open') flush();
    else lineBroke();
    states.tell(state);
  });
  transport.onFrame((frame) => {
    const answer = answerFrame.safeParse(frame);
    if (answer.success) {
      const waiting = waitingById.get(answer.data.id);
      waitingById.delete(answer.data.id);
      if (waiting !== undefined) settle(waiting, answer.data);
      return;
    }
    const event = eventFrame.safeParse(frame);
    if (event.success) announce(event.data.event, event.data.payload);
  });
  const announce = (name: string, payload: unknown) => {
    // An event of a newer engine is nothing this window could show: it only ever asks again.
    if (!isEventName(name)) return;
    const read = events[name].safeParse(payload);
    if (!read.success) return;
    if (name === 'company.stopping') transport.stop(events[name].parse(payload).reason);
    listenersByEvent.get(name)?.tell(read.data);
  };
  const ask = (kind: 'query' | 'command', name: string, input: unknown, output: z.ZodType) =>
    new Promise<unknown>((resolve, reject) => {
      if (kind === 'command' && transport.state().kind !== 'open') return reject(neverSent());
      lastId += 1;
      waitingById.set(lastId, { frame: { id: lastId, kind, name, input }, output, resolve, reject, isSent: false });
      if (transport.state().kind === 'open') flush();
    });
  return {
    // The schema of `name` has just checked the value; TypeScript cannot follow that through the table.
    query: <N extends QueryName>(name: N, input: QueryInput<N>) =>
      ask('query', name, input, queries[name].output) as Promise<QueryOutput<N>>,
    command: <N extends CommandName>(name: N, input: CommandInput<N>) =>
      ask('command', name, input, commands[name].output) as Promise<CommandOutput<N>>,
    on: <N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void) => {
      const listeners = listenersByEvent.get(name) ?? makeListeners<unknown>();
      listenersByEvent.set(name, listeners);
      return listeners.add((payload) => listener(payload as EventPayload<N>));
    },
    lineState: transport.state,
    onLineState: states.add,
  };
}

function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}
