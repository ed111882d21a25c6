import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../build/root.ts';
import { XML_ATTACKS, type AttackResult } from './xml-attacks.ts';

const run = promisify(execFile);
const MOST_MS = 100;
const MOST_MB = 50;

describe('the XML reader refuses quickly and without taking memory', () => {
  it.each(Object.keys(XML_ATTACKS))('%s', async (name) => {
    // A process of its own: the most memory it ever took is then this document's doing.
    const { stdout } = await run(process.execPath, [inRoot('test', 'security', 'xml-attacks.ts'), name]);
    const result = JSON.parse(stdout) as AttackResult;
    expect(result.refused).toBe(true);
    expect(result.tookMs).toBeLessThan(MOST_MS);
    expect(result.extraMb).toBeLessThan(MOST_MB);
  });
});
