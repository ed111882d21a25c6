import { join } from 'node:path';
import type { Instant } from '../../shared/domain/ids.ts';
import { TieoutError } from '../../shared/errors/tieout-error.ts';
import { systemClock, type Clock } from '../connectors/http/clock.ts';
import { readSampleClock } from '../sample/clock.ts';
import { holdsCompany, readManifest } from '../sample/company-folder.ts';
import { launchSampleCompany, stopSampleCompany, type RunningSample } from '../sample/launch.ts';

export const DEFAULT_SEED = 7;
export const DEFAULT_MOVEMENTS = 5_000;

export interface SampleRequest {
  readonly folder: string;
  /** Null: that of the company already there, else the usual one. */
  readonly seed: number | null;
  readonly movements: number | null;
  /** First of the ports to listen on; without it, those used before or any free ones. */
  readonly portBase?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/** Where a home keeps its sample company. */
export function sampleFolderOf(home: string): string {
  return join(home, 'sample');
}

/** Throws `BAD_INPUT` when the folder holds another sample company than the one asked for; what was not asked for is as it is there. */
export function assertSameSample(folder: string, asked: Pick<SampleRequest, 'seed' | 'movements'>): void {
  const known = readManifest(folder);
  if (known === null) return;
  try {
    holdsCompany(folder, { seed: asked.seed ?? known.seed, movements: asked.movements ?? known.movements });
  } catch (error) {
    throw spoken(error);
  }
}

/**
 * Makes the sample company when it is not there and sees to it that its simulators run. What was not asked for is taken
 * from the company already there. Throws `BAD_INPUT` when that is another one than asked for, SampleLaunchError when a
 * simulator does not start.
 */
export async function startSampleCompany(request: SampleRequest): Promise<RunningSample> {
  try {
    const known = readManifest(request.folder);
    return await launchSampleCompany({
      folder: request.folder,
      seed: request.seed ?? known?.seed ?? DEFAULT_SEED,
      movements: request.movements ?? known?.movements ?? DEFAULT_MOVEMENTS,
      ...(request.portBase === undefined ? {} : { portBase: request.portBase }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      onProgress: (facts) => request.onProgress?.(`making the sample company: ${facts} facts written`),
    });
  } catch (error) {
    throw spoken(error);
  }
}

function spoken(error: unknown): unknown {
  const isFolder = error instanceof Error && error.name === 'SampleFolderError';
  return isFolder ? new TieoutError('BAD_INPUT', error.message, { cause: error }) : error;
}

/** The sample company's clock for the engine: its simulators' calendar, and this computer's way of waiting. */
export function sampleClock(folder: string): Clock {
  const nowMs = readSampleClock(folder);
  return { ...systemClock, now: () => new Date(nowMs()).toISOString() as Instant };
}

/** Ends the sample company's simulators, whose books stay where they are. */
export function endSample(sample: RunningSample): Promise<void> {
  return stopSampleCompany(sample.folder);
}
