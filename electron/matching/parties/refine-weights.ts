import { LEVEL } from './compare-values.ts';
import type { FoundPairs } from './found-pairs.ts';
import type { ColumnWeights, LevelShares, LinkModel } from './link-model.ts';

/** What a model has learned counts as much as so many judged pairs. */
const LEARNED = 60;
/** Judgements move what is expected at first by no more than this factor either way. */
const MOST_MOVED = 4;
const PRIOR_JUDGED = 5;

/**
 * The next version of the model a run was scored with, from what a person confirmed and rejected: how often columns agree within
 * one party follows the confirmed pairs, and how many partners are expected at all follows how many of the judged pairs were right
 * beside how many the scores had promised. Dry-run it before it is used.
 */
export function refineWeights(found: FoundPairs, right: readonly number[], wrong: readonly number[]): LinkModel {
  const { model, compared, score } = found;
  const columns = Object.fromEntries(
    compared.columns.flatMap(({ key }, at) => {
      const weights = model.columns[key];
      return weights === undefined
        ? []
        : [
            [
              key,
              refined(
                weights,
                right.map((pair) => compared.levels[at]?.[pair] ?? 0),
              ),
            ],
          ];
    }),
  );
  const promised = [...right, ...wrong].reduce((sum, pair) => sum + (score[pair] ?? 0), 0);
  const moved = (right.length + PRIOR_JUDGED) / (promised + PRIOR_JUDGED);
  return {
    ...model,
    version: model.version + 1,
    partners: model.partners * Math.min(MOST_MOVED, Math.max(1 / MOST_MOVED, moved)),
    columns,
  };
}

function refined(weights: ColumnWeights, levels: readonly number[]): ColumnWeights {
  const seen = levels.filter((level) => level !== LEVEL.missing);
  const share = (level: number, learned: number) =>
    (seen.filter((found) => found === level).length + LEARNED * learned) / (seen.length + LEARNED);
  const [equal, near, partly, different] = weights.same;
  const same: LevelShares = [
    share(LEVEL.equal, equal),
    share(LEVEL.near, near),
    share(LEVEL.partly, partly),
    share(LEVEL.different, different),
  ];
  return { ...weights, same };
}
