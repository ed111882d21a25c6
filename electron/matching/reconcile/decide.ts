import { assign, type Standing } from '../assignment/assign.ts';
import { optionTable, type OptionTable } from '../assignment/option-table.ts';
import { marginals } from './marginals.ts';
import type { Option } from './option.ts';
import { optionsTable } from './options-table.ts';

/** What becomes of an option: `rival` ones are shown to a person because none of them stands out. */
export type Verdict = 'auto' | 'proposed' | 'rival' | 'dropped';

export interface Decisions {
  readonly verdict: readonly Verdict[];
  /** How likely each option is, 0 to 1. */
  readonly likely: Float64Array;
}

/** Likelihood and margin (in natural logarithms of odds) that a decision needs. */
const AUTO = { likely: 0.998, margin: 6 } as const;
const PROPOSED = { likely: 0.75, margin: 1 } as const;
const PROPOSED_WEAK = 0.97;
/** A sum of rows that have nothing but a day in common meets by chance more often than counting can tell. */
const BY_DAY = { auto: { likely: 0.9995, margin: 9 }, proposed: 0.95 } as const;
const WORTH_SHOWING = 0.03;
const WORTH_SOLVING = 0.02;
/** What is left after unlikely options are gone falls into small clusters; a greater one is left to a person. */
const BUDGET = { pairRows: 200, groupSteps: 3_000 } as const;
/** Weights are whole hundredths of a natural logarithm. */
const PER_UNIT = 100;

/** Decides about options that compete for rows: by how likely each is, and by what the best choice of all loses without it. */
export function decide(options: readonly Option[], lefts: number, rights: number): Decisions {
  const table = optionsTable(options, lefts, rights);
  const likely = marginals(table, table.weight);
  const solved = options.flatMap(({ logOdds }, at) =>
    (likely[at] ?? 0) >= WORTH_SOLVING && logOdds > 0.01 ? [at] : [],
  );
  const assignment = assign(
    optionTable(
      lefts + rights,
      solved.map((at) => {
        const { lefts: mine, rights: theirs, logOdds } = options[at] ?? options[0] ?? NONE;
        return {
          rows: [...mine, ...theirs.map((row) => lefts + row)],
          weight: Math.max(1, Math.round(Math.min(logOdds, 30) * PER_UNIT)),
        };
      }),
    ),
    (row) => (row < lefts ? 0 : 1),
    BUDGET,
  );
  const verdict = options.map((): Verdict => 'dropped');
  for (const [place, at] of solved.entries()) {
    const option = options[at];
    if (option === undefined) continue;
    verdict[at] = verdictOf(
      option,
      likely[at] ?? 0,
      assignment.standing[place] ?? 'undecided',
      (assignment.margin[place] ?? 0) / PER_UNIT,
    );
  }
  showRivals(table, likely, verdict);
  return { verdict, likely };
}

const NONE: Option = { lefts: [], rights: [], logOdds: 0, rule: 'offset', amounts: 'weak' };

function verdictOf(option: Option, likely: number, standing: Standing, margin: number): Verdict {
  if (standing === 'undecided') return likely >= 0.9 ? 'proposed' : 'dropped';
  const isByDay = option.rule === 'day-set' || option.rule === 'window-set';
  const needed =
    option.rule === 'day-set' ? BY_DAY.proposed : option.amounts === 'weak' ? PROPOSED_WEAK : PROPOSED.likely;
  if (standing !== 'chosen' || likely < needed || margin < PROPOSED.margin) return 'dropped';
  const auto = isByDay ? BY_DAY.auto : AUTO;
  return option.amounts === 'exact' && likely >= auto.likely && margin >= auto.margin ? 'auto' : 'proposed';
}

/** Rows left without a decision show what they could be, where that is likelier than not and nobody else has it. */
function showRivals(table: OptionTable, likely: Float64Array, verdict: Verdict[]): void {
  const taken = new Uint8Array(table.rowCount);
  const hope = new Float64Array(table.rowCount);
  const each = (visit: (option: number, row: number) => void): void => {
    for (let option = 0; option < verdict.length; option++)
      for (let at = table.start[option] ?? 0; at < (table.start[option + 1] ?? 0); at++)
        visit(option, table.rows[at] ?? 0);
  };
  each((option, row) => {
    if (verdict[option] === 'auto' || verdict[option] === 'proposed') taken[row] = 1;
    hope[row] = (hope[row] ?? 0) + (likely[option] ?? 0);
  });
  for (let option = 0; option < verdict.length; option++) {
    if (verdict[option] !== 'dropped' || (likely[option] ?? 0) < WORTH_SHOWING) continue;
    const rows = table.rows.subarray(table.start[option] ?? 0, table.start[option + 1] ?? 0);
    if (rows.some((row) => taken[row] === 1)) continue;
    if (rows.some((row) => (hope[row] ?? 0) >= 0.5)) verdict[option] = 'rival';
  }
}
