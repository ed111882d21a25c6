import { candidateKeys } from './candidate-keys.ts';
import { comparedColumns, type ComparedColumn } from './compared-columns.ts';
import { comparePairs } from './compare-pairs.ts';
import { CANDIDATE_BUDGET, findCandidates, type CandidateBudget, type CandidatePairs } from './find-candidates.ts';
import { learnModel } from './learn-model.ts';
import type { LinkModel } from './link-model.ts';
import { nameTerms } from './name-terms.ts';
import type { PartyColumns } from './party-columns.ts';
import { profilesOf, type Profiles } from './profiles.ts';
import { namePointsOf, pairPoints, probabilityOf, startPoints, type Compared } from './score-pairs.ts';
import { LinkedPairs } from './linked-pairs.ts';
import { rivalPoints } from './weigh-rivals.ts';

export interface LinkOptions {
  /** A frozen model; without one it is learned from the rows. */
  readonly model?: LinkModel;
  readonly budget?: CandidateBudget;
  /** Called between the steps with what is done next. */
  readonly onStep?: (text: string) => void;
}

/**
 * Which parties of two files are one, each pair with a probability. The same parties in any order give the same pairs; under a frozen
 * model, rows that share nothing with a pair change nothing about it.
 */
export function linkParties(left: PartyColumns, right: PartyColumns, options: LinkOptions = {}): LinkedPairs {
  return link(left, right, false, options);
}

/** Which parties of one file are the same, each pair once and none with itself; otherwise as `linkParties`. */
export function dedupeParties(parties: PartyColumns, options: LinkOptions = {}): LinkedPairs {
  return link(parties, parties, true, options);
}

function link(left: PartyColumns, right: PartyColumns, self: boolean, options: LinkOptions): LinkedPairs {
  const say = options.onStep ?? (() => undefined);
  say('reading the values');
  const leftProfiles = profilesOf(left);
  const rightProfiles = self ? leftProfiles : profilesOf(right);
  const frozen = options.model ?? null;
  const kinds = new Map(Object.entries(frozen?.columns ?? {}).map(([key, { kind }]) => [key, kind]));
  const columns = comparedColumns({ left, right, leftProfiles, rightProfiles }, kinds);
  const rows = frozen?.rows ?? { left: leftProfiles.count, right: rightProfiles.count };
  say('looking for candidates');
  const budget = options.budget ?? CANDIDATE_BUDGET;
  const met = findCandidates(candidateKeys(columns), Math.max(rows.left, rows.right), self, budget);
  const pairs = self ? withDoubles(met, leftProfiles, columns) : met;
  const nameColumn = columns.find((column) => column.kind === 'name');
  const terms = nameColumn === undefined ? null : nameTerms(nameColumn, frozen?.terms ?? null);
  say('learning how the columns agree');
  const model = frozen ?? learnModel({ columns, pairs, terms, rows, self });
  say('comparing the candidates');
  const compared: Compared = {
    columns,
    pairs,
    levels: comparePairs(columns, pairs),
    terms,
    namePoints: nameColumn === undefined || terms === null ? null : namePointsOf(nameColumn, terms, model, pairs),
  };
  const found = pairPoints(compared, model);
  const start = startPoints(model);
  const alone = Int32Array.from(found.columns, (own, pair) => start + own + (found.neighbours[pair] ?? 0));
  const rivals = rivalPoints(alone, pairs, { left: leftProfiles, right: rightProfiles }, model.rivals);
  const score = Float64Array.from(alone, (own, pair) => probabilityOf(own + (rivals[pair] ?? 0)));
  return new LinkedPairs({ compared, model, self, leftProfiles, rightProfiles, start, found, rivals, score });
}

/** The pairs and, in their place, each profile that several rows have with itself: those rows are candidates of each other, unless they say nothing. */
function withDoubles(
  pairs: CandidatePairs,
  { count, start }: Profiles,
  columns: readonly ComparedColumn[],
): CandidatePairs {
  const left: number[] = [];
  const right: number[] = [];
  let at = 0;
  for (let profile = 0; profile < count; profile += 1) {
    const isSaid = columns.some(({ left: values }) => values[profile] !== 0);
    if (isSaid && (start[profile + 1] ?? 0) - (start[profile] ?? 0) > 1) {
      left.push(profile);
      right.push(profile);
    }
    // Partners have higher numbers, so that a profile itself comes first.
    for (; at < pairs.left.length && pairs.left[at] === profile; at += 1) {
      left.push(profile);
      right.push(pairs.right[at] ?? 0);
    }
  }
  return { left: Int32Array.from(left), right: Int32Array.from(right) };
}
