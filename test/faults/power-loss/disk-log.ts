import type { DayMark } from '../posting-day/day-messages.ts';

/** What a process did to the files of one folder, in order; names are inside that folder. */
export type DiskOp =
  | { readonly op: 'create'; readonly name: string }
  | {
      readonly op: 'write';
      readonly name: string;
      readonly at: number;
      readonly bytes: Buffer;
      readonly by: 'pwrite64' | 'write';
    }
  | { readonly op: 'truncate'; readonly name: string; readonly size: number; readonly by: 'ftruncate' | null }
  | { readonly op: 'sync'; readonly name: string }
  | { readonly op: 'syncFolder' }
  | { readonly op: 'unlink'; readonly name: string }
  | { readonly op: 'rename'; readonly name: string; readonly to: string }
  | { readonly op: 'mark'; readonly mark: DayMark };

/** System calls that change files or make changes last. */
export const TRACED =
  'openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2,pwritev,writev,fallocate,copy_file_range,sendfile';
const LINE = /^(\w+)\((.*)\) = (-?\d+)(?:<.*>)?(?: \(.*\))?$/s;
/** What this reader does not understand must not happen to the folder unseen. */
const NOT_READ = new Set([
  'pwritev',
  'writev',
  'fallocate',
  'copy_file_range',
  'sendfile',
  'unlinkat',
  'renameat',
  'renameat2',
]);

/**
 * Reads the trace of one thread (`strace -y -xx`, TRACED) into what it did to `folder`; writes to `marks` become marks. Throws when the
 * folder was changed in a way it does not understand.
 */
export function readDiskLog(trace: string, folder: string, marks: string): DiskOp[] {
  const ops: DiskOp[] = [];
  const positions = new Map<string, number>();
  const nameOf = (path: string): string | null =>
    path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
  for (const line of trace.split('\n')) {
    const [, call = '', args = '', result = ''] = LINE.exec(line) ?? [];
    if (call === '' || Number(result) < 0) continue;
    ops.push(...readCall({ call, args, result: Number(result), folder, marks, positions, nameOf }));
  }
  return ops;
}

interface Call {
  readonly call: string;
  readonly args: string;
  readonly result: number;
  readonly folder: string;
  readonly marks: string;
  /** Where plain writes go on, by descriptor. */
  readonly positions: Map<string, number>;
  readonly nameOf: (path: string) => string | null;
}

function readCall(given: Call): DiskOp[] {
  const { call, args, result, folder, marks, positions, nameOf } = given;
  const [, fd = '', fdPath = ''] = /^(\d+)<((?:\\x[0-9a-f]{2})*)>/.exec(args) ?? [];
  const path = textOf(fdPath);
  const name = nameOf(path);
  const strings = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) => hex);
  switch (call) {
    case 'openat': {
      const opened = nameOf(textOf(strings[0] ?? ''));
      positions.set(String(result), 0);
      return opened === null ? [] : openedAs(opened, args);
    }
    case 'pwrite64':
      if (name === null) return [];
      return [{ op: 'write', name, at: offsetOf(args), bytes: bytesOf(strings[0] ?? '', result), by: call }];
    case 'write': {
      if (path === marks) return [{ op: 'mark', mark: JSON.parse(textOf(strings[0] ?? '')) as DayMark }];
      if (name === null) return [];
      const at = positions.get(fd) ?? 0;
      positions.set(fd, at + result);
      return [{ op: 'write', name, at, bytes: bytesOf(strings[0] ?? '', result), by: call }];
    }
    case 'ftruncate':
      return name === null ? [] : [{ op: 'truncate', name, size: Number(/, (\d+)$/.exec(args)?.[1]), by: call }];
    case 'fsync':
    case 'fdatasync':
      if (path === folder) return [{ op: 'syncFolder' }];
      return name === null ? [] : [{ op: 'sync', name }];
    case 'unlink': {
      const gone = nameOf(textOf(strings[0] ?? ''));
      return gone === null ? [] : [{ op: 'unlink', name: gone }];
    }
    case 'rename': {
      const [from, to] = strings.map((hex) => nameOf(textOf(hex)));
      return typeof from === 'string' && typeof to === 'string' ? [{ op: 'rename', name: from, to }] : [];
    }
    default:
      if (NOT_READ.has(call) && (name !== null || strings.some((hex) => nameOf(textOf(hex)) !== null)))
        throw new Error(`the trace holds ${call} on the folder, which is not understood: ${args.slice(0, 200)}`);
      return [];
  }
}

function openedAs(name: string, args: string): DiskOp[] {
  if (!args.includes('O_CREAT') && !args.includes('O_TRUNC')) return [];
  const made: DiskOp[] = [{ op: 'create', name }];
  return args.includes('O_TRUNC') ? [...made, { op: 'truncate', name, size: 0, by: null }] : made;
}

function textOf(hex: string): string {
  return bytesOf(hex).toString('utf8');
}

function bytesOf(hex: string, length?: number): Buffer {
  const bytes = Buffer.from(hex.replaceAll('\\x', ''), 'hex');
  if (length !== undefined && bytes.length !== length)
    throw new Error(`the trace shows ${bytes.length} of ${length} bytes written`);
  return bytes;
}

function offsetOf(args: string): number {
  const [, at = ''] = /, (\d+)$/.exec(args) ?? [];
  if (at === '') throw new Error('a write without its place');
  return Number(at);
}
