import { commands, queries } from '../../shared/contract/contract.ts';
import type { CommandName, JobRow, QueryName } from '../../shared/contract/contract.ts';
import type { CustomerRow } from '../../shared/contract/customers.ts';
import type { DuplicateRow } from '../../shared/contract/duplicates.ts';
import { profileSchema } from '../../shared/contract/profile.ts';
import type { TwoFileRow } from '../../shared/contract/two-files.ts';
import type { Facet, MovementRow, PostingRow, ViewRequest } from '../../shared/contract/views.ts';
import { isOpenMovement } from '../../shared/domain/open-movement.ts';
import type { ErrorCode } from '../../shared/errors/codes.ts';
import { completenessOf, completenessRowsOf } from './double-completeness.ts';
import { makeBooks, makePostings } from './double-books.ts';
import { makeDoubleClearing } from './double-clearing.ts';
import { makeDoubleRules } from './double-rules.ts';
import { makeDoublePeople } from './double-people.ts';
import { makeDoubleFiles } from './double-files.ts';
import { invoiceListOf } from './double-invoices.ts';
import { makeDoubleAliases } from './double-aliases.ts';
import { makeDoubleLinkModels } from './double-link-models.ts';
import { makeDoubleCustomers } from './double-customers.ts';
import { makeDoubleDuplicates } from './double-duplicates.ts';
import { makeDoubleTwoFiles } from './double-two-files.ts';
import { makeDoubleDatabase } from './double-database.ts';
import { makeDoubleMapping } from './double-mapping.ts';
import { CONNECTIONS, SESSION, matchDetailOf, postingDetailOf } from './double-details.ts';

export interface Call {
  readonly name: string;
  readonly input: unknown;
}
type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };
export interface DoubleEngine {
  readonly calls: readonly Call[];
  readonly answer: (name: string, input: unknown) => Answer;
  /** The next call of this name fails like that, once. */
  readonly failNext: (name: string, code: ErrorCode, message: string, details?: Record<string, string>) => void;
  /** Rows that "arrived" since every open view was opened. */
  readonly setArrived: (count: number) => void;
  /** Every view opened so far is over. */
  readonly expireViews: () => void;
  /** A strict site: what is approved and posted waits for its window, in these words. */
  readonly waitForWindow: (text: string) => void;
  /** The engine has looked at this movement anew: it has the next version. */
  readonly rematch: (key: number) => void;
  readonly setJobs: (jobs: readonly JobRow[]) => void;
  /** Another PeopleSoft database is met from now on, which somebody has declared to be the same. */
  readonly meetDeclaredDatabase: () => void;
  /** Answers every list as empty from now on. */
  readonly empty: () => void;
}
interface View {
  readonly request: ViewRequest;
  readonly total: number;
  readonly at: (position: number) => unknown;
  readonly locate: (key: number) => number | null;
}
const POSTINGS = 240;
const SEARCHED_ROWS = 4_000;
const SCHEDULE = {
  settings: {
    windows: [{ zone: 'America/New_York', from: '18:00', to: '06:00', days: [1, 2, 3, 4, 5] }],
    blackouts: [{ zone: 'America/New_York', from: '2026-12-24', to: '2026-12-26', reason: 'Year-end freeze' }],
    paymentsPerDeposit: 200,
    requestsPerSecond: 2,
    concurrency: 1,
    oneClickWaits: false,
  },
  open: false,
  text: 'quiet window opens 18:00',
  nextChangeAt: '2026-11-02T23:00:00.000Z',
  waiting: 31,
  hash: 'seen',
  can: { change: true, why: null },
};
const LATER = '2026-11-03T14:00:00.000Z';
const READ_AT = '2026-11-02T11:10:00.000Z';

function failure(code: ErrorCode, message: string, details: Record<string, string> = {}): Answer {
  const nextStep = 'Look at the row again, then decide.';
  return { ok: false, error: { code, message, nextStep, details, traceId: 'double-1' } };
}

