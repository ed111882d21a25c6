import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { buildCompany } from '../../../electron/sample/build-company.ts';
import { companyPaths, readManifest, SampleFolderError } from '../../../electron/sample/company-folder.ts';
import { GENERATOR_VERSION } from '../../../electron/sample/company/generate-company.ts';
import { readPeopleSoftBooks } from '../../../electron/sample/peoplesoft/books-view.ts';
import { StripeBooks } from '../../../electron/sample/stripe/books.ts';
import { openTruth } from '../../../electron/sample/truth.ts';
import { temporaryFolder } from './temporary-folder.ts';

const PROGRAM = fileURLToPath(new URL('../../../electron/sample/build-process.ts', import.meta.url));
const REQUEST = { seed: 7, movements: 200 };

function contents(folder: string) {
  const stripe = new StripeBooks(companyPaths(folder).stripeBooks);
  const peoplesoft = readPeopleSoftBooks(companyPaths(folder).peoplesoftBooks);
  const truth = openTruth(folder);
  try {
    return { stripe: stripe.counts(), peoplesoft: peoplesoft.counts(), truth: [...truth.movements()].length };
  } finally {
    stripe.close();
    peoplesoft.close();
    truth.close();
  }
}

describe('a sample company', () => {
  it('is made once, with books, truth, clock and manifest', async () => {
    const folder = join(temporaryFolder(), 'home', 'sample');
    expect(await buildCompany(folder, REQUEST)).toBe(true);
    expect(readManifest(folder)).toEqual({ generatorVersion: GENERATOR_VERSION, ...REQUEST });
    const clock = readFileSync(join(folder, 'clock.json'), 'utf8');
    expect(await buildCompany(folder, REQUEST)).toBe(false);
    expect(readFileSync(join(folder, 'clock.json'), 'utf8')).toBe(clock);
    expect(contents(folder)).toMatchObject({
      stripe: { charge: expect.any(Number) as unknown },
      truth: expect.any(Number) as unknown,
    });
    expect(readdirSync(dirname(folder))).toEqual(['sample']);
  });

  it('takes an empty folder that was made for it', async () => {
    const folder = join(temporaryFolder(), 'sample');
    mkdirSync(folder);
    expect(await buildCompany(folder, REQUEST)).toBe(true);
  });

  it('is never put over another company or over anything else', async () => {
    const folder = join(temporaryFolder(), 'sample');
    await buildCompany(folder, REQUEST);
    await expect(buildCompany(folder, { ...REQUEST, seed: 8 })).rejects.toThrow('seed 7 with 200 movements');
    const other = temporaryFolder();
    writeFileSync(join(other, 'thesis.txt'), 'mine');
    await expect(buildCompany(other, REQUEST)).rejects.toThrow(SampleFolderError);
    expect(readdirSync(other)).toEqual(['thesis.txt']);
  });

  it('is kept when an earlier version made it, and refused when a newer one did', async () => {
    const folder = join(temporaryFolder(), 'sample');
    await buildCompany(folder, REQUEST);
    const { manifest } = companyPaths(folder);
    writeFileSync(manifest, JSON.stringify({ generatorVersion: GENERATOR_VERSION - 1, ...REQUEST }));
    expect(await buildCompany(folder, REQUEST)).toBe(false);
    writeFileSync(manifest, JSON.stringify({ generatorVersion: GENERATOR_VERSION + 1, ...REQUEST }));
    await expect(buildCompany(folder, REQUEST)).rejects.toThrow('a newer version');
  });

  it('is whole after a build was killed half-way and begun again', async () => {
    const folder = join(temporaryFolder(), 'sample');
    const wanted = ['--folder', folder, '--seed', '7', '--movements', '12000'];
    const child = spawn(process.execPath, [PROGRAM, ...wanted], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(dirname(folder))).toHaveLength(1);
    expect(await buildCompany(folder, REQUEST)).toBe(true);
    expect(readdirSync(dirname(folder))).toEqual(['sample']);
    const untouched = join(temporaryFolder(), 'sample');
    await buildCompany(untouched, REQUEST);
    expect(contents(folder)).toEqual(contents(untouched));
  });

  it('stops at once when cancelled and leaves no company', async () => {
    const folder = join(temporaryFolder(), 'sample');
    const cancel = new AbortController();
    const build = buildCompany(
      folder,
      { seed: 7, movements: 20_000 },
      { signal: cancel.signal, onProgress: () => cancel.abort() },
    );
    await expect(build).rejects.toThrow('aborted');
    expect(existsSync(folder)).toBe(false);
  });

  it('may be asked for by two processes at the same time', async () => {
    const folder = join(temporaryFolder(), 'sample');
    const made = await Promise.all([buildCompany(folder, REQUEST), buildCompany(folder, REQUEST)]);
    expect(made).toContain(true);
    expect(readdirSync(dirname(folder))).toEqual(['sample']);
  });
});
