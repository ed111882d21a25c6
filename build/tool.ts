import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { inRoot, ROOT } from './root.ts';

/** What a command line tool said and how it ended; `code` is 1 when a signal ended it. */
export interface ToolRun {
  readonly code: number;
  /** Both of its streams, as they came. */
  readonly output: string;
}

/** The script behind a command of an installed package, which Node runs the same way on every platform. */
export function toolScript(packageName: string, command: string = packageName): string {
  const folder = inRoot('node_modules', packageName);
  if (!existsSync(folder)) throw new Error(`The package ${packageName} is not installed. Run "npm ci" first.`);
  const manifest: unknown = JSON.parse(readFileSync(inRoot('node_modules', packageName, 'package.json'), 'utf8'));
  const script = binsOf(manifest)[command];
  if (script === undefined) throw new Error(`The package ${packageName} has no command ${command}.`);
  return inRoot('node_modules', packageName, script);
}

function binsOf(manifest: unknown): Readonly<Record<string, string>> {
  if (typeof manifest !== 'object' || manifest === null || !('bin' in manifest)) return {};
  const { bin } = manifest;
  if (typeof bin !== 'object' || bin === null) return {};
  return Object.fromEntries(Object.entries(bin).map(([name, script]) => [name, String(script)]));
}

/** Runs a Node script, from the root unless told otherwise, and collects what it says. */
export function runTool(script: string, args: readonly string[], cwd: string = ROOT): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}
