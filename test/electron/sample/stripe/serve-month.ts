import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { SAMPLE_START, type StripeBookFact } from '../../../../electron/sample/company/company.ts';
import { createStripeBooks } from '../../../../electron/sample/stripe/create-books.ts';
import {
  startStripeSimulator,
  BOOKS_FILE,
  type StripeSimulator,
} from '../../../../electron/sample/stripe/simulator.ts';
import { month, type Month } from '../company/month.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface ServedMonth {
  readonly month: Month;
  readonly simulator: StripeSimulator;
  get(path: string, key?: string): Promise<Reply>;
  data(path: string): Promise<Record<string, unknown>[]>;
  control(method: string, path: string, body?: unknown): Promise<Reply>;
}

const fixed = new Map<number, Month>();

function remembered(movements: number): Month {
  const known = fixed.get(movements) ?? month({ seed: 7, movements });
  fixed.set(movements, known);
  return known;
}

async function reply(response: Response): Promise<Reply> {
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

/** Serves a sample month on loopback for the running test; the clock stands at the sample's start unless given. */
export async function serveMonth(
  options: { movements?: number; now?: () => number; more?: readonly StripeBookFact[] } = {},
): Promise<ServedMonth> {
  const folder = join(temporaryFolder(), 'stripe');
  mkdirSync(folder);
  const made = remembered(options.movements ?? 300);
  const books = createStripeBooks(join(folder, BOOKS_FILE), 7);
  for (const fact of [...made.stripe, ...(options.more ?? [])]) books.add(fact);
  books.close();
  const clock = options.now ?? (() => Date.parse(SAMPLE_START));
  const simulator = await startStripeSimulator({ folder, port: 0, clock });
  onTestFinished(() => simulator.close());
  const get = async (path: string, key = simulator.key) =>
    reply(await fetch(simulator.url + path, { headers: { authorization: `Bearer ${key}` } }));
  return {
    month: made,
    simulator,
    get,
    data: async (path) => (await get(path)).body['data'] as Record<string, unknown>[],
    control: async (method, path, body) =>
      reply(
        await fetch(simulator.url + path, {
          method,
          headers: { 'x-sim-token': simulator.control.token },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
  };
}
