import { describe, expect, it } from 'vitest';
import { createContractServer } from '../../../../electron/engine/contract/contract-server.ts';
import type { Handlers } from '../../../../electron/engine/contract/handlers.ts';
import { ConnectorError } from '../../../../electron/connectors/http/connector-error.ts';
import { LedgerError } from '../../../../electron/ledger/ledger-error.ts';
import { commands, queries } from '../../../../shared/contract/contract.ts';
import { answerFrame, type AnswerFrame } from '../../../../shared/contract/envelope.ts';
import { TieoutError } from '../../../../shared/errors/tieout-error.ts';
import { CLERK } from '../../../support/engine-under-test.ts';

type Handler = (input: unknown) => Promise<unknown>;

/** Handlers that must not be reached, except those planted here. */
function serverWith(planted: { queries?: Record<string, Handler>; commands?: Record<string, Handler> }) {
  const unreachable = (name: string) => async () => {
    throw new Error(`${name} was reached`);
  };
  const all = (names: object, own: Record<string, Handler> = {}) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, own[name] ?? unreachable(name)]));
  const handlers = { queries: all(queries, planted.queries), commands: all(commands, planted.commands) };
  const reports: { traceId: string; name: string; error: unknown }[] = [];
  const server = createContractServer(handlers as unknown as Handlers, (traceId, name, error) =>
    reports.push({ traceId, name, error }),
  );
  return { reports, ask: (frame: unknown): Promise<AnswerFrame> => server.answer(frame, CLERK) };
}

const query = (name: string, input: unknown, id = 1) => ({ id, kind: 'query', name, input });
const command = (name: string, input: unknown, id = 1) => ({ id, kind: 'command', name, input });

function failureOf(answer: AnswerFrame) {
  // Whatever is answered must itself be a frame of the contract.
  answerFrame.parse(answer);
  if (answer.ok) throw new Error(`not refused: ${JSON.stringify(answer)}`);
  return answer.error;
}

const cyclic: Record<string, unknown> = { id: 4, kind: 'query', name: 'job.list' };
cyclic['input'] = cyclic;
const ODD_FRAMES: readonly (readonly [string, unknown, number])[] = [
  ['nothing', undefined, 0],
  ['null', null, 0],
  ['a number', 7, 0],
  ['text', '{"id":1}', 0],
  ['a list', [query('job.list', {})], 0],
  ['a map', new Map([['id', 1]]), 0],
  ['no id', { kind: 'query', name: 'job.list', input: {} }, 0],
  ['a fraction as id', { ...query('job.list', {}), id: 1.5 }, 0],
  ['a negative id', { ...query('job.list', {}), id: -1 }, 0],
  ['an id beyond exact numbers', { ...query('job.list', {}), id: 2 ** 60 }, 0],
  ['another kind', { ...query('job.list', {}, 9), kind: 'event' }, 9],
  ['a field too many', { ...query('job.list', {}, 9), actor: 'somebody else' }, 9],
  ['a name as long as a book', query('x'.repeat(10_000), {}, 9), 9],
];

describe('a frame that is none of the contract', () => {
  it.each(ODD_FRAMES)('%s is refused under its own id, and no handler sees it', async (_what, frame, id) => {
    const { ask, reports } = serverWith({});
    const answer = await ask(frame);
    expect(answer.id).toBe(id);
    expect(failureOf(answer)).toMatchObject({ code: 'BAD_INPUT' });
    expect(reports).toEqual([]);
  });

  it.each(['no.such', '__proto__', 'constructor', 'toString', ''])('an unknown name (%s) is refused', async (name) => {
    const { ask, reports } = serverWith({});
    for (const frame of [query(name, {}), command(name, {})])
      expect(failureOf(await ask(frame))).toMatchObject({ code: 'UNKNOWN_NAME' });
    expect(reports).toEqual([]);
  });

  it('a command asked as a query, and a query as a command, is refused', async () => {
    const { ask } = serverWith({});
    for (const name of Object.keys(commands)) expect(failureOf(await ask(query(name, {}))).code).toBe('UNKNOWN_NAME');
    for (const name of Object.keys(queries)) expect(failureOf(await ask(command(name, {}))).code).toBe('UNKNOWN_NAME');
  });

  it('an input that contains itself is refused like any other wrong input', async () => {
    const { ask } = serverWith({});
    expect(failureOf(await ask(cyclic))).toMatchObject({ code: 'BAD_INPUT' });
  });
});

