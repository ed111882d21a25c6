import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chance } from '../chance.ts';
import type { DiskOp } from './disk-log.ts';

/** What a disk writes whole or not at all. */
const SECTOR_BYTES = 512;

interface Inode {
  /** What is on the disk for certain. */
  durable: Buffer;
  /** Changes since the last flush: each may be on the disk, or not, or in part. */
  pending: (Extract<DiskOp, { op: 'write' }> | Extract<DiskOp, { op: 'truncate' }>)[];
}
type Entries = ReadonlyMap<string, Inode>;

/** How much of what was not flushed has reached the disk. */
export type Luck = 'nothing' | 'everything' | 'anything';

/** Lives of a folder's files up to a power cut. */
export interface Disk {
  /** Names as the program sees them. */
  live: Entries;
  /** Names on the disk for certain, then after each change since the folder was flushed, in order: a journal keeps that order. */
  states: Entries[];
}

/** Plays the log up to the cut: `ops` are those that were done before it. */
export function diskAt(ops: readonly DiskOp[]): Disk {
  const disk: Disk = { live: new Map(), states: [new Map()] };
  const change = (live: Entries): void => {
    disk.live = live;
    disk.states.push(live);
  };
  for (const op of ops) {
    if (op.op === 'mark') continue;
    if (op.op === 'syncFolder') {
      disk.states = [disk.live];
      continue;
    }
    const known = disk.live.get(op.name);
    if (op.op === 'create') {
      if (known === undefined) change(new Map([...disk.live, [op.name, { durable: Buffer.alloc(0), pending: [] }]]));
      continue;
    }
    if (known === undefined) continue; // unlinked while open: nothing of it can come back under a name
    if (op.op === 'unlink') change(new Map([...disk.live].filter(([name]) => name !== op.name)));
    else if (op.op === 'rename')
      change(new Map([...[...disk.live].filter(([name]) => name !== op.name), [op.to, known]]));
    else if (op.op === 'sync') flush(known);
    else known.pending.push(op);
  }
  return disk;
}

function flush(inode: Inode): void {
  if (inode.pending.length === 0) return;
  const file = growing(inode);
  for (const op of inode.pending) {
    if (op.op === 'truncate') file.resize(op.size);
    else file.write(op.at, op.bytes);
  }
  inode.durable = file.bytes();
  inode.pending = [];
}

/** Writes what a power cut left into `folder`. Shared memory of the ledger does not outlive it and is left out. */
export function writeImage(disk: Disk, folder: string, luck: Luck, chance: Chance): void {
  const last = disk.states.length - 1;
  const at = luck === 'nothing' ? 0 : luck === 'everything' ? last : chance.below(last + 1);
  for (const [name, inode] of disk.states[at] ?? [])
    if (!name.endsWith('-shm')) writeFileSync(join(folder, name), contentOf(inode, luck, chance));
}

function contentOf(inode: Inode, luck: Luck, chance: Chance): Buffer {
  if (luck === 'nothing' || inode.pending.length === 0) return inode.durable;
  const file = growing(inode);
  for (const op of inode.pending) {
    const isKept = luck === 'everything' || chance.happens(0.5);
    if (op.op === 'truncate') {
      if (isKept) file.resize(op.size);
    } else if (isKept) {
      if (luck === 'anything' && chance.happens(0.3)) tear(file, op, chance);
      else file.write(op.at, op.bytes);
    } else if (chance.happens(0.3)) file.resize(Math.max(file.length(), op.at + op.bytes.length)); // the length without the bytes
  }
  return file.bytes();
}

function tear(file: GrowingFile, { at, bytes }: Extract<DiskOp, { op: 'write' }>, chance: Chance): void {
  let from = at;
  while (from < at + bytes.length) {
    const to = Math.min(at + bytes.length, (Math.floor(from / SECTOR_BYTES) + 1) * SECTOR_BYTES);
    if (chance.happens(0.5)) file.write(from, bytes.subarray(from - at, to - at));
    from = to;
  }
}

interface GrowingFile {
  write(at: number, bytes: Buffer): void;
  resize(size: number): void;
  length(): number;
  bytes(): Buffer;
}

/** Room for a file with all of its pending changes, so that each of them copies only its own bytes. */
function growing({ durable, pending }: Inode): GrowingFile {
  const ends = pending.map((op) => (op.op === 'truncate' ? op.size : op.at + op.bytes.length));
  const room = Buffer.alloc(Math.max(durable.length, ...ends));
  durable.copy(room);
  let length = durable.length;
  return {
    write(at, bytes) {
      bytes.copy(room, at);
      length = Math.max(length, at + bytes.length);
    },
    resize(size) {
      if (size < length) room.fill(0, size, length);
      length = size;
    },
    length: () => length,
    bytes: () => Buffer.from(room.subarray(0, length)),
  };
}
