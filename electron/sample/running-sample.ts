import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { companyPaths } from './company-folder.ts';

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
});

/** How each simulator's ready line reads, apart from its process id. */
export const READY = {
  stripe: stripeSchema.omit({ pid: true }),
  peoplesoft: peoplesoftSchema.omit({ pid: true }),
} as const;

const runningSchema = z.strictObject({ stripe: stripeSchema.optional(), peoplesoft: peoplesoftSchema.optional() });
export type StripeRunning = z.infer<typeof stripeSchema>;
export type PeopleSoftRunning = z.infer<typeof peoplesoftSchema>;
/** What `running.json` says: the simulators that were started last on these books. They may have ended since. */
export type RunningFile = z.infer<typeof runningSchema>;

/** A sample company whose two simulators answer, whether they were started now or found running. */
export interface RunningSample {
  readonly folder: string;
  readonly stripe: StripeRunning;
  readonly peoplesoft: PeopleSoftRunning;
}

/** Reads `running.json`; an absent, torn or foreign file counts as nothing running (the simulators' own locks are the proof). */
export function readRunning(folder: string): RunningFile {
  const { running } = companyPaths(folder);
  if (!existsSync(running)) return {};
  try {
    const parsed = runningSchema.safeParse(JSON.parse(readFileSync(running, 'utf8')));
    return parsed.success ? parsed.data : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** Writes `running.json` in one step, readable by this user only: it holds the sample's credentials. */
export function writeRunning(folder: string, running: RunningFile): void {
  const { running: file } = companyPaths(folder);
  writeFileSync(`${file}.new`, `${JSON.stringify(running)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function removeRunning(folder: string): void {
  rmSync(companyPaths(folder).running, { force: true });
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
