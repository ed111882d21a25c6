import { closeSync, existsSync, ftruncateSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AuditHead } from './audit-store.ts';
import { AUDIT_GENESIS, auditHashAt } from './audit-store.ts';
import type { FileSync } from './file-sync.ts';
import { diskSync } from './file-sync.ts';
import type { ReadableLedger } from './operation.ts';

export interface AnchorVerdict {
  readonly anchored: boolean;
  /** Row number of the last anchor, or null when there is none. Rows after it are not anchored yet, which is no fault. */
  readonly anchoredTo: number | null;
  /** Why not, for a person; null when anchored. */
  readonly problem: string | null;
}

const NEWLINE = 0x0a;
const CHUNK_BYTES = 65_536;

/**
 * Writes the head of the audit chain to the anchor file beside the ledger and returns when it is on the disk. Call it only
 * after the commit that made the head: the anchor may lag behind the ledger, it must never be ahead of it. A last line that
 * a crash cut in two is removed first. `at` is the instant of the head's row (any text for the start of the chain).
 */
export function appendAnchor(file: string, head: AuditHead, at: string, sync: FileSync = diskSync): void {
  const fresh = !existsSync(file);
  const fd = openSync(file, fresh ? 'wx' : 'r+', 0o600);
  try {
    const end = fresh ? 0 : endOfLastLine(fd);
    if (!fresh) ftruncateSync(fd, end);
    const line = Buffer.from(`${JSON.stringify({ seq: head.seq, hash: head.hash, at })}\n`);
    writeSync(fd, line, 0, line.length, end);
    sync.file(fd);
  } finally {
    closeSync(fd);
  }
  if (fresh) sync.folder(dirname(file));
}

/**
 * Starts the anchor file of a new ledger with the genesis hash; does nothing when there is an anchor. A file without a whole line is what
 * a power cut leaves of the first one. Call it only while nothing of this ledger can have been anchored.
 */
export function startAnchors(file: string, sync: FileSync = diskSync): void {
  if (!hasAnchor(file)) appendAnchor(file, { seq: 0, hash: AUDIT_GENESIS }, '', sync);
}

function hasAnchor(file: string): boolean {
  if (!existsSync(file)) return false;
  const fd = openSync(file, 'r');
  try {
    return endOfLastLine(fd) > 0;
  } finally {
    closeSync(fd);
  }
}

/**
 * Compares every anchor with the chain in the ledger, line by line in bounded memory. A ledger that was rolled back, cut off
 * or rebuilt no longer has the rows that were anchored. The file must begin with the genesis anchor: a missing or replaced
 * file is noticed too.
 */
export function checkAnchors(db: ReadableLedger, file: string): AnchorVerdict {
  if (!existsSync(file)) return failed(null, 'the anchor file is missing');
  let last: number | null = null;
  for (const line of wholeLines(file)) {
    const anchor = parseAnchor(line);
    if (anchor === null) return failed(last, `the anchor file is damaged after row ${last ?? 0}`);
    if (last === null && anchor.seq !== 0) return failed(last, 'the anchor file does not begin with the first anchor');
    if (anchor.seq < (last ?? 0)) return failed(last, `the ledger went back from row ${last} to row ${anchor.seq}`);
    const hash = auditHashAt(db, anchor.seq);
    if (hash === null) return failed(last, `row ${anchor.seq} was anchored and is no longer in the ledger`);
    if (hash !== anchor.hash) return failed(last, `row ${anchor.seq} is not the one that was anchored`);
    last = anchor.seq;
  }
  return last === null ? failed(null, 'the anchor file is empty') : { anchored: true, anchoredTo: last, problem: null };
}

function failed(anchoredTo: number | null, problem: string): AnchorVerdict {
  return { anchored: false, anchoredTo, problem };
}

function parseAnchor(line: string): AuditHead | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null; // reported as a damaged file by the caller
  }
  if (typeof value !== 'object' || value === null || !('seq' in value) || !('hash' in value)) return null;
  if (typeof value.seq !== 'number' || typeof value.hash !== 'string') return null;
  return { seq: value.seq, hash: value.hash };
}

function endOfLastLine(fd: number): number {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let end = fstatSync(fd).size;
  while (end > 0) {
    const start = Math.max(0, end - CHUNK_BYTES);
    const length = readSync(fd, chunk, 0, end - start, start);
    const at = chunk.subarray(0, length).lastIndexOf(NEWLINE);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
}

/** Lines that end in a line feed; what a crash left half-written at the end is not one. */
function* wholeLines(file: string): Generator<string> {
  const fd = openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let rest = Buffer.alloc(0);
    for (let length = readSync(fd, chunk); length > 0; length = readSync(fd, chunk)) {
      let text = Buffer.concat([rest, chunk.subarray(0, length)]);
      for (let at = text.indexOf(NEWLINE); at >= 0; at = text.indexOf(NEWLINE)) {
        yield text.subarray(0, at).toString('utf8');
        text = text.subarray(at + 1);
      }
      rest = text;
    }
  } finally {
    closeSync(fd);
  }
}
