import { parentPort } from 'node:worker_threads';
import { TieoutError } from '../../../../shared/errors/tieout-error.ts';
import { heldFile } from '../../../ingest/files/file-source.ts';
import type { DeskAnswers, DeskCallName, DeskMessage, DeskRequest, Refusal } from './desk-calls.ts';
import { TwoFileDesk } from './two-file-desk.ts';

const port = parentPort;
if (port === null) throw new Error('the thread of a two-file desk is started by DeskClient');
const say = (message: DeskMessage) => port.postMessage(message);

let opened: TwoFileDesk | null = null;
let stopping = new AbortController();

function desk(): TwoFileDesk {
  if (opened === null) throw new Error('the desk is asked before it is opened');
  return opened;
}

const answers: DeskAnswers = {
  async open({ left, right }) {
    opened = await TwoFileDesk.open(
      heldFile(left.shown, left.parts),
      heldFile(right.shown, right.parts),
      stopping.signal,
    );
    return opened.shapes();
  },
  preview: (map) => desk().preview(map),
  run: (map) => {
    stopping = new AbortController();
    return desk().run(map, stopping.signal, (text) => say({ type: 'progress', text }));
  },
  result: () => desk().result(),
  keys: (request) => desk().keys(request),
  rows: ({ run, keys }) => desk().rows(run, keys),
  detail: ({ run, key }) => desk().detail(run, key),
  decide: ({ run, key, as }) => desk().decide(run, key, as),
  undo: ({ run, key }) => desk().undo(run, key),
  csv: ({ run }) => desk().csv(run),
};

async function answer(id: number, name: DeskCallName, input: unknown): Promise<void> {
  try {
    // The client's types tie the name to its input.
    const call = answers[name] as (input: unknown) => unknown;
    say({ type: 'answer', id, output: await call(input) });
  } catch (error) {
    say({ type: 'refused', id, refusal: refusalOf(error) });
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof TieoutError) return { code: error.code, message: error.message, nextStep: error.nextStep ?? '' };
  return { code: null, message: error instanceof Error ? (error.stack ?? error.message) : String(error), nextStep: '' };
}

port.on('message', (request: DeskRequest) => {
  if (request.type === 'stop') stopping.abort(new Error('stopped'));
  else void answer(request.id, request.name, request.input);
});
