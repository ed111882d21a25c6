import { setImmediate } from 'node:timers/promises';
import { emptyTally, type FaultRow, type RowTally } from './row.ts';

/** What stood wrong after a trial, in words; empty lists when all was well. */
export interface Damage {
  readonly doubled: string[];
  readonly lost: string[];
  readonly stuckUnknown: string[];
  readonly silentlyWrong: string[];
  readonly auditBroken: string[];
}
export interface TrialResult {
  /** What hit it, for the counts by fault. */
  readonly fault: string;
  readonly damage: Damage;
  /** What helps to find out why, said once when something broke. */
  readonly note?: string;
}
/** `null`: the story of this trial gave the control nothing to damage, so it does not count. */
export type ControlResult = 'damaged' | 'unharmed' | null;

export interface TrialRowParts {
  readonly id: string;
  readonly fullTrials: number;
  readonly control: string;
  /** The control is played with every so many trials, the first always. */
  readonly controlEvery: number;
  /** Part of its trials in which the control must show its damage; default all. */
  readonly controlFloor?: number;
  /** One trial of the product; the same seed and number give the same story on any machine. */
  play(seed: number, trial: number): Promise<TrialResult>;
  playControl(seed: number, trial: number): Promise<ControlResult>;
  /** Why it cannot be played on this machine, in a sentence; null when it can. */
  whySkipped?(): string | null;
  /** Frees what trials share. */
  close?(): Promise<void>;
}

const KINDS = ['doubled', 'lost', 'stuckUnknown', 'silentlyWrong', 'auditBroken'] as const;
const PROGRESS_MS = 5_000;

export function isDamaged(damage: Damage): boolean {
  return KINDS.some((kind) => damage[kind].length > 0);
}

export function noDamage(): Damage {
  return { doubled: [], lost: [], stuckUnknown: [], silentlyWrong: [], auditBroken: [] };
}

/** A row of trials that stand each for itself: counts, prints what broke with its seed and number, and plays the control. */
export function trialRow(parts: TrialRowParts): FaultRow {
  return {
    id: parts.id,
    fullTrials: parts.fullTrials,
    ...(parts.controlFloor === undefined ? {} : { controlFloor: parts.controlFloor }),
    whySkipped: () => parts.whySkipped?.() ?? null,
    async run({ trials, seed, onProgress, onTally, signal, controlAtLeastOnce = false }) {
      let saidAtMs = 0;
      let mustControl = controlAtLeastOnce;
      try {
        for (const [played, trial] of trials.entries()) {
          // A trial in virtual time never lets a timer or a Ctrl C in by itself.
          await setImmediate();
          signal?.throwIfAborted();
          if (performance.now() - saidAtMs > PROGRESS_MS) {
            saidAtMs = performance.now();
            onProgress(`seed ${seed}, trial ${trial} (${played} of ${trials.length} played)`);
          }
          const result = await parts.play(seed, trial);
          for (const kind of KINDS)
            for (const text of result.damage[kind])
              onProgress(`seed ${seed}, trial ${trial}, ${result.fault}: ${kind}: ${text}`);
          if (result.note !== undefined) onProgress(`seed ${seed}, trial ${trial}: ${result.note}`);
          const control = trial % parts.controlEvery === 0 ? await parts.playControl(seed, trial) : null;
          if (control === 'unharmed')
            onProgress(`seed ${seed}, trial ${trial}: the control "${parts.control}" did no damage`);
          if (control !== null) mustControl = false;
          onTally(tallyOf(parts, result, control), played + 1);
        }
        if (mustControl) onTally(await controlAlone(parts, seed, trials, signal), trials.length);
      } finally {
        await parts.close?.();
      }
    },
  };
}

const CONTROL_TRIES = 200;

/** The control with the first story that gives it something to damage: of these trials, else of the first ones. */
async function controlAlone(
  parts: TrialRowParts,
  seed: number,
  trials: readonly number[],
  signal: AbortSignal | undefined,
): Promise<RowTally> {
  const candidates = [...trials, ...Array.from({ length: CONTROL_TRIES }, (_, trial) => trial)];
  for (const trial of candidates.slice(0, CONTROL_TRIES)) {
    await setImmediate();
    signal?.throwIfAborted();
    const control = await parts.playControl(seed, trial);
    if (control !== null) return { ...emptyTally(parts.control), control: controlOf(parts, control) };
  }
  return emptyTally(parts.control);
}

function controlOf(parts: TrialRowParts, control: ControlResult): RowTally['control'] {
  return { name: parts.control, caught: control === 'damaged' ? 1 : 0, of: control === null ? 0 : 1 };
}

function tallyOf(parts: TrialRowParts, { fault, damage }: TrialResult, control: ControlResult): RowTally {
  const hit = (kind: (typeof KINDS)[number]): number => (damage[kind].length > 0 ? 1 : 0);
  return {
    ...emptyTally(parts.control),
    trials: 1,
    doubled: hit('doubled'),
    lost: hit('lost'),
    stuckUnknown: hit('stuckUnknown'),
    silentlyWrong: hit('silentlyWrong'),
    auditBroken: hit('auditBroken'),
    control: controlOf(parts, control),
    byFault: { [fault]: 1 },
  };
}
