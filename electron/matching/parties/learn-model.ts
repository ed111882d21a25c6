import { comparePairs } from './compare-pairs.ts';
import { LEVEL } from './compare-values.ts';
import type { ComparedColumn } from './compared-columns.ts';
import { NAME_WEIGHTS } from './compare-names.ts';
import { priorOf } from './column-priors.ts';
import type { CandidatePairs } from './find-candidates.ts';
import type { ColumnWeights, LevelShares, LinkModel } from './link-model.ts';
import { maximisedNames, movedBy, nameLeftOvers, type NameLeftOvers } from './learn-names.ts';
import { termCountsOf, type NameTerms } from './name-terms.ts';
import { namePointsOf, oddsOf, pairPoints, startPoints, type Compared } from './score-pairs.ts';
import { sharedOthers } from './shared-others.ts';
import { POINTS } from './weigh-pairs.ts';
import { valueCounts } from './value-counts.ts';

const ROUNDS = 6;
const SAMPLED_PAIRS = 6_000;
/** What is expected counts as much as so many pairs that were seen. */
const PRIOR_SAME = 40;
const PRIOR_OTHER = 300;
const PRIOR_ROWS = 20;
const PARTNERS = 0.5;
const NEIGHBOURS = 0.05;
/** Sure enough to be counted as a partner when it is asked how many partners parties have. */
const SURE = 0.9;
/** A column of ids in which so many sure pairs differ is no id. */
const UNRELIABLE = 0.1;
const ENOUGH_TO_DOUBT = 50;
const MOST_PAIRS = 50_000;

const NOTHING: ReadonlySet<string> = new Set();

interface Learning {
  readonly columns: readonly ComparedColumn[];
  readonly pairs: CandidatePairs;
  readonly terms: NameTerms | null;
  readonly rows: { readonly left: number; readonly right: number };
  readonly self: boolean;
}

/**
 * Weights learned from the candidates themselves, without a label (expectation and maximisation over a Fellegi-Sunter model):
 * how often columns agree between two parties is counted on pairs drawn evenly over all, how often they agree within one party is
 * found out in rounds. Few rows, or a column that is nearly empty, leave what is expected of such a column.
 */
export function learnModel({ columns, pairs: all, terms, rows, self }: Learning): LinkModel {
  const pairs = thinned(all);
  const nameColumn = columns.find((column) => column.kind === 'name');
  const levels = comparePairs(columns, pairs);
  // Where two files are linked those who live together are each other's rivals; within one file nothing else tells them apart.
  const shared = self ? sharedOthers(columns, levels) : NOTHING;
  let model: LinkModel = {
    format: 1,
    version: 1,
    rows,
    partners: self ? 0.1 : PARTNERS,
    neighbours: NEIGHBOURS,
    rivals: self ? { left: 0, right: 0 } : { left: 1, right: 0 },
    name: NAME_WEIGHTS,
    terms: terms === null ? null : termCountsOf(terms, Math.max(rows.left, rows.right)),
    columns: Object.fromEntries(
      columns.flatMap((column) =>
        column.kind === 'name' ? [] : [[column.key, startOf(column, column.isShared || shared.has(column.key))]],
      ),
    ),
  };
  const compared: Compared = {
    columns,
    pairs,
    levels,
    terms,
    namePoints: nameColumn === undefined || terms === null ? null : namePointsOf(nameColumn, terms, model, pairs),
  };
  const names =
    nameColumn === undefined || terms === null ? null : nameLeftOvers(nameColumn, terms, NAME_WEIGHTS, pairs);
  let known = compared;
  for (let round = 0; round < ROUNDS; round += 1) {
    model = nextRound(known, model, self, names);
    known = names === null ? compared : { ...compared, namePoints: movedNames(compared, model, names) };
  }
  return self ? model : { ...model, rivals: rivalsOf(known, model) };
}

function movedNames({ namePoints }: Compared, model: LinkModel, names: NameLeftOvers): Int32Array | null {
  return (
    namePoints?.map((points, pair) => points + Math.round(POINTS * movedBy(NAME_WEIGHTS, model.name, names, pair))) ??
    null
  );
}

/** Every n-th party of the left with all its candidates, where there are very many. */
function thinned(pairs: CandidatePairs): CandidatePairs {
  if (pairs.left.length <= MOST_PAIRS) return pairs;
  const step = Math.ceil(pairs.left.length / MOST_PAIRS);
  const keep = pairs.left.map((left, pair) => (left % step === 0 ? pair : -1)).filter((pair) => pair >= 0);
  return { left: keep.map((pair) => pairs.left[pair] ?? 0), right: keep.map((pair) => pairs.right[pair] ?? 0) };
}

function startOf(column: ComparedColumn, isShared: boolean): ColumnWeights {
  const prior = priorOf(column);
  const sample = samplePairs(column);
  const levels = comparePairs([column], sample)[0] ?? new Uint8Array(0);
  const seen = [0, 0, 0, 0];
  let total = 0;
  for (const level of levels)
    if (level !== LEVEL.missing) {
      seen[level - 1] = (seen[level - 1] ?? 0) + 1;
      total += 1;
    }
  const share = (level: number, expected: number) =>
    ((seen[level - 1] ?? 0) + PRIOR_OTHER * expected) / (total + PRIOR_OTHER);
  const equal = share(LEVEL.equal, prior.rarest);
  const near = share(LEVEL.near, prior.otherNear);
  const partly = share(LEVEL.partly, prior.otherPartly);
  return {
    kind: column.kind,
    isShared,
    same: prior.same,
    other: [equal, near, partly, Math.max(0.01, 1 - equal - near - partly)],
    rarest: prior.rarest,
    vetoes: prior.vetoes,
    counts: valueCounts(column),
  };
}