/** Answers the contract from generated books; inputs and outputs are checked by the contract's own schemas. */
export function makeDoubleEngine(rowCount: number): DoubleEngine {
  const books = makeBooks(rowCount);
  const database = makeDoubleDatabase();
  const aliases = makeDoubleAliases();
  const linkModels = makeDoubleLinkModels();
  const customers = makeDoubleCustomers();
  const twoFiles = makeDoubleTwoFiles();
  const duplicates = makeDoubleDuplicates();
  const postings = new Map<number, PostingRow>(makePostings(books, POSTINGS).map((row) => [row.key, row]));
  const views = new Map<string, View>();
  const calls: Call[] = [];
  const failures = new Map<string, Answer>();
  const undoable: number[] = [];
  const redoable: number[] = [];
  let lastToken = 0;
  let arrived = 0;
  let isEmpty = false;
  let schedule = SCHEDULE;
  let windowText: string | null = null;
  let jobs: readonly JobRow[] = [];
  let needsReview = books.countOf('needsReview');

  const found = (view: Omit<View, 'request' | 'locate'>, request: ViewRequest, keys: readonly number[]): View => ({
    ...view,
    request,
    locate: (key) => (keys.includes(key) ? keys.indexOf(key) : null),
  });
  const listOf = <Row extends { readonly key: number }>(request: ViewRequest, rows: readonly Row[]): View =>
    found(
      { total: rows.length, at: (position) => rows[position] },
      request,
      rows.map(({ key }) => key),
    );
  const movementsView = (request: ViewRequest & { list: 'movements' }): View => {
    const total = books.countOf(request.facet);
    const { facet, text } = request;
    if (text !== undefined) {
      const wanted = text.toLowerCase();
      const rows = Array.from({ length: Math.min(total, SEARCHED_ROWS) }, (_, at) =>
        books.movement(books.keyAt(facet, at)),
      );
      return listOf(
        request,
        rows.filter((row) => `${row.objectId} ${row.customer}`.toLowerCase().includes(wanted)),
      );
    }
    const isTurned = request.sort?.descending === true;
    const turn = (position: number) => (isTurned ? total - 1 - position : position);
    return {
      request,
      total,
      at: (position) => books.movement(books.keyAt(facet, turn(position))),
      locate: (key) => {
        const position = books.positionOf(facet as Facet, key);
        return position === null ? null : turn(position);
      },
    };
  };
  /** Its places hold still; what is said of a line shows in it at once. */
  const twoFilesView = (request: ViewRequest & { list: 'twoFiles' }): View => {
    const keys = twoFiles.rows(request.facet).map(({ key }) => key);
    return {
      request,
      total: keys.length,
      at: (position) => twoFiles.rows('all').find(({ key }) => key === keys[position]),
      locate: (key) => (keys.includes(key) ? keys.indexOf(key) : null),
    };
  };
  const viewOf = (request: ViewRequest): View => {
    if (isEmpty) return listOf(request, []);
    switch (request.list) {
      case 'movements':
        return movementsView(request);
      case 'items': {
        const { movementKey, text } = request;
        const rows = text === undefined ? (movementKey === null ? [] : books.items(movementKey)) : books.items(4);
        return listOf(
          request,
          text === undefined ? rows : rows.filter(({ item }) => item.includes(text.toUpperCase())),
        );
      }
      case 'postings': {
        const rows = [...postings.values()].filter(({ state }) => request.states?.includes(state) ?? true);
        return listOf(request, rows);
      }
      case 'duplicates':
        return listOf(request, duplicates.rows(request.facet));
      case 'customers':
        return listOf(request, customers.rows(request.facet));
      case 'aliases':
        return listOf(request, aliases.rows(request.facet));
      case 'twoFiles':
        return twoFilesView(request);
    }
  };
  const decide = (key: number, text: string, state: 'approved' | 'unmatched') => {
    undoable.push(key);
    needsReview -= 1;
    return books.change(key, {
      state,
      attention: state === 'approved' ? null : 'noItem',
      stateText: text,
      stateTone: 'mute',
    });
  };
  const jobAnswer = { jobId: 'job-1' };
  const asked = new Set<string>();

  const handlers: Record<QueryName | CommandName, (input: never) => unknown> = {
    'session.current': () => SESSION,
    'summary.get': () => ({
      unit: 'US',
      needsReview: isEmpty ? 0 : needsReview,
      movements: books.countOf('all'),
      matchedByRule: books.countOf('matched'),
      notEvaluated: 0,
      facets: Object.fromEntries(
        (
          [
            'needsReview',
            'severalCandidates',
            'amountDiffers',
            'noCustomerLink',
            'refundsAndDisputes',
            'lookupFailed',
            'notEvaluated',
            'matched',
            'excluded',
            'all',
          ] as const
        ).map((facet) => [facet, isEmpty ? 0 : facet === 'needsReview' ? needsReview : books.countOf(facet)]),
      ),
      attention: {},
      postings: { verify: 2, waiting: 31, due: 29, needsAttention: 4, confirmed: 118 },
      duplicates: {
        open: duplicates.rows('open').length,
        toRefund: duplicates.rows('toRefund').length,
        decided: duplicates.rows('decided').length,
        notCompared: 31,
      },
      customers: {
        toDecide: customers.rows('toDecide').length,
        confirmed: customers.rows('confirmed').length,
      },
      audit: { rows: 1_204, verifiedAt: '2026-11-02T11:12:00.000Z', valid: true },
    }),
    'view.open': (request: ViewRequest) => {
      lastToken += 1;
      const view = viewOf(request);
      views.set(`v${lastToken}`, view);
      return { token: `v${lastToken}`, total: view.total, expiresAt: LATER, readAt: READ_AT };
    },
    'view.page': ({ token, offset, limit }: { token: string; offset: number; limit: number }) => {
      const view = views.get(token);
      if (view === undefined) return failure('VIEW_EXPIRED', 'This list is over.');
      const count = Math.max(0, Math.min(limit, view.total - offset));
      const rows = Array.from({ length: count }, (_, at) => view.at(offset + at));
      return { list: view.request.list, rows, arrivedSince: view.request.list === 'movements' ? arrived : 0 };
    },
    'view.locate': ({ token, key }: { token: string; key: number }) => ({
      position: views.get(token)?.locate(key) ?? null,
    }),
    'view.next': ({ token, position }: { token: string; position: number }) => {
      const view = views.get(token);
      if (view === undefined) return failure('VIEW_EXPIRED', 'This list is over.');
      for (let step = 1; step < view.total + (position < 0 ? 1 : 0); step += 1) {
        const at = (position + step) % view.total;
        const row = view.at(at);
        if (
          view.request.list === 'twoFiles'
            ? (row as TwoFileRow).standing === 'open'
            : view.request.list === 'duplicates'
              ? (row as DuplicateRow).state === 'open'
              : view.request.list === 'customers'
                ? (row as CustomerRow).state === 'proposed'
                : isOpenMovement(row as MovementRow)
        )
          return { position: at };
      }
      return { position: null };
    },
    'match.detail': ({ movementKey }: { movementKey: number }) =>
      matchDetailOf(books.movement(movementKey), books.items(movementKey)),
    'posting.detail': ({ postingKey }: { postingKey: number }) => {
      const posting = postings.get(postingKey);
      return posting === undefined ? failure('NOT_FOUND', 'There is no such posting.') : postingDetailOf(posting);
    },
    'connection.state': () => ({
      connections: CONNECTIONS.map(({ streams: _streams, refusals: _refusals, ...state }) => state),
      sendersClock: 'Postings go at once.',
    }),
    'connection.list': () => ({ connections: CONNECTIONS, sendersClock: 'Postings go at once.' }),
    'completeness.read': () => ({ accounts: [completenessOf(asked)], whyNotAsk: null }),
    'completeness.rows': () => completenessRowsOf(),
    'completeness.askAgain': ({ objects }: { objects: readonly { type: string; id: string }[] | null }) => {
      for (const { type, id } of objects ?? completenessOf().absent) asked.add(`${type} ${id}`);
      return { asked: objects?.length ?? 2, jobId: null };
    },
    'schedule.current': () => schedule,
    'schedule.change': ({ settings }: { settings: typeof schedule.settings }) => {
      schedule = { ...schedule, settings };
      return schedule;
    },
    ...database.handlers,
    ...linkModels,
    ...aliases.handlers,
    ...customers.handlers,
    ...duplicates.handlers,
    ...twoFiles.handlers,
    'profile.current': () => failure('NOT_FOUND', 'The double has no profile.'),
    'job.list': () => ({ jobs }),
    ...makeDoubleMapping(),
    ...makeDoubleRules(),
    ...makeDoublePeople(),
    ...makeDoubleClearing(),
    ...makeDoubleFiles(),
    'invoice.list': () => invoiceListOf(),
    'invoice.approve': ({ objectId }: { objectId: string }) => ({ postingKey: 1, text: `Approved ${objectId}.` }),
    'invoice.withdraw': () => ({ text: 'Taken back.' }),
    'order.open': () => ({ text: 'Kept as a work order, under Invoices.' }),
    'order.close': () => ({ text: 'Closed; your reason is kept.' }),
    'match.approve': ({ movementKey, post }: { movementKey: number; post: boolean }) => ({
      decisionId: undoable.length + 1,
      movement: decide(movementKey, post ? 'queued' : 'approved', 'approved'),
      postingKey: post ? 1 : null,
      waitsForWindow: post ? windowText : null,
      waits: null,
    }),
    'match.reject': ({ movementKey }: { movementKey: number }) => ({
      decisionId: undoable.length + 1,
      movement: decide(movementKey, 'not a match', 'unmatched'),
      postingKey: null,
      waitsForWindow: null,
      waits: null,
    }),
    'dispute.decide': ({ movementKey }: { movementKey: number }) => ({
      decisionId: undoable.length + 1,
      movement: decide(movementKey, 'decided', 'approved'),
      postingKey: null,
    }),
    'match.undo': ({ movementKey }: { movementKey?: number }) => {
      const key = movementKey ?? undoable.at(-1);
      if (key === undefined) return failure('UNDO_NOTHING', 'There is no decision of yours to take back.');
      undoable.splice(undoable.lastIndexOf(key), 1);
      redoable.push(key);
      needsReview += 1;
      return { undone: 'approval', movementKey: key, movement: books.restore(key) };
    },
    'match.redo': () => {
      const key = redoable.pop();
      if (key === undefined) return failure('UNDO_NOTHING', 'There is nothing to do again.');
      return { undone: 'approval', movementKey: key, movement: decide(key, 'approved', 'approved') };
    },
    'link.confirm': () => ({ state: 'confirmed' }),
    'link.reject': () => ({ state: 'rejected' }),
    'posting.verify': ({ postingKey }: { postingKey: number }) => {
      const posting = postings.get(postingKey);
      if (posting === undefined) return failure('NOT_FOUND', 'There is no such posting.');
      const confirmed: PostingRow = { ...posting, version: 2, state: 'confirmed', stateReason: null };
      postings.set(postingKey, confirmed);
      return { posting: confirmed, found: 'confirmed', text: 'Found in PeopleSoft, every field agrees.' };
    },
    'posting.replay': ({ postingKey }: { postingKey: number }) => {
      const posting = postings.get(postingKey);
      if (posting === undefined) return failure('NOT_FOUND', 'There is no such posting.');
      const queued: PostingRow = { ...posting, version: 2, state: 'queued', stateReason: null };
      postings.set(postingKey, queued);
      return { posting: queued, text: 'Queued again under the next generation.' };
    },
    'posting.reverse': ({ postingKey }: { postingKey: number }) => {
      const posting = postings.get(postingKey);
      if (posting === undefined) return failure('NOT_FOUND', 'There is no such posting.');
      const kept: PostingRow = { ...posting, version: posting.version + 1 };
      postings.set(postingKey, kept);
      const amount = { ...posting.amount, minor: -posting.amount.minor };
      const reversal: PostingRow = { ...posting, key: 90_001, effect: 'reversal', state: 'queued', amount };
      return { posting: kept, reversal, text: 'Its reversal is on its way.' };
    },
    'posting.settle': ({ postingKey, as }: { postingKey: number; as: string }) => {
      const posting = postings.get(postingKey);
      if (posting === undefined) return failure('NOT_FOUND', 'There is no such posting.');
      const settled: PostingRow = {
        ...posting,
        version: posting.version + 1,
        state: as === 'present' ? 'accepted' : 'queued',
        stateReason: null,
      };
      postings.set(postingKey, settled);
      return { posting: settled, text: as === 'present' ? 'Taken as saved.' : 'Taken as not saved.' };
    },
    'posting.send': () => jobAnswer,
    'sync.run': () => jobAnswer,
    'matching.run': () => jobAnswer,
    'audit.verify': () => jobAnswer,
    'job.cancel': () => ({ cancelled: true }),
    'profile.check': ({ profile }: { profile: unknown }) => ({
      faults: (profileSchema.safeParse(profile).error?.issues ?? []).map(({ path, message }) => ({
        path: path.map(String).join('.'),
        message,
      })),
      systems: [
        {
          system: 'stripe',
          ok: true,
          version: 'API 2026-10-15',
          signIn: 'acct_1Real, live data',
          found: ['charges', 'refunds', 'balance transactions'],
          missing: [],
        },
        {
          system: 'peoplesoft',
          ok: false,
          version: 'PeopleTools 8.60.07',
          signIn: 'TIEOUT_INT',
          found: ['CI_SITE_DEPOSIT_CI.1.wsdl', 'query TO_CUSTOMERS'],
          missing: [
            {
              what: 'query TO_OPEN_PERIODS',
              why: 'It says which accounting dates are open.',
              fix: 'Create it from the guide for administrators, or name yours under “Open periods”.',
            },
          ],
        },
      ],
    }),
    'profile.save': () => ({
      file: 'Tieout\\acme\\profile.json',
      command: 'npm start -- --home Tieout\\acme',
      recoveryKey: 'K7QF-2M9X-4TZ8-PLWD',
    }),
    'host.newAddress': () => ({ url: 'http://127.0.0.1:43119/?token=Zk3v' }),
  };

  const isAnswer = (value: unknown): value is Answer =>
    typeof value === 'object' && value !== null && 'ok' in value && 'error' in value;
  return {
    calls,
    answer: (name, input) => {
      calls.push({ name, input });
      const planned = failures.get(name);
      failures.delete(name);
      if (planned !== undefined) return planned;
      const definition = { ...queries, ...commands }[name as QueryName];
      const read = definition.input.parse(input) as never;
      const value = handlers[name as QueryName](read);
      return isAnswer(value) ? value : { ok: true, value: definition.output.parse(value) };
    },
    failNext: (name, code, message, details) => failures.set(name, failure(code, message, details)),
    setArrived: (count) => {
      arrived = count;
    },
    expireViews: () => views.clear(),
    waitForWindow: (text) => {
      windowText = text;
    },
    rematch: (key) => void books.change(key, {}),
    setJobs: (next) => {
      jobs = next;
    },
    meetDeclaredDatabase: database.meetDeclared,
    empty: () => {
      isEmpty = true;
    },
  };
}
