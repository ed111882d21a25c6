import { parseArgs } from 'node:util';

const USAGE = `Usage: process.ts --folder DIR --port N --clock FILE [--detached] [--idle-minutes N] [--batch-seconds N]
                  [--deposit-ids next|given] [--service DIR]...`;

/** What the simulator's process is told on its command line. */
export interface ProcessOptions {
  readonly folder: string;
  readonly port: number;
  readonly clock: string;
  readonly isDetached: boolean;
  readonly idleMinutes: number;
  readonly batchSeconds: number;
  readonly depositIds: 'next' | 'given';
  /** Folders of further services. */
  readonly serviceFolders: readonly string[];
}

/** Reads the command line; throws an Error with the usage when an option is missing or no number. */
export function readProcessOptions(argv: readonly string[]): ProcessOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      folder: { type: 'string' },
      port: { type: 'string' },
      clock: { type: 'string' },
      detached: { type: 'boolean', default: false },
      'idle-minutes': { type: 'string', default: '30' },
      'batch-seconds': { type: 'string', default: '1.5' },
      'deposit-ids': { type: 'string', default: 'next' },
      service: { type: 'string', multiple: true, default: [] },
    },
  });
  const { folder, clock } = values;
  const depositIds = values['deposit-ids'];
  if (folder === undefined || clock === undefined) throw new Error(`--folder and --clock are needed.\n${USAGE}`);
  if (depositIds !== 'next' && depositIds !== 'given') throw new Error(`--deposit-ids is next or given.\n${USAGE}`);
  return {
    folder,
    clock,
    depositIds,
    serviceFolders: values.service,
    port: readNumber('--port', values.port),
    isDetached: values.detached,
    idleMinutes: readNumber('--idle-minutes', values['idle-minutes']),
    batchSeconds: readNumber('--batch-seconds', values['batch-seconds']),
  };
}

function readNumber(option: string, text: string | undefined): number {
  const value = Number(text ?? Number.NaN);
  if (!Number.isFinite(value) || value < 0) throw new Error(`${option} needs a number, zero or more.\n${USAGE}`);
  return value;
}