/** Pairs spread evenly over both sides; profiles are numbered by content, so that the same parties give the same pairs. */
function samplePairs({ left, right }: ComparedColumn): CandidatePairs {
  const count = left.length === 0 || right.length === 0 ? 0 : SAMPLED_PAIRS;
  return {
    left: Int32Array.from({ length: count }, (_, at) => (at * 7_919 + 11) % left.length),
    right: Int32Array.from(
      { length: count },
      (_, at) => (at * 104_729 + Math.floor(at / right.length) * 31 + 5) % right.length,
    ),
  };
}

function nextRound(compared: Compared, model: LinkModel, self: boolean, names: NameLeftOvers | null): LinkModel {
  const { columns, pairs, levels } = compared;
  const { same, neighbours } = expectations(compared, model);
  let partners = 0;
  for (const share of same) partners += share;
  let near = 0;
  for (const share of neighbours) near += share;
  const parties = new Set(pairs.left).size;
  // Parties that met nobody at all have no partner either; a thinned sample knows nothing of them.
  const seenRows = pairs.left.length < MOST_PAIRS ? model.rows.left : parties;
  const next = Object.fromEntries(
    columns.flatMap((column, at) => {
      const weights = model.columns[column.key];
      return weights === undefined ? [] : [[column.key, maximised(weights, levels[at], same, priorOf(column).same)]];
    }),
  );
  return {
    ...model,
    partners: Math.min(self ? 2 : 3, (partners + PRIOR_ROWS * (self ? 0.1 : PARTNERS)) / (seenRows + PRIOR_ROWS)),
    neighbours: (near + PRIOR_ROWS * NEIGHBOURS) / (seenRows + PRIOR_ROWS),
    columns: next,
    name: names === null ? model.name : maximisedNames(NAME_WEIGHTS, names, same),
  };
}

function maximised(
  weights: ColumnWeights,
  levels: Uint8Array | undefined,
  same: Float64Array,
  prior: LevelShares,
): ColumnWeights {
  const seen = [0, 0, 0, 0];
  let total = 0;
  for (const [pair, level] of (levels ?? []).entries()) {
    if (level === LEVEL.missing) continue;
    const share = same[pair] ?? 0;
    seen[level - 1] = (seen[level - 1] ?? 0) + share;
    total += share;
  }
  const share = (level: number) => ((seen[level] ?? 0) + PRIOR_SAME * (prior[level] ?? 0)) / (total + PRIOR_SAME);
  const shares: LevelShares = [share(0), share(1), share(2), share(3)];
  return { ...weights, same: shares, vetoes: weights.vetoes && (total < ENOUGH_TO_DOUBT || shares[3] <= UNRELIABLE) };
}

/** How likely each pair is one party, its rivals considered, and how likely it is two neighbours. */
function expectations(compared: Compared, model: LinkModel) {
  const { pairs } = compared;
  const points = pairPoints(compared, withoutVetoes(model));
  const start = startPoints(model);
  const sums = new Map<number, number>();
  const odds = Float64Array.from(points.columns, (own, pair) => {
    const found = oddsOf(start + own + (points.neighbours[pair] ?? 0));
    const left = pairs.left[pair] ?? 0;
    sums.set(left, (sums.get(left) ?? 0) + found);
    return found;
  });
  const weight = model.rivals.left;
  const same = odds.map(
    (own, pair) => own / (1 + own + weight * Math.max(0, (sums.get(pairs.left[pair] ?? 0) ?? 0) - own)),
  );
  const neighbours = Float64Array.from(
    points.neighbours,
    (taken, pair) => (1 - (same[pair] ?? 0)) * (1 - oddsOf(taken)),
  );
  return { same, neighbours };
}

/** While it is learned whether a column of ids is reliable, it must not decide alone. */
function withoutVetoes(model: LinkModel): LinkModel {
  const columns = Object.entries(model.columns).map(([key, weights]) => [key, { ...weights, vetoes: false }] as const);
  return { ...model, columns: Object.fromEntries(columns) };
}

const LEAST_RIVALRY = 0.35;
/** Where parties have several sure partners as often as by chance, candidates are no rivals. */
function rivalsOf(compared: Compared, model: LinkModel): LinkModel['rivals'] {
  const { pairs } = compared;
  const points = pairPoints(compared, model);
  const start = startPoints(model);
  const left = new Map<number, number>();
  const right = new Map<number, number>();
  for (let pair = 0; pair < pairs.left.length; pair += 1) {
    const odds = oddsOf(start + (points.columns[pair] ?? 0) + (points.neighbours[pair] ?? 0));
    if (odds / (1 + odds) < SURE) continue;
    const [i, j] = [pairs.left[pair] ?? 0, pairs.right[pair] ?? 0];
    left.set(i, (left.get(i) ?? 0) + 1);
    right.set(j, (right.get(j) ?? 0) + 1);
  }
  return {
    left: Math.max(LEAST_RIVALRY, rivalry(left, right.size, model.rows.left)),
    right: rivalry(right, left.size, model.rows.right),
  };
}

/**
 * How far parties have one partner only: 1 when fewer have two than `partners` drawn at random among `parties` would give by
 * chance alone, 0 when as many or more have.
 */
function rivalry(counts: ReadonlyMap<number, number>, partners: number, parties: number): number {
  const expected = (partners * partners) / (2 * Math.max(1, parties));
  const seen = [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  return Math.min(1, Math.max(0, 1 - (seen + 1) / (expected + 1)));
}
