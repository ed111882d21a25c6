import type { ChildProcess } from 'node:child_process';

/** How to start another of this program's Node processes from here: inside Electron its executable must be told to be Node. */
export function nodeCommand(): { readonly path: string; readonly env: NodeJS.ProcessEnv } {
  const isElectron = 'electron' in process.versions;
  return { path: process.execPath, env: isElectron ? { ...process.env, ELECTRON_RUN_AS_NODE: '1' } : process.env };
}

/** Resolves with how a child ended; rejects when it could not be started. */
export async function ended(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}
