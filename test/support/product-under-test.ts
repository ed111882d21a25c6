import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { bundledProgram } from '../../build/test-programs.ts';
import { companyPaths } from '../../electron/sample/company-folder.ts';
import { stopSampleCompany } from '../../electron/sample/launch.ts';
import Database from 'better-sqlite3';
import { readPeopleSoftBooks } from '../../electron/sample/peoplesoft/books-view.ts';
import type { PeopleSoftBooksView } from '../../electron/sample/peoplesoft/books-view.ts';
import { readRunning } from '../../electron/sample/running-sample.ts';
import type { PeopleSoftRunning, StripeRunning } from '../../electron/sample/running-sample.ts';
import { openContractLine } from './contract-line.ts';
import type { ContractLine } from './contract-line.ts';

/** The whole product as a user starts it: the browser host in a process of its own, and its sample company's simulators. */
export interface Product {
  readonly home: string;
  /** The address that the host printed first; this support has used it for its own line. */
  readonly usedAddress: string;
  /** A one-time address that nobody has opened yet. */
  readonly newAddress: () => Promise<string>;
  readonly line: ContractLine;
  readonly stripe: StripeRunning;
  readonly peoplesoft: PeopleSoftRunning;
  /** Asks a simulator's control door, which the product does not know of. */
  readonly control: (
    simulator: StripeRunning | PeopleSoftRunning,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ) => Promise<unknown>;
  /** Looks into PeopleSoft's own books, the simulator's file itself. */
  readonly readBooks: <Answer>(look: (books: PeopleSoftBooksView) => Answer) => Answer;
  /** Changes them behind everybody's back, as another clerk would. */
  readonly changeBooks: (sql: string) => void;
  /** What the host has said on its terminal so far. */
  readonly said: () => string;
  /** Ends host and simulators and removes the home. */
  readonly stop: () => Promise<void>;
}

export interface ProductOptions {
  readonly movements: number;
  readonly seed: number;
  /** A home that is prepared already, in a folder that `stop` removes. Default a new one. */
  readonly home?: string;
  /** Variables that the host is started with besides those a person has. */
  readonly env?: Readonly<Record<string, string>>;
}

const firstLine = z.strictObject({ url: z.url(), token: z.string() });
const START_LIMIT_MS = 60_000;

/**
 * Starts the browser host, as it is bundled, over a sample company on any free port. Resolves when it has said
 * where it is; `firstRound` waits for its work. Rejects with what it said when it did not start.
 */
export async function startProduct(options: ProductOptions): Promise<Product> {
  await ensureBuilt('window');
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'tieout-product-'));
  const { seed, movements } = options;
  const words = ['serve', '--home', home, '--port', '0', '--seed', `${seed}`, '--movements', `${movements}`];
  const { file, env } = await bundledProgram('cli');
  const host = spawn(process.execPath, [file, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...cleanEnvironment(env), ...options.env },
  });
  const said: string[] = [];
  host.stderr.on('data', (text: Buffer) => said.push(text.toString('utf8')));
  const ended = new Promise<void>((resolve) => host.once('close', () => resolve()));
  const kill = () => host.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    await endHost(host, ended);
    if (existsSync(join(home, 'sample'))) await stopSampleCompany(join(home, 'sample'));
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const { url } = firstLine.parse(JSON.parse(await readFirstLine(host.stdout, ended)));
    const line = await openContractLine(url);
    return { ...runningProduct(home, url, line), said: () => said.join(''), stop: () => stop().finally(line.close) };
  } catch (error) {
    await stop();
    throw new Error(`The browser host did not start. It said: ${said.join('')}`, { cause: error });
  }
}

/** What the window of a person would have: none of the variables that this test run was started with. */
function cleanEnvironment(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { TIEOUT_HOME: _home, TIEOUT_RECOVERY_KEY: _key, INIT_CWD: _cwd, ...env } = given;
  return env;
}

async function readFirstLine(output: NodeJS.ReadableStream, ended: Promise<void>): Promise<string> {
  const lines = createInterface({ input: output });
  const limit = AbortSignal.timeout(START_LIMIT_MS);
  return await new Promise((resolve, reject) => {
    lines.once('line', resolve);
    void ended.then(() => reject(new Error('It ended.')));
    limit.addEventListener('abort', () => reject(new Error('It was silent for a minute.')), { once: true });
  });
}

async function endHost(host: ChildProcess, ended: Promise<void>): Promise<void> {
  if (host.exitCode === null && host.signalCode === null) host.kill('SIGTERM');
  await ended;
}

function runningProduct(home: string, usedAddress: string, line: ContractLine): Omit<Product, 'said' | 'stop'> {
  const sample = join(home, 'sample');
  const { stripe, peoplesoft } = readRunning(sample);
  if (stripe === undefined || peoplesoft === undefined) throw new Error('The simulators do not run.');
  return {
    home,
    usedAddress,
    line,
    stripe,
    peoplesoft,
    newAddress: async () => (await line.order('host.newAddress', {})).url,
    control: askControl,
    readBooks: (look) => {
      const books = readPeopleSoftBooks(companyPaths(sample).peoplesoftBooks);
      try {
        return look(books);
      } finally {
        books.close();
      }
    },
    changeBooks: (sql) => {
      const books = new Database(companyPaths(sample).peoplesoftBooks);
      books.exec(sql);
      books.close();
    },
  };
}

/** From here on no round of the schedule sends anything: what a test decides stays where it is. */
export async function holdBulkWork({ line }: Pick<Product, 'line'>): Promise<void> {
  const { settings, hash: seenHash } = await line.ask('schedule.current', {});
  const always = { zone: 'UTC', from: '2000-01-01', to: '2099-12-31', reason: 'a test decides' };
  await line.order('schedule.change', { settings: { ...settings, blackouts: [always] }, seenHash });
}

async function askControl(
  simulator: StripeRunning | PeopleSoftRunning,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(new URL(path, simulator.url), {
    method,
    headers: { 'x-sim-token': simulator.control.token },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Waits until the engine has read, matched and posted once by itself, and PeopleSoft has finished with what was sent. */
export async function firstRound(product: Product, unit = 'US'): Promise<void> {
  await product.line.until('the first round', async () => {
    const { jobs } = await product.line.ask('job.list', {});
    const failed = jobs.find(({ state }) => state === 'failed');
    if (failed !== undefined) throw new Error(`${failed.title} failed: ${failed.message}. ${product.said()}`);
    const isOver = jobs.some(({ kind, state }) => kind === 'posting' && state !== 'running');
    if (!isOver) return null;
    const { postings } = await product.line.ask('summary.get', { unit });
    return postings.waiting === 0 && postings.verify === 0 ? postings : null;
  });
}
