import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chanceOf } from '../chance.ts';
import { withFolder } from '../strace.ts';
import { diskAt, writeImage, type Luck } from './disk-image.ts';
import { readDiskLog, type DiskOp } from './disk-log.ts';

const hex = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
const write = (name: string, at: number, text: string): DiskOp => {
  return { op: 'write', name, at, bytes: Buffer.from(text), by: 'pwrite64' };
};

/** The content of `a` after a power cut, null when there is no such file. */
function left(ops: readonly DiskOp[], luck: Luck, seed = 1): Promise<string | null> {
  return withFolder('image', async (folder) => {
    writeImage(diskAt(ops), folder, luck, chanceOf(seed, 0));
    const file = join(folder, 'a');
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  });
}

describe('what a power cut leaves', () => {
  it('is certain only as far as file and folder were flushed', async () => {
    const made: DiskOp[] = [{ op: 'create', name: 'a' }, write('a', 0, 'old'), { op: 'sync', name: 'a' }];
    expect(await left(made, 'nothing')).toBeNull();
    const kept: DiskOp[] = [...made, { op: 'syncFolder' }, write('a', 0, 'new')];
    expect(await left(kept, 'nothing')).toBe('old');
    expect(await left(kept, 'everything')).toBe('new');
    expect(await left([...kept, { op: 'unlink', name: 'a' }], 'nothing')).toBe('old');
    expect(await left([...kept, { op: 'unlink', name: 'a' }], 'everything')).toBeNull();
  });

  it('else is left to luck: any of the writes, whole or in sectors', async () => {
    const long = 'x'.repeat(1_024);
    const ops: DiskOp[] = [
      { op: 'create', name: 'a' },
      write('a', 0, '-'.repeat(1_024)),
      { op: 'sync', name: 'a' },
      { op: 'syncFolder' },
      write('a', 0, long),
    ];
    const seen = new Set<string | null>();
    for (let seed = 0; seed < 60; seed += 1) seen.add(await left(ops, 'anything', seed));
    const half = '-'.repeat(512);
    for (const content of ['-'.repeat(1_024), long, half + 'x'.repeat(512), 'x'.repeat(512) + half])
      expect(seen).toContain(content);
  });

  it('is read from the trace of system calls, in order; what is not understood is an error', () => {
    const at = (name: string) => hex(`/home/${name}`);
    const trace = [
      `openat(AT_FDCWD<${hex('/')}>, "${at('a')}", O_RDWR|O_CREAT, 0600) = 7<${at('a')}>`,
      `pwrite64(7<${at('a')}>, "${hex('ab')}", 2, 4096) = 2`,
      `write(9<${hex('/side/marks')}>, "${hex('{"mark":"point","name":"here"}')}", 30) = 30`,
      `fsync(7<${at('a')}>) = 0`,
      `fsync(8<${hex('/home')}>) = 0`,
      `unlink("${at('a')}") = -1 ENOENT (No such file or directory)`,
    ].join('\n');
    expect(readDiskLog(trace, '/home', '/side/marks')).toEqual([
      { op: 'create', name: 'a' },
      write('a', 4_096, 'ab'),
      { op: 'mark', mark: { mark: 'point', name: 'here' } },
      { op: 'sync', name: 'a' },
      { op: 'syncFolder' },
    ]);
    const unknown = `pwritev(7<${at('a')}>, [{iov_base="", iov_len=0}], 1, 0) = 0`;
    expect(() => readDiskLog(unknown, '/home', '/side/marks')).toThrow('not understood');
  });
});
