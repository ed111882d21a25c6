import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getCACertificates } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeCrashRecord } from '../../../electron/engine/crash-record.ts';
import { nodePorts, trustAlso } from '../../../electron/engine/node-ports.ts';
import { LedgerError } from '../../../electron/ledger/ledger-error.ts';
import type { Instant } from '../../../shared/domain/ids.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-ports-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const ports = (env: Record<string, string> = {}) => nodePorts({ folder, env, onNotification: () => undefined });

describe('the ports of plain Node', () => {
  it('give a secret by the name of its variable, and nothing for a vault key or an empty variable', async () => {
    const { secrets } = ports({ STRIPE_KEY: 'sk_test_1', EMPTY: '' });
    expect(await secrets.get({ env: 'STRIPE_KEY' })).toBe('sk_test_1');
    expect(await secrets.get({ env: 'EMPTY' })).toBeNull();
    expect(await secrets.get({ env: 'NONE' })).toBeNull();
    expect(await secrets.get({ vault: 'STRIPE_KEY' })).toBeNull();
  });

  it('keep settings in the home, across starts', () => {
    ports().settings.set('theme', 'dark');
    expect(ports().settings.get('theme')).toBe('dark');
    expect(ports().settings.get('none')).toBeUndefined();
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toContain('dark');
  });

  it('open only web addresses, and say so when there is no browser', async () => {
    await expect(async () => ports().openExternal(new URL('file:///etc/passwd'))).rejects.toThrow(/only web addresses/);
    await expect(async () => ports().openExternal(new URL('http://example.com/'))).rejects.toThrow(
      /only web addresses/,
    );
  });

  it('have no browser without a screen', async ({ skip }) => {
    skip(process.platform !== 'linux', 'only Linux runs without a screen');
    expect(await ports().openExternal(new URL('https://example.com/'))).toBe(false);
  });

  it('trust the authorities of a file besides the usual ones, and refuse a file without any', () => {
    const file = fileURLToPath(new URL('./fixtures/authority.pem', import.meta.url));
    // The list is written anew when it is set: compare certificates, not their line ends.
    const bare = (pem: string) => pem.replaceAll(/\s/g, '');
    const trusted = () => new Set(getCACertificates('default').map(bare));
    const own = bare(readFileSync(file, 'utf8'));
    const before = trusted();
    expect(before.has(own)).toBe(false);
    trustAlso(file);
    expect(trusted().has(own)).toBe(true);
    expect(before.difference(trusted()).size).toBe(0);
    writeFileSync(join(folder, 'empty.pem'), 'nothing here');
    expect(() => trustAlso(join(folder, 'empty.pem'))).toThrow(/holds no PEM certificate/);
  });
});

describe('a crash record', () => {
  it('holds what happened and its cause, for its owner only', () => {
    const cause = new TypeError('x is undefined');
    const error = new LedgerError('LEDGER_STOPPED', 'The writer ended.', 'Start again.', { cause });
    const path = writeCrashRecord(join(folder, 'crashes'), {
      at: '2026-11-02T14:00:00.000Z' as Instant,
      where: 'ledger-writer',
      error,
    });
    const record: unknown = JSON.parse(readFileSync(path, 'utf8'));
    expect(record).toMatchObject({
      where: 'ledger-writer',
      error: {
        code: 'LEDGER_STOPPED',
        message: 'The writer ended.',
        cause: { name: 'TypeError', message: 'x is undefined' },
      },
    });
    expect(statSync(path).mode & 0o077).toBe(process.platform === 'win32' ? statSync(path).mode & 0o077 : 0);
  });
});
