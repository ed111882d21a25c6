import { chanceOf } from '../chance.ts';
import { noDamage, type ControlResult, type TrialResult } from '../trial-row.ts';
import type { Recorded } from './corpus.ts';
import { leniently } from './lenient-reader.ts';
import { mutate, type Mutant } from './mutate.ts';

/** What one document may cost, refused or not. */
const MOST_MS = 100;
const MOST_BYTES = 50 * 1_048_576;
/** A machine that does something else for a moment is no fault of the reader. */
const TRIES = 4;
const MUTANTS_A_CONTROL = 40;

/** One damaged document given to the product's reader. */
export function playMutant(corpus: readonly Recorded[], seed: number, trial: number): TrialResult {
  const { recorded, mutant } = draw(corpus, seed, trial);
  const damage = noDamage();
  let understood: string | null = null;
  const cost = costOf(() => (understood = recorded.read(mutant.text)));
  const wrong = silentlyWrong(recorded, mutant, understood, wholeOf);
  if (wrong !== null) damage.silentlyWrong.push(wrong);
  if (cost !== null) damage.silentlyWrong.push(`${recorded.name}, ${mutant.what}: ${cost}`);
  return { fault: mutant.what, damage };
}

/** The same damages given to a reader that takes what it can find. */
export function playLeniently(corpus: readonly Recorded[], seed: number, trial: number): ControlResult {
  for (let more = 0; more < MUTANTS_A_CONTROL; more += 1) {
    const { recorded, mutant } = draw(corpus, seed, trial * MUTANTS_A_CONTROL + more);
    if (silentlyWrong(recorded, mutant, leniently(mutant.text), ({ text }) => leniently(text)) !== null)
      return 'damaged';
  }
  return 'unharmed';
}

function draw(corpus: readonly Recorded[], seed: number, trial: number): { recorded: Recorded; mutant: Mutant } {
  const chance = chanceOf(seed, trial);
  const recorded = chance.pick(corpus);
  return { recorded, mutant: mutate(recorded, chance) };
}

const WHOLE = new WeakMap<Recorded, string | null>();
/** What the product understands of the whole document: read once. */
function wholeOf(recorded: Recorded): string | null {
  const known = WHOLE.get(recorded);
  if (known !== undefined) return known;
  const whole = recorded.read(recorded.text);
  WHOLE.set(recorded, whole);
  return whole;
}

function silentlyWrong(
  recorded: Recorded,
  mutant: Mutant,
  understood: string | null,
  whole: (recorded: Recorded) => string | null,
): string | null {
  if (understood === null) return null;
  if (mutant.allowed === 'same' && understood === whole(recorded)) return null;
  return `${recorded.name}, ${mutant.what}: taken in as ${understood.slice(0, 300)}; the document: ${mutant.text.slice(0, 1_500)}`;
}

/** Null when any try stays within time (of this thread on a processor: others share the machine) and memory. */
function costOf(work: () => unknown): string | null {
  let words = '';
  for (let turn = 0; turn < TRIES; turn += 1) {
    const bytesBefore = process.memoryUsage().heapUsed;
    const before = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(before);
    const ms = (user + system) / 1_000;
    const bytes = process.memoryUsage().heapUsed - bytesBefore;
    if (ms <= MOST_MS && bytes <= MOST_BYTES) return null;
    words = `took ${Math.round(ms)} ms and ${Math.round(bytes / 1_048_576)} MB`;
  }
  return words;
}
