import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FetchPort } from '../../electron/connectors/http/fetch-port.ts';
import { diskSync } from '../../electron/ledger/file-sync.ts';
import { ensureHomeLedger, homePaths, markHome, type HomePaths } from '../../electron/ledger/home.ts';
import { openReader } from '../../electron/ledger/connect-ledger.ts';
import { createEngine } from '../../electron/engine/create-engine.ts';
import type { Session } from '../../electron/engine/contract/session.ts';
import type { Engine, EngineOptions } from '../../electron/engine/engine-types.ts';
import { openHomeLog } from '../../electron/engine/log.ts';
import { sampleProfile } from '../../electron/sample/sample-profile.ts';
import { profileSchema, type Credential, type Profile } from '../../shared/contract/profile.ts';
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  QueryInput,
  QueryName,
  QueryOutput,
} from '../../shared/contract/contract.ts';
import type { AnswerFrame, EventFrame } from '../../shared/contract/envelope.ts';
import type { Failure } from '../../shared/errors/codes.ts';
import { movableClock, type MovableClock } from './test-clock.ts';
import { writeEmptyLedger } from './empty-ledger.ts';
import { startSampleSystems, type SampleSize, type SampleSystems } from './sample-systems.ts';

export const START_MS = Date.parse('2026-11-02T14:00:00Z');

export const CLERK: Session = {
  sessionId: 'window-1',
  actor: { id: 'anna', name: 'Anna', operatorId: null, roles: ['preparer', 'reviewer', 'administrator'] },
  machine: 'AR-07',
  host: 'browser',
};
export const AUDITOR: Session = {
  ...CLERK,
  sessionId: 'window-audit',
  actor: { id: 'otto', name: 'Otto', operatorId: null, roles: ['auditor'] },
};

export interface EngineUnderTestOptions {
  /** Movements of the sample company; default 220. */
  readonly size?: SampleSize;
  /** Changes the profile before the engine adopts it. */
  readonly profile?: (profile: Profile, systems: SampleSystems) => unknown;
  readonly schedule?: boolean;
  /** PeopleSoft's password; default a random one. */
  readonly password?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  /** The user behind a bearer token, where PeopleSoft takes them. */
  readonly bearerUser?: (token: string) => string | null;
  /** The person's browser; default: there is none. */
  readonly openExternal?: (address: URL) => Promise<boolean>;
  readonly options?: Partial<EngineOptions>;
}

/** The rows of the books as text, table by table. */
export type Books = Readonly<Record<keyof typeof TABLES, readonly string[]>>;

/** Rows that were there before and are gone or different now; empty when nothing was lost. */
export function lostRows(before: Books, after: Books): readonly string[] {
  return Object.keys(TABLES).flatMap((name) => {
    const table = name as keyof typeof TABLES;
    const kept = new Set(after[table]);
    return before[table].filter((row) => !kept.has(row)).map((row) => `${table}: ${row.slice(0, 200)}`);
  });
}

/** A real engine on a home of its own, over a real encrypted ledger and the two real simulators. */
export interface EngineUnderTest {
  readonly engine: Engine;
  readonly systems: SampleSystems;
  readonly clock: MovableClock;
  readonly profile: Profile;
  readonly paths: HomePaths;
  readonly key: Buffer;
  /** Secrets by the name the profile gives them; changing one is replacing the credential. */
  readonly secrets: Map<string, string>;
  /** What stands between the engine and the network; a test may put something of its own in between. */
  readonly network: { fetch: FetchPort };
  /** Everything that came out through the contract: answers and events, as JSON text. */
  readonly frames: string[];
  readonly events: EventFrame[];
  readonly reports: { readonly name: string; readonly error: unknown }[];
  readonly fatal: string[];
  readonly said: string[];
  query<N extends QueryName>(name: N, input: QueryInput<N>, session?: Session): Promise<QueryOutput<N>>;
  command<N extends CommandName>(name: N, input: CommandInput<N>, session?: Session): Promise<CommandOutput<N>>;
  /** The failure that a request is answered with; throws when it succeeded. */
  refusal(kind: 'query' | 'command', name: string, input: unknown, session?: Session): Promise<Failure>;
  answer(frame: unknown, session?: Session): Promise<AnswerFrame>;
  /** Reads both systems, matches and, when asked to, posts until PeopleSoft has finished. */
  sync(systems?: readonly ('stripe' | 'peoplesoft')[]): ReturnType<Engine['headless']['sync']>;
  /** Reads both systems until nothing is new: the look at PeopleSoft makes a colleague of the sample pay. */
  load(): Promise<void>;
  match(): ReturnType<Engine['headless']['match']>;
  post(): ReturnType<Engine['headless']['post']>;
  connection(system: 'stripe' | 'peoplesoft'): Promise<QueryOutput<'connection.list'>['connections'][number]>;
  /** Resolves when the engine has looked at both systems, which it does by itself after the first whole read. */
  settled(): Promise<void>;
  /** Resolves with the job's row once it has ended. */
  ended(jobId: string): Promise<QueryOutput<'job.list'>['jobs'][number]>;
  /** Rows of a read of the ledger by a connection of the test's own. */
  rows<Row>(sql: string, ...parameters: unknown[]): Row[];
  books(): Books;
  /** Closes the engine and opens another one on the same home. */
  reopen(changes?: Pick<EngineUnderTestOptions, 'profile' | 'schedule' | 'options'>): Promise<void>;
  close(): Promise<void>;
}

