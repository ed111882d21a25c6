import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inRoot } from '../../build/root.ts';

/**
 * Runs a program of this folder in a process of its own and answers what it printed. Throws with what it said when it fails.
 * `onOutput` is told each piece as it comes.
 */
export async function runChild(
  program: string,
  args: readonly string[],
  onOutput: (text: string) => void = () => undefined,
): Promise<string> {
  const child = spawn(process.execPath, [inRoot('test', 'bench', program), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    onOutput(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${stderr.trim()}`);
  return stdout;
}
