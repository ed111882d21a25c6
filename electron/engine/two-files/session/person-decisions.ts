import type { TwoFileRow } from '../../../../shared/contract/two-files.ts';
import type { AllocationLine } from '../allocation-lines.ts';

type Said = 'accepted' | 'refused';
export type Standing = TwoFileRow['standing'];

/** What a person says of lines that stand together; the latest can be taken back first, or any by its line. */
export class PersonDecisions {
  readonly #said = new Map<number, Said>();
  /** Options in the order they were decided. */
  #order: number[] = [];
  /** By row: the option that was accepted for it. */
  readonly #taken = new Map<string, number>();
  readonly #linesOf: (option: number) => readonly AllocationLine[];
  #revision = 0;

  constructor(linesOf: (option: number) => readonly AllocationLine[]) {
    this.#linesOf = linesOf;
  }

  /** Grows with every decision and every one taken back. */
  get revision(): number {
    return this.#revision;
  }

  standingOf({ decision, option }: AllocationLine): Standing {
    if (option === null || (decision !== 'proposed' && decision !== 'ambiguous')) return 'none';
    return this.#said.get(option) ?? (this.rivalOf(option) === null ? 'open' : 'outvoted');
  }

  /** The accepted option that has one of this one's rows; null: none has. */
  rivalOf(option: number): number | null {
    for (const line of this.#linesOf(option))
      for (const row of rowsOf(line)) {
        const taken = this.#taken.get(row);
        if (taken !== undefined && taken !== option) return taken;
      }
    return null;
  }

  /** Notes a decision; the caller has seen to it that it may be made. */
  say(option: number, as: Said): void {
    this.takeBack(option);
    this.#said.set(option, as);
    this.#order.push(option);
    this.#revision += 1;
    if (as === 'refused') return;
    for (const line of this.#linesOf(option)) for (const row of rowsOf(line)) this.#taken.set(row, option);
  }

  /** False when there was none. */
  takeBack(option: number): boolean {
    if (!this.#said.delete(option)) return false;
    this.#order = this.#order.filter((each) => each !== option);
    for (const [row, taken] of this.#taken) if (taken === option) this.#taken.delete(row);
    this.#revision += 1;
    return true;
  }

  latest(): number | null {
    return this.#order.at(-1) ?? null;
  }

  count(as: Said): number {
    let sum = 0;
    for (const said of this.#said.values()) if (said === as) sum += 1;
    return sum;
  }
}

function rowsOf({ left, right }: AllocationLine): string[] {
  return [...(left === null ? [] : [`l${left}`]), ...(right === null ? [] : [`r${right}`])];
}
