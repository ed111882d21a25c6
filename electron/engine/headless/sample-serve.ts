import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../connectors/http/clock.ts';
import { findRunningSample, stopSampleCompany, type RunningSample } from '../../sample/launch.ts';
import { sampleFolderOf, startSampleCompany } from '../sample-company.ts';
import { makeHomeFolder } from '../../ledger/home.ts';
import type { CommandInput, HeadlessCommand } from './command.ts';
import { pathOption } from './with-commands.ts';

const LOOK_EVERY_MS = 10_000;

/** Runs the sample company's simulators until it is stopped; the first line says where they are. */
export const sampleServeCommand: HeadlessCommand = {
  name: 'sample serve',
  usage: '[--seed N] [--movements N] [--port-base N] [--home DIR]',
  summary: 'the simulators on loopback until stopped; the first line gives addresses and credentials',
  options: { seed: { type: 'string' }, movements: { type: 'string' }, 'port-base': { type: 'string' } },
  maxWords: 0,
  async run(input) {
    const home = pathOption(input, 'home');
    const folder = home === null ? mkdtempSync(join(tmpdir(), 'tieout-sample-')) : sampleFolderOf(home);
    if (home !== null) makeHomeFolder(home);
    const portBase = input.options.whole('port-base', { min: 1, max: 65_534 });
    try {
      const sample = await startSampleCompany({
        folder,
        seed: input.options.whole('seed', { min: 0, max: 2 ** 31 - 1 }),
        movements: input.options.whole('movements', { min: 1, max: 1_000_000 }),
        ...(portBase === null ? {} : { portBase }),
        signal: input.signal,
        onProgress: (text) => input.onProgress(0, null, text),
      });
      input.firstLine(JSON.stringify(describe(sample)));
      const isAlive = await watch(folder, input);
      if (isAlive) return { exitCode: 0, json: null, text: [] };
      return { exitCode: 1, json: null, text: ['A simulator has ended by itself; its folder holds process.log.'] };
    } finally {
      await stopSampleCompany(folder);
      if (home === null) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

function describe({ folder, stripe, peoplesoft }: RunningSample): Readonly<Record<string, unknown>> {
  const { url, node, user, password } = peoplesoft;
  return { stripe: { url: stripe.url, key: stripe.key }, peoplesoft: { url, node, user, password }, folder };
}

/** Waits until it is stopped (true) or a simulator is gone (false). Looking also keeps them from ending as idle. */
async function watch(folder: string, { signal }: CommandInput): Promise<boolean> {
  while (!signal.aborted) {
    try {
      await systemClock.sleep(LOOK_EVERY_MS, signal);
    } catch {
      return true; // only the signal ends this sleep: being stopped is what this command is for
    }
    if ((await findRunningSample(folder)) === null) return signal.aborted;
  }
  return true;
}
