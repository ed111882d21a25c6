import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { inRoot } from '../../build/root.ts';

const demoJson = z.object({
  movements: z.number(),
  matchable: z.number(),
  matched: z.object({ auto: z.number(), proposed: z.number(), ambiguous: z.number(), unmatched: z.number() }),
  truth: z.object({ autoCorrect: z.number(), autoWrong: z.number() }),
  posted: z.object({ confirmed: z.number(), rejected: z.number(), unknown: z.number() }),
  simulator: z.object({ payments: z.number(), duplicatePayments: z.number() }),
  audit: z.object({ rows: z.number(), valid: z.boolean() }),
  elapsedMs: z.number(),
  peakMb: z.number(),
});

export interface DemoResult extends z.infer<typeof demoJson> {
  /** How the command ended: 0 when it achieved everything. */
  readonly exitCode: number | null;
  /** Processor time of the engine's process, all its threads; the simulators' own processes are not in it. */
  readonly cpuSeconds: number;
}
const usageJson = z.object({ cpuSeconds: z.number() });

/** One `demo` as anybody starts it, in a process of its own. Throws with what it said when it printed no result. */
export async function runDemo(seed: number, movements: number): Promise<DemoResult> {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-demo-usage-'));
  const usageFile = join(folder, 'usage.json');
  try {
    const args = ['--import', inRoot('test', 'bench', 'report-usage.ts'), inRoot('electron', 'cli.ts')];
    const asked = ['demo', '--json', '--seed', String(seed), '--movements', String(movements)];
    const child = spawn(process.execPath, [...args, ...asked], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TIEOUT_USAGE_FILE: usageFile },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
    const [exitCode] = (await once(child, 'close')) as [number | null];
    const result = demoJson.safeParse(parsed(stdout));
    if (!result.success) throw new Error(`demo of seed ${seed} gave no result (${exitCode}): ${stderr.slice(-2_000)}`);
    const { cpuSeconds } = usageJson.parse(JSON.parse(readFileSync(usageFile, 'utf8')));
    return { ...result.data, exitCode, cpuSeconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What is wrong with a demo's result, in words; empty when nothing is. */
export function faultsOf(result: DemoResult): readonly string[] {
  const { truth, posted, simulator, audit, exitCode } = result;
  return [
    ...(truth.autoWrong > 0 ? [`${truth.autoWrong} automatic decisions are wrong`] : []),
    ...(simulator.duplicatePayments > 0 ? [`${simulator.duplicatePayments} payments are booked twice`] : []),
    ...(posted.unknown > 0 ? [`the outcome of ${posted.unknown} postings is unknown`] : []),
    ...(audit.valid ? [] : ['the audit trail is broken']),
    ...(exitCode === 0 ? [] : [`the command ended with ${exitCode}`]),
  ];
}

/**
 * The rate of wrong automatic decisions that is ruled out at 95 % when none of `decisions` was wrong: the rule of three. Only
 * meaningful while none is wrong. Source: Hanley and Lippman-Hand, JAMA 249 (1983), "If nothing goes wrong, is everything all right?"
 */
export function wrongRateUpperBound(decisions: number): number {
  return decisions === 0 ? 1 : Math.min(1, 3 / decisions);
}
