import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { companyPaths } from '../../electron/sample/company-folder.ts';
import Database from 'better-sqlite3';
import { createPeopleSoftBooks } from '../../electron/sample/peoplesoft/books.ts';
import { startPeopleSoftSimulator, type PeopleSoftSimulator } from '../../electron/sample/peoplesoft/simulator.ts';
import { createStripeBooks } from '../../electron/sample/stripe/create-books.ts';
import { startStripeSimulator, type StripeSimulator } from '../../electron/sample/stripe/simulator.ts';
import { writeCompany } from '../../electron/sample/write-company.ts';

export interface SampleSystems {
  readonly folder: string;
  readonly stripe: StripeSimulator;
  readonly peoplesoft: PeopleSoftSimulator;
  /** One request to the Stripe simulator's control port; resolves its JSON. */
  stripeControl(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Switches every failure of the PeopleSoft simulator off. */
  clearPeopleSoft(): Promise<void>;
  /** Requests the PeopleSoft simulator has had so far, those of its control port among them. */
  peopleSoftRequests(): number;
  close(): Promise<void>;
}

/** How many movements of all kinds, or none: books of a company in which nothing has happened yet. */
export type SampleSize = number | 'empty';

/** Both simulators of a sample company, real loopback servers in this process under the given clock; PeopleSoft's password may be given. */
export async function startSampleSystems(
  size: SampleSize,
  nowMs: () => number,
  password: string | null = null,
  bearerUser?: (token: string) => string | null,
): Promise<SampleSystems> {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-systems-'));
  const company = join(folder, 'company');
  const at = companyPaths(company);
  if (size === 'empty') makeEmptyBooks(at);
  else writeCompany(company, { seed: 7, movements: size });
  if (password !== null) plantPassword(at.peoplesoftBooks, password);
  let peopleSoftRequests = 0;
  const stripe = await startStripeSimulator({ folder: at.stripe, port: 0, clock: nowMs });
  const peoplesoft = await startPeopleSoftSimulator({
    folder: at.peoplesoft,
    port: 0,
    now: nowMs,
    batchSeconds: 0,
    onRequest: () => void (peopleSoftRequests += 1),
    ...(bearerUser === undefined ? {} : { bearerUser }),
  });
  return {
    folder,
    stripe,
    peoplesoft,
    async stripeControl(method, path, body) {
      const answer = await fetch(`${stripe.url}/__sim/${path}`, {
        method,
        headers: { 'x-sim-token': stripe.control.token },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`the control port said ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as unknown;
    },
    async clearPeopleSoft() {
      const answer = await fetch(`${peoplesoft.url}/__sim/switch`, {
        method: 'DELETE',
        headers: { 'x-sim-token': peoplesoft.control.token },
      });
      if (!answer.ok) throw new Error(`the switches could not be cleared: HTTP ${answer.status}`);
    },
    peopleSoftRequests: () => peopleSoftRequests,
    async close() {
      await stripe.close();
      await peoplesoft.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function makeEmptyBooks(at: ReturnType<typeof companyPaths>): void {
  for (const folder of [at.stripe, at.peoplesoft]) mkdirSync(folder, { recursive: true });
  createStripeBooks(at.stripeBooks, 7).close();
  createPeopleSoftBooks(at.peoplesoftBooks).close();
}

function plantPassword(file: string, password: string): void {
  const books = new Database(file);
  books.prepare("UPDATE site SET value = ? WHERE name = 'password'").run(password);
  books.close();
}
