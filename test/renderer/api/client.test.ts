import { describe, expect, it } from 'vitest';
import { makeClient } from '../../../renderer/api/client.ts';
import { ContractError } from '../../../renderer/api/contract-error.ts';
import type { LineState, Transport } from '../../../renderer/api/transport.ts';

interface Frame {
  readonly id: number;
  readonly kind: string;
  readonly name: string;
}

/** A line under the test's hand. */
function makeLine(first: LineState = { kind: 'open' }) {
  const sent: Frame[] = [];
  let state = first;
  let toFrame: (frame: unknown) => void = () => undefined;
  let toState: (state: LineState) => void = () => undefined;
  const transport: Transport = {
    state: () => state,
    send: (frame) => sent.push(frame as Frame),
    onFrame: (listener) => {
      toFrame = listener;
    },
    onState: (listener) => {
      toState = listener;
    },
    stop: (reason) => become({ kind: 'stopped', reason }),
  };
  const become = (next: LineState) => {
    state = next;
    toState(next);
  };
  return { transport, sent, become, receive: (frame: unknown) => toFrame(frame) };
}
const caught = async (promise: Promise<unknown>) => await promise.catch((error: unknown) => error);

describe('the contract client', () => {
  it('resolves an answer to the question it belongs to', async () => {
    const line = makeLine();
    const client = makeClient(line.transport);
    const jobs = client.query('job.list', {});
    line.receive({ id: 99, ok: true, value: {} });
    line.receive({ id: line.sent[0]?.id, ok: true, value: { jobs: [] } });
    expect(await jobs).toEqual({ jobs: [] });
  });
  it('hands on the engine’s failure as it is', async () => {
    const line = makeLine();
    const answer = caught(makeClient(line.transport).command('match.redo', {}));
    const error = { code: 'UNDO_NOTHING', message: 'Nothing.', nextStep: null, details: {}, traceId: 't' };
    line.receive({ id: 1, ok: false, error });
    expect(await answer).toMatchObject({ code: 'UNDO_NOTHING', message: 'Nothing.', traceId: 't' });
  });
  it('refuses an answer that is not in the agreed form and names where', async () => {
    const line = makeLine();
    const answer = caught(makeClient(line.transport).query('job.list', {}));
    line.receive({ id: 1, ok: true, value: { jobs: [{ jobId: 7 }] } });
    expect(await answer).toMatchObject({
      code: 'WINDOW_BAD_ANSWER',
      message: expect.stringContaining('jobs.0') as string,
    });
  });
  it('asks again after the line broke, and never commands again', async () => {
    const line = makeLine();
    const client = makeClient(line.transport);
    const jobs = client.query('job.list', {});
    const redo = caught(client.command('match.redo', {}));
    line.become({ kind: 'lost', nextTryAt: 0 });
    expect(await redo).toMatchObject({ code: 'WINDOW_DISCONNECTED' });
    line.become({ kind: 'open' });
    expect(line.sent.map(({ name }) => name)).toEqual(['job.list', 'match.redo', 'job.list']);
    line.receive({ id: 1, ok: true, value: { jobs: [] } });
    expect(await jobs).toEqual({ jobs: [] });
  });
  it('holds questions while there is no line yet, and sends no command into nothing', async () => {
    const line = makeLine({ kind: 'connecting' });
    const client = makeClient(line.transport);
    void client.query('job.list', {});
    expect(await caught(client.command('match.redo', {}))).toBeInstanceOf(ContractError);
    expect(line.sent).toEqual([]);
    line.become({ kind: 'open' });
    expect(line.sent.map(({ name }) => name)).toEqual(['job.list']);
  });
  it('announces only events of the contract, and stops when the company stops', () => {
    const line = makeLine();
    const client = makeClient(line.transport);
    const heard: unknown[] = [];
    client.on('data.changed', (payload) => heard.push(payload));
    line.receive({ event: 'data.changed', payload: { topics: ['movements'] } });
    line.receive({ event: 'data.changed', payload: { topics: ['weather'] } });
    line.receive({ event: 'toString', payload: {} });
    expect(heard).toEqual([{ topics: ['movements'] }]);
    line.receive({ event: 'company.stopping', payload: { reason: 'Closed from the tray.' } });
    expect(client.lineState()).toEqual({ kind: 'stopped', reason: 'Closed from the tray.' });
  });
});
