import { join } from 'node:path';
import { chanceOf, type Chance } from '../chance.ts';
import type { DiskOp } from '../power-loss/disk-log.ts';

/** The n-th call of that name on the home's files, counted from 1, and what happens to it. */
export interface Injection {
  readonly call: 'pwrite64' | 'write' | 'fsync' | 'ftruncate' | 'unlink' | 'rename';
  readonly nth: number;
  readonly what: 'kill' | 'EIO' | 'ENOSPC';
  /** The disk stays so from there on; else only this call fails. */
  readonly stays: boolean;
}

const CALLS: readonly Injection['call'][] = [
  'pwrite64',
  'pwrite64',
  'fsync',
  'fsync',
  'write',
  'ftruncate',
  'unlink',
  'rename',
];
const NOTHING: DiskOp = { op: 'mark', mark: { mark: 'point', name: '' } };
/** Part of the trials that hit the making of the home. */
const EARLY_PART = 0.1;
/** One call of a logged day and how it fails; trials go through what happens in turn. */
export function drawInjection(
  ops: readonly DiskOp[],
  seed: number,
  trial: number,
): { readonly injection: Injection; readonly fault: string } {
  const chance = chanceOf(seed, 8_000_000 + trial);
  const first = ops.findIndex((op) => op.op === 'mark' && op.mark.mark === 'acknowledged');
  const isEarly = chance.happens(EARLY_PART);
  const from = isEarly ? 0 : first;
  const to = isEarly ? first : ops.length;
  // Writes are many and flushes few, but not less worth trying.
  const wanted = chance.pick(CALLS);
  const all = ops.slice(from, to).flatMap((op, index) => (callOf(op) === null ? [] : [from + index]));
  const ofCall = all.filter((index) => callOf(ops[index] ?? NOTHING) === wanted);
  const at = chance.pick(ofCall.length > 0 ? ofCall : all);
  const op = ops[at];
  const call = op === undefined ? null : callOf(op);
  if (op === undefined || call === null) throw new Error('a day that does nothing to its home');
  const injection = { call, nth: nthCall(ops, at), ...outcome(call, trial, chance) };
  const file = 'name' in op ? op.name : 'the folder';
  const words = injection.stays ? `${injection.what} from ${call} on` : `${injection.what} at ${call}`;
  return { injection, fault: `${words} of ${file}` };
}

/** How many calls of its name on the home's files there have been up to this one. */
export function nthCall(ops: readonly DiskOp[], at: number): number {
  const call = callOf(ops[at] ?? NOTHING);
  return ops.slice(0, at + 1).filter((op) => callOf(op) === call).length;
}

/** Options of strace that let it happen to the files that the logged day touched. */
export function injectOptions({ call, nth, what, stays }: Injection, home: string, ops: readonly DiskOp[]): string[] {
  const names = new Set(ops.flatMap((op) => ('name' in op ? [op.name] : [])));
  const paths = [home, ...[...names].map((name) => join(home, name))].flatMap((path) => ['-P', path]);
  const outcomeText = what === 'kill' ? 'signal=KILL' : `error=${what}`;
  const inject = `inject=${call}:${outcomeText}:when=${nth}${stays ? '+' : ''}`;
  return ['-f', '-qq', '-o', '/dev/null', ...paths, '-e', `trace=${call}`, '-e', inject];
}

function outcome(call: Injection['call'], trial: number, chance: Chance): Pick<Injection, 'what' | 'stays'> {
  if (trial % 3 === 0) return { what: 'kill', stays: false };
  if (call !== 'pwrite64' && call !== 'write') return { what: 'EIO', stays: chance.happens(0.3) };
  return { what: trial % 3 === 1 ? 'EIO' : 'ENOSPC', stays: chance.happens(0.4) };
}

function callOf(op: DiskOp): Injection['call'] | null {
  switch (op.op) {
    case 'write':
      return op.by;
    case 'sync':
    case 'syncFolder':
      return 'fsync';
    case 'unlink':
    case 'rename':
      return op.op;
    case 'truncate':
      return op.by;
    case 'create':
    case 'mark':
      return null;
  }
}
