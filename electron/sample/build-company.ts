import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CompanyRequest } from './company/company.ts';
import { holdsCompany, SampleFolderError } from './company-folder.ts';
import { ended, nodeCommand } from './node-process.ts';

export interface BuildOptions {
  readonly signal?: AbortSignal;
  /** Called now and then with the number of facts written so far. */
  readonly onProgress?: (facts: number) => void;
}

/**
 * Makes the sample company in `folder` unless it is there, in a process of its own; returns whether it had to be made. A
 * build that was killed half-way leaves nothing in the folder and is begun anew. Throws SampleFolderError when the folder
 * holds something else or the build failed, and the signal's reason when aborted.
 */
export async function buildCompany(
  folder: string,
  request: CompanyRequest,
  options: BuildOptions = {},
): Promise<boolean> {
  options.signal?.throwIfAborted();
  if (holdsCompany(folder, request)) return false;
  const { path, env } = nodeCommand();
  const program = fileURLToPath(new URL('./build-process.ts', import.meta.url));
  const wanted = ['--folder', folder, '--seed', String(request.seed), '--movements', String(request.movements)];
  const child = spawn(path, [program, ...wanted], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () => child.kill('SIGKILL');
  options.signal?.addEventListener('abort', stop, { once: true });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const progress = JSON.parse(line) as { facts: number };
    options.onProgress?.(progress.facts);
  });
  try {
    const { code } = await ended(child);
    options.signal?.throwIfAborted();
    if (code !== 0)
      throw new SampleFolderError(complaint.trim() || `The sample company could not be made in ${folder}.`);
    return true;
  } finally {
    options.signal?.removeEventListener('abort', stop);
  }
}