describe('an input outside its schema', () => {
  const approve = {
    movementKey: 1,
    seenVersion: 1,
    allocations: [{ itemKey: 1, seenVersion: 1, amountMinor: 1 }],
    post: false,
  };
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['a missing field', query('match.detail', {}), 'movementKey'],
    ['a field of another type', query('match.detail', { movementKey: '1' }), 'movementKey'],
    ['a key that is no key', query('match.detail', { movementKey: 0 }), 'movementKey'],
    ['not a number', query('match.detail', { movementKey: Number.NaN }), 'movementKey'],
    [
      'a field deep inside',
      command('match.approve', { ...approve, allocations: [{ itemKey: 1, seenVersion: 1, amountMinor: -5 }] }),
      'allocations.0.amountMinor',
    ],
    [
      'more allocations than fit',
      command('match.approve', { ...approve, allocations: Array.from({ length: 501 }, () => approve.allocations[0]) }),
      'allocations',
    ],
    ['a page of everything', query('view.page', { token: 't', offset: 0, limit: 100_000 }), 'limit'],
    [
      'an endless search text',
      query('view.open', { list: 'movements', unit: 'US', facet: 'all', text: 'x'.repeat(201) }),
      'text',
    ],
    [
      'a sort column of another list',
      query('view.open', {
        list: 'items',
        unit: 'US',
        movementKey: null,
        sort: { column: 'state', descending: false },
      }),
      'sort.column',
    ],
    ['an unknown list', query('view.open', { list: 'audit', unit: 'US' }), 'list'],
    ['an unknown system', command('sync.run', { systems: ['pipedrive'] }), 'systems.0'],
    ['a reason as long as a book', command('posting.send', { now: true, reason: 'x'.repeat(501) }), 'reason'],
    [
      'a secret as large as a disk',
      command('profile.check', { profile: {}, secrets: { key: 'x'.repeat(10_000) } }),
      'secrets.key',
    ],
    ['an actor of its own', command('match.undo', { actor: 'somebody else' }), 'the request'],
  ];
  it.each(cases)('%s is refused with the path of the field', async (_what, frame, path) => {
    const { ask, reports } = serverWith({});
    const failure = failureOf(await ask(frame));
    expect(failure).toMatchObject({ code: 'BAD_INPUT', details: { path } });
    expect(failure.message.startsWith(`${path}: `)).toBe(true);
    expect(reports).toEqual([]);
  });
});

describe('an answer outside the contract', () => {
  const secret = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc';
  it('reaches the window as a defect with a trace id, and the log under the same one', async () => {
    const { ask, reports } = serverWith({ queries: { 'job.list': async () => ({ jobs: 'none', leaked: secret }) } });
    const failure = failureOf(await ask(query('job.list', {})));
    expect(failure).toMatchObject({ code: 'INTERNAL', details: {} });
    expect(failure.nextStep).toContain(failure.traceId);
    expect(reports).toMatchObject([{ traceId: failure.traceId, name: 'job.list' }]);
    expect(String(reports[0]?.error)).toContain('jobs');
    expect(JSON.stringify(failure) + String(reports[0]?.error)).not.toContain(secret);
  });

  it('is not sent with fields the contract does not name', async () => {
    const { ask } = serverWith({
      commands: { 'link.confirm': async () => ({ state: 'confirmed', password: secret }) },
    });
    expect(failureOf(await ask(command('link.confirm', { linkId: 1, seenVersion: 1 }))).code).toBe('INTERNAL');
  });
});

describe('a handler that fails', () => {
  const outcome = async (error: unknown) => {
    const { ask, reports } = serverWith({
      queries: {
        'job.list': async () => {
          throw error;
        },
      },
    });
    return { failure: failureOf(await ask(query('job.list', {}))), reports };
  };

  it('as expected keeps its code, words and next step, and is no defect', async () => {
    const expected: readonly (readonly [unknown, string])[] = [
      [new TieoutError('NOT_ALLOWED', 'No.', { nextStep: 'Ask.' }), 'NOT_ALLOWED'],
      [new LedgerError('STALE_VERSION', 'No.', 'Ask.'), 'STALE_VERSION'],
      [
        new LedgerError('INVARIANT', 'No.', 'Ask.', { detailCode: 'ALLOCATION_EXCEEDS_ITEM' }),
        'ALLOCATION_EXCEEDS_ITEM',
      ],
      [new LedgerError('TRANSITION', 'No.', 'Ask.'), 'MATCH_ALREADY_DECIDED'],
      [new LedgerError('LEDGER_FULL', 'No.', 'Ask.'), 'LEDGER_FULL'],
      [new ConnectorError('stripe', 'credentials', 'No.', 'Ask.'), 'CONNECTION_CREDENTIALS'],
      [new ConnectorError('stripe', 'rights', 'No.', 'Ask.'), 'CONNECTION_RIGHTS'],
      [new ConnectorError('stripe', 'unreachable', 'No.', 'Ask.'), 'CONNECTION_UNREACHABLE'],
      [new ConnectorError('stripe', 'malformed', 'No.', 'Ask.'), 'CONNECTION_MALFORMED'],
    ];
    for (const [error, code] of expected) {
      const { failure, reports } = await outcome(error);
      expect(failure).toMatchObject({ code, message: 'No.', nextStep: 'Ask.' });
      expect(reports).toEqual([]);
    }
  });

  it('by a defect says nothing of it but its number', async () => {
    const words = 'SELECT * FROM customer WHERE name = "Rosewood"';
    for (const error of [
      new Error(words),
      words,
      new LedgerError('INTERNAL', words, ''),
      new LedgerError('INVARIANT', words, ''),
    ]) {
      const { failure, reports } = await outcome(error);
      expect(failure.code).toBe('INTERNAL');
      expect(JSON.stringify(failure)).not.toContain('Rosewood');
      expect(reports).toMatchObject([{ traceId: failure.traceId, error }]);
    }
  });
});
