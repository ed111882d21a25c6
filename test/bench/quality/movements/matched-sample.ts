import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../../../../electron/engine/create-engine.ts';
import { openCompany } from '../../../../electron/engine/open-company.ts';
import { sampleFolderOf } from '../../../../electron/engine/sample-company.ts';
import { systemActor } from '../../../../electron/engine/system-actor.ts';
import { homePaths, readHomeMark } from '../../../../electron/ledger/home.ts';
import { unlockHome } from '../../../../electron/ledger/key.ts';
import { openWriter, type WriterHandle } from '../../../../electron/ledger/open-ledger.ts';
import { stopSampleCompany } from '../../../../electron/sample/launch.ts';
import { openTruth, type Truth } from '../../../../electron/sample/truth.ts';
import { SYSTEMS } from '../../../../shared/domain/states.ts';

/**
 * A sample company of a seed, read from its simulators and matched by the product's own commands, nothing posted. `judge` is given its ledger and its
 * answer key; both are gone afterwards.
 */
export async function withMatchedSample<Result>(
  seed: number,
  movements: number,
  judge: (db: WriterHandle, truth: Truth) => Result,
): Promise<Result> {
  const home = mkdtempSync(join(tmpdir(), 'tieout-quality-'));
  try {
    await readAndMatch(home, seed, movements);
    const paths = homePaths(home);
    const mark = readHomeMark(paths);
    if (mark === null) throw new Error(`${home} has become no home`);
    const { key } = await unlockHome(paths, mark, { vault: null, recoveryKey: null, keyFile: null });
    const db = openWriter(paths.ledger, key);
    const truth = openTruth(sampleFolderOf(home));
    try {
      return judge(db, truth);
    } finally {
      truth.close();
      db.close();
    }
  } finally {
    await stopSampleCompany(sampleFolderOf(home));
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function readAndMatch(home: string, seed: number, movements: number): Promise<void> {
  const company = await openCompany({
    home,
    profileFile: null,
    sampleFolder: null,
    seed,
    movements,
    keyFile: null,
    live: false,
    schedule: false,
    env: process.env,
    version: '0.0.0',
    createEngine,
    report: (_traceId, name, error) => void process.stderr.write(`${name}: ${String(error)}\n`),
    onFatal: (reason) => {
      throw new Error(reason);
    },
    newAddress: null,
    show: null,
    onNotification: () => undefined,
  });
  try {
    const { headless } = company.engine;
    const request = {
      actor: systemActor(process.env),
      signal: new AbortController().signal,
      onProgress: () => undefined,
    };
    const { systems } = await headless.sync({ ...request, systems: SYSTEMS });
    const incomplete = Object.entries(systems).filter(([, system]) => !system.complete);
    if (incomplete.length > 0)
      throw new Error(`seed ${seed}: ${incomplete.map(([name]) => name).join()} not read whole`);
    await headless.match({ ...request, dryRun: false });
  } finally {
    await company.close();
  }
}
