import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CompanyRequest } from './company/company.ts';
import { GENERATOR_VERSION } from './company/generate-company.ts';

/** Where a sample company keeps what: each simulator its own folder, the truth one that only scores and tests open. */
export function companyPaths(folder: string) {
  return {
    manifest: join(folder, 'manifest.json'),
    launchLock: join(folder, 'launch.lock'),
    stripe: join(folder, 'stripe'),
    stripeBooks: join(folder, 'stripe', 'stripe.sqlite'),
    peoplesoft: join(folder, 'peoplesoft'),
    peoplesoftBooks: join(folder, 'peoplesoft', 'peoplesoft.sqlite'),
    /** Statements of the bank accounts that payouts arrive at, a CSV file a currency. */
    bank: join(folder, 'bank'),
    priorMonth: join(folder, 'prior-month.json'),
    truth: join(folder, 'truth'),
    truthFile: join(folder, 'truth', 'truth.sqlite'),
  } as const;
}

const manifestSchema = z.strictObject({
  generatorVersion: z.number().int(),
  seed: z.number().int(),
  movements: z.number().int().nonnegative(),
});
export type CompanyManifest = z.infer<typeof manifestSchema>;

export function manifestOf(request: CompanyRequest): CompanyManifest {
  return { generatorVersion: GENERATOR_VERSION, seed: request.seed, movements: request.movements };
}

/** What company a folder holds, or null when it holds none; the manifest is the last thing written, so what it names is whole. */
export function readManifest(folder: string): CompanyManifest | null {
  const { manifest } = companyPaths(folder);
  return existsSync(manifest) ? manifestSchema.parse(JSON.parse(readFileSync(manifest, 'utf8'))) : null;
}

/** The folder holds something else than the company that was asked for; nothing was changed. */
export class SampleFolderError extends Error {
  override readonly name = 'SampleFolderError';
}

/**
 * True when the folder already holds the company of the request; one that an earlier version made is kept as it is, with less in it than
 * a new one would have, for its books may hold postings. Throws SampleFolderError when it holds another one: a
 * company is never overwritten, its books may hold postings.
 */
export function holdsCompany(folder: string, request: CompanyRequest): boolean {
  const found = readManifest(folder);
  if (!found) return false;
  const wanted = manifestOf(request);
  if (found.generatorVersion > wanted.generatorVersion)
    throw new SampleFolderError(
      `The sample company in ${folder} was made by a newer version of Tieout. Use that one, or choose another home.`,
    );
  if (found.seed !== wanted.seed || found.movements !== wanted.movements)
    throw new SampleFolderError(
      `${folder} holds the sample company of seed ${found.seed} with ${found.movements} movements, not of seed ` +
        `${wanted.seed} with ${wanted.movements}. Ask for that one, or choose another home.`,
    );
  return true;
}