const TABLES = {
  movements: 'SELECT * FROM movement ORDER BY movement_key',
  items: 'SELECT * FROM ar_item ORDER BY item_key',
  matches: 'SELECT m.*, a.* FROM match m LEFT JOIN allocation a USING (match_id) ORDER BY m.match_id, a.allocation_id',
  customers: 'SELECT * FROM ps_customer ORDER BY customer_key',
  postings: 'SELECT * FROM posting ORDER BY posting_id',
} as const;
/** Columns that say when something was last seen and not what it is. */
const SEEN = new Set(['seen_run', 'read_at']);

export async function startEngineUnderTest(options: EngineUnderTestOptions = {}): Promise<EngineUnderTest> {
  const clock = movableClock(START_MS);
  const systems = await startSampleSystems(
    options.size ?? 220,
    () => clock.nowMs(),
    options.password ?? null,
    options.bearerUser,
  );
  const folder = mkdtempSync(join(tmpdir(), 'tieout-engine-'));
  const paths = homePaths(join(folder, 'home'));
  const mark = markHome(paths, 'sample', clock.now());
  const key = writeEmptyLedger(paths.ledger);
  ensureHomeLedger(paths, mark, key);
  const sample = sampleProfile({
    folder,
    stripe: { pid: process.pid, ...systems.stripe },
    peoplesoft: { pid: process.pid, ...systems.peoplesoft },
  });
  const secrets = new Map(Object.entries({ ...sample.secrets, ...options.secrets }));
  const frames: string[] = [];
  const events: EventFrame[] = [];
  const reports: EngineUnderTest['reports'] = [];
  const fatal: string[] = [];
  const said: string[] = [];
  const network: { fetch: FetchPort } = { fetch: (url, init) => fetch(url, { ...init }) };
  const log = openHomeLog(paths.folder);
  const listening: Listener[] = [];

  async function open(changes: Pick<EngineUnderTestOptions, 'profile' | 'schedule' | 'options'>) {
    const profile = profileSchema.parse(changes.profile?.(sample.profile, systems) ?? sample.profile);
    const engine = await createEngine({
      paths,
      key: Buffer.from(key),
      profile,
      sample: true,
      ports: {
        clock,
        random: { bytes: randomBytes },
        fetch: (url, init) => network.fetch(url, init),
        secrets: { get: async (credential: Credential) => secrets.get(nameOf(credential)) ?? null },
        settings: { get: () => undefined, set: () => undefined },
        vault: null,
        fileSync: diskSync,
        notify: () => undefined,
        openExternal: options.openExternal ?? (async () => false),
      },
      machine: 'AR-07',
      version: '0.0.0',
      schedule: changes.schedule ?? false,
      report: (traceId, name, error) => {
        reports.push({ name, error });
        log.report(traceId, name, error);
      },
      onFatal: (reason) => void fatal.push(reason),
      newAddress: null,
      say: (line) => {
        said.push(line);
        log.say(line);
      },
      ...changes.options,
    });
    engine.listen((event) => {
      frames.push(JSON.stringify(event));
      events.push(event);
      for (const each of listening.slice()) each.event(event);
    });
    return { engine, profile };
  }

  let running = await open(options);
  let nextId = 0;
  const answer = async (frame: unknown, session: Session = CLERK): Promise<AnswerFrame> => {
    const answered = await running.engine.answer(frame, session);
    frames.push(JSON.stringify(answered));
    return answered;
  };
  const valueOf = async (kind: string, name: string, input: unknown, session?: Session): Promise<unknown> => {
    const answered = await answer({ id: ++nextId, kind, name, input }, session);
    if (answered.ok) return answered.value;
    throw Object.assign(new Error(`${name}: ${answered.error.code} ${answered.error.message}`), answered.error);
  };
  const under: EngineUnderTest = {
    get engine() {
      return running.engine;
    },
    get profile() {
      return running.profile;
    },
    systems,
    clock,
    paths,
    key,
    secrets,
    network,
    frames,
    events,
    reports,
    fatal,
    said,
    answer,
    // The contract server has checked the value against the very schema these types derive from.
    query: async (name, input, session) => (await valueOf('query', name, input, session)) as QueryOutput<typeof name>,
    command: async (name, input, session) =>
      (await valueOf('command', name, input, session)) as CommandOutput<typeof name>,
    async refusal(kind, name, input, session) {
      const answered = await answer({ id: ++nextId, kind, name, input }, session);
      if (answered.ok) throw new Error(`${name} was not refused: ${JSON.stringify(answered.value)}`);
      return answered.error;
    },
    sync: (systemNames = ['stripe', 'peoplesoft']) =>
      running.engine.headless.sync({ actor: CLERK.actor, systems: systemNames }),
    async load() {
      await under.sync();
      await under.settled();
      await under.sync();
    },
    match: () => running.engine.headless.match({ actor: CLERK.actor, dryRun: false }),
    post: () => running.engine.headless.post({ actor: CLERK.actor, now: false, reason: null, limit: null }),
    async connection(system) {
      const { connections } = await under.query('connection.list', {});
      const found = connections.find((each) => each.system === system);
      if (found === undefined) throw new Error(`no connection ${system}`);
      return found;
    },
    ended: (jobId) => jobEnd(under, listening, jobId),
    async settled() {
      for (;;) {
        const heard = nextEvent(listening, ({ event }) => event === 'data.changed');
        const { connections } = await under.query('connection.list', {});
        if (connections.every(({ signIn }) => signIn !== 'not tried yet')) return heard.stop();
        await heard.promise;
      }
    },
    rows: <Row>(sql: string, ...parameters: unknown[]) => {
      const db = openReader(paths.ledger, key);
      try {
        return db.prepare<unknown[], Row>(sql).all(...parameters);
      } finally {
        db.close();
      }
    },
    books: () => booksOf(under),
    async reopen(changes = {}) {
      await running.engine.close();
      running = await open({ ...options, ...changes });
    },
    async close() {
      await running.engine.close();
      await systems.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return under;
}

function nameOf(credential: Credential): string {
  return 'env' in credential ? credential.env : credential.vault;
}

interface Listener {
  readonly event: (event: EventFrame) => void;
}

/** The next event that fits; `stop` when it is not waited for after all. */
function nextEvent(listening: Listener[], fits: (event: EventFrame) => boolean) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = () => void listening.splice(listening.indexOf(listener), 1);
  const listener: Listener = {
    event: (event) => {
      if (!fits(event)) return;
      stop();
      resolve();
    },
  };
  listening.push(listener);
  return { promise, stop };
}

/** A job that has ended before we listened is found in the list. */
async function jobEnd(under: EngineUnderTest, listening: Listener[], jobId: string) {
  for (;;) {
    const heard = nextEvent(listening, ({ event, payload }) => event === 'job.progressed' && isOf(payload, jobId));
    const { jobs } = await under.query('job.list', {});
    const job = jobs.find((each) => each.jobId === jobId);
    if (job !== undefined && job.state !== 'running') {
      heard.stop();
      return job;
    }
    await heard.promise;
  }
}

function isOf(payload: unknown, jobId: string): boolean {
  return typeof payload === 'object' && payload !== null && 'jobId' in payload && payload.jobId === jobId;
}

function booksOf(under: EngineUnderTest): Books {
  const tables = Object.entries(TABLES).map(([name, sql]) => {
    const rows = under.rows<Record<string, unknown>>(sql);
    return [name, rows.map((row) => JSON.stringify(Object.entries(row).filter(([column]) => !SEEN.has(column))))];
  });
  return Object.fromEntries(tables) as Books;
}
