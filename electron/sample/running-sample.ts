import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { companyPaths } from './company-folder.ts';
import { takeExclusiveLock } from './exclusive-lock.ts';

const control = z.strictObject({ token: z.string().min(1) });
const place = { pid: z.number().int().positive(), url: z.url() };
const stripeSchema = z.strictObject({
  ...place,
  account: z.string(),
  key: z.string(),
  restrictedKey: z.string(),
  control,
});
const peoplesoftSchema = z.strictObject({
  ...place,
  node: z.string(),
  user: z.string(),
  password: z.string(),
  control,
  /** The identity provider beside it; absent in the note of a simulator without one. */
  oauth: z
    .strictObject({ tokenAddress: z.url(), authorizeAddress: z.url(), clientId: z.string(), clientSecret: z.string() })
    .optional(),
});

/** How each simulator's ready line reads, apart from its process id. */
export const READY = {
  stripe: stripeSchema.omit({ pid: true }),
  peoplesoft: peoplesoftSchema.omit({ pid: true }),
} as const;

export type StripeRunning = z.infer<typeof stripeSchema>;
export type PeopleSoftRunning = z.infer<typeof peoplesoftSchema>;
export interface Simulators {
  readonly stripe: StripeRunning;
  readonly peoplesoft: PeopleSoftRunning;
}
/** The simulators that were started last on a company's books, as they said themselves. They may have ended since. */
export type LastRunning = Partial<Simulators>;

/** A sample company whose two simulators answer, whether they were started now or found running. */
export interface RunningSample {
  readonly folder: string;
  readonly stripe: StripeRunning;
  readonly peoplesoft: PeopleSoftRunning;
}

const recordOf = (booksFolder: string) => join(booksFolder, 'running.json');
/** Held by a simulator as long as it serves the books in its folder, and given back by the system however it ends. */
export const servingLock = (booksFolder: string): string => join(booksFolder, 'serving.lock');

/**
 * A simulator's own note of where it serves its books, in one step and readable by this user only: it holds the sample's credentials.
 * It writes this itself and before its ready line: whoever started it may be gone by then.
 */
export function announceSimulator(booksFolder: string, running: StripeRunning | PeopleSoftRunning): void {
  const file = recordOf(booksFolder);
  writeFileSync(`${file}.new`, `${JSON.stringify(running)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** What both simulators of a company noted last; an absent, torn or foreign note counts as none (their locks are the proof). */
export function readRunning(folder: string): LastRunning {
  const { stripe, peoplesoft } = companyPaths(folder);
  const [first, second] = [readRecord(stripe, stripeSchema), readRecord(peoplesoft, peoplesoftSchema)];
  return { ...(first && { stripe: first }), ...(second && { peoplesoft: second }) };
}

function readRecord<Record>(booksFolder: string, schema: z.ZodType<Record>): Record | null {
  const file = recordOf(booksFolder);
  if (!existsSync(file)) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function removeRunning(folder: string): void {
  const { stripe, peoplesoft } = companyPaths(folder);
  for (const booksFolder of [stripe, peoplesoft]) rmSync(recordOf(booksFolder), { force: true });
}

const LOOK_AGAIN_MS = 50;

/**
 * The simulator that serves a company's books and answers, or null when nobody serves them. One that has taken the books and not said
 * yet where it serves them (whoever started it may have been killed) is waited for so long; null also when it never says.
 */
export async function findServing<Name extends keyof Simulators>(
  folder: string,
  name: Name,
  patienceMs: number,
): Promise<Simulators[Name] | null> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const known: Simulators[Name] | undefined = readRunning(folder)[name];
    if (known && (await answersPing(known))) return known;
    if (!isServed(companyPaths(folder)[name]) || Date.now() > giveUpAt) return null;
    await wait(LOOK_AGAIN_MS);
  }
}

function isServed(booksFolder: string): boolean {
  if (!existsSync(servingLock(booksFolder))) return false;
  const lock = takeExclusiveLock(servingLock(booksFolder));
  lock?.release();
  return lock === null;
}

const PING_TIMEOUT_MS = 2_000;

/** True when the simulator behind the address is the one that gave the token. */
export async function answersPing(simulator: {
  readonly url: string;
  readonly control: { readonly token: string };
}): Promise<boolean> {
  try {
    const response = await fetch(new URL('/__sim/ping', simulator.url), {
      headers: { 'x-sim-token': simulator.control.token },
      signal: AbortSignal.timeout(PING_TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // Refused, reset or no answer: whatever is there now is not that simulator.
    return false;
  }
}
