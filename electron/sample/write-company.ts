import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { createSampleClock } from './clock.ts';
import type { BankLine, PriorMonth } from './company/closing-facts.ts';
import type { CompanyRequest } from './company/company.ts';
import { generateCompany } from './company/generate-company.ts';
import { companyPaths, holdsCompany, manifestOf, SampleFolderError } from './company-folder.ts';
import { createPeopleSoftBooks } from './peoplesoft/books.ts';
import { processIsAlive } from './process-alive.ts';
import { createStripeBooks } from './stripe/create-books.ts';
import { createTruth } from './truth.ts';
import { writeBankStatements } from './write-bank-statement.ts';

const PROGRESS_EVERY = 20_000;

/**
 * Makes the sample company in `folder`: the books of both simulators, the truth, the clock and last the manifest. Everything
 * is written beside the folder and put in place by one rename, so that a kill leaves either no company or a whole one.
 * Does nothing when the company is there; throws SampleFolderError when something else is.
 */
export function writeCompany(
  folder: string,
  request: CompanyRequest,
  onProgress: (facts: number) => void = () => {},
): void {
  const target = resolve(folder);
  if (holdsCompany(target, request)) return;
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new SampleFolderError(`${target} is not empty and holds no sample company. Choose an empty folder.`);
  mkdirSync(dirname(target), { recursive: true });
  clearAbandoned(target);
  const building = `${target}.building-${process.pid}`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building);
  try {
    fill(building, request, onProgress);
    putInPlace(building, target, request);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

function fill(building: string, request: CompanyRequest, onProgress: (facts: number) => void): void {
  const paths = companyPaths(building);
  for (const part of [paths.stripe, paths.peoplesoft, paths.truth, paths.bank]) mkdirSync(part);
  const stripe = createStripeBooks(paths.stripeBooks, request.seed);
  const peoplesoft = createPeopleSoftBooks(paths.peoplesoftBooks);
  const truth = createTruth(paths.truthFile);
  const lines: BankLine[] = [];
  let facts = 0;
  for (const fact of generateCompany(request)) {
    if (fact.to === 'stripe') stripe.add(fact);
    else if (fact.to === 'peoplesoft') peoplesoft.add(fact.fact);
    else if (fact.to === 'truth') truth.add(fact.fact);
    else if (fact.to === 'bank') lines.push(fact.line);
    else writeFileSync(paths.priorMonth, signed(fact.month));
    facts += 1;
    if (facts % PROGRESS_EVERY === 0) onProgress(facts);
  }
  for (const books of [stripe, peoplesoft, truth]) books.close();
  writeBankStatements(paths.bank, lines);
  createSampleClock(building);
  writeFileSync(paths.manifest, `${JSON.stringify(manifestOf(request))}\n`);
}

/** The month before as a file: the statement, and the hash that both signatures are under. */
function signed(month: PriorMonth): string {
  const statementHash = createHash('sha256').update(JSON.stringify(month)).digest('hex');
  return `${JSON.stringify({ ...month, statementHash }, null, 2)}\n`;
}

function putInPlace(building: string, target: string, request: CompanyRequest): void {
  // Windows renames onto nothing but a free name; an empty folder the caller made would be in the way.
  if (existsSync(target) && readdirSync(target).length === 0) rmdirSync(target);
  try {
    renameSync(building, target);
  } catch (error) {
    // Somebody else finished the same company first: theirs is as good.
    if (!existsSync(target) || !holdsCompany(target, request)) throw error;
  }
}

/** Removes what builders that no longer live have left beside the folder. */
function clearAbandoned(target: string): void {
  const prefix = `${basename(target)}.building-`;
  for (const name of readdirSync(dirname(target))) {
    if (!name.startsWith(prefix)) continue;
    const left = join(dirname(target), name);
    if (!processIsAlive(Number(name.slice(prefix.length)))) rmSync(left, { recursive: true, force: true });
  }
}
