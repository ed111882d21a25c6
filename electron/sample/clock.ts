import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SAMPLE_START } from './company/company.ts';

const CLOCK_FILE = 'clock.json';
const clockSchema = z.strictObject({ virtualStart: z.iso.datetime(), realStart: z.iso.datetime() });

/** Starts the company's virtual clock now at `SAMPLE_START`, once: a clock that is already there is left as it is. */
export function createSampleClock(folder: string): void {
  const clock = { virtualStart: SAMPLE_START, realStart: new Date().toISOString() };
  try {
    writeFileSync(join(folder, CLOCK_FILE), `${JSON.stringify(clock)}\n`, { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** Path of the clock's file, as the simulators take it. */
export function sampleClockFile(folder: string): string {
  return join(folder, CLOCK_FILE);
}

/**
 * The virtual clock of a sample company, in milliseconds since 1970: it began at `SAMPLE_START` when the company was made
 * and runs at real speed, the same for every process. Takes the company's folder or the clock's file; throws when it is
 * missing or no clock.
 */
export function readSampleClock(folderOrFile: string): () => number {
  const file = folderOrFile.endsWith('.json') ? folderOrFile : sampleClockFile(folderOrFile);
  const { virtualStart, realStart } = clockSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const shiftMs = Date.parse(virtualStart) - Date.parse(realStart);
  return () => Date.now() + shiftMs;
}
