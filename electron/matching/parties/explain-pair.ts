import { NameComparer, type NamePart } from './compare-names.ts';
import { LEVEL } from './compare-values.ts';
import type { FoundPairs } from './found-pairs.ts';
import { isSpelledAlike, probabilityOf } from './score-pairs.ts';
import { columnPoints, pointsOf } from './weigh-pairs.ts';

const AGREEMENT = ['missing', 'equal', 'near', 'partly', 'different'] as const;

/** One line of an explanation. Points are hundredths of a natural logarithm of odds. */
export interface PairReason {
  /** `start`, a column, `neighbours`, or `rivals`. */
  readonly signal: string;
  readonly agreement: (typeof AGREEMENT)[number] | 'compared' | null;
  readonly points: number;
  readonly text: string;
}
export interface PairExplanation {
  readonly reasons: readonly PairReason[];
  /** Sum of the points. */
  readonly points: number;
  /** 1 / (1 + e^(-points/100)), with six decimals: the score of the pair. */
  readonly score: number;
}

/** Why a pair has its score: the points of all reasons add up to it. */
export function explainPair(linked: FoundPairs, pair: number): PairExplanation {
  const { model, found, start, rivals } = linked;
  const reasons: PairReason[] = [
    { signal: 'start', agreement: null, points: start, text: `One of ${model.rows.right} by chance` },
    ...columnReasons(linked, pair),
  ];
  const neighbours = found.neighbours[pair] ?? 0;
  if (neighbours !== 0)
    reasons.push({
      signal: 'neighbours',
      agreement: null,
      points: neighbours,
      text: 'Others at the same place or of the same family agree in this as well',
    });
  const others = rivals[pair] ?? 0;
  if (others !== 0)
    reasons.push({
      signal: 'rivals',
      agreement: null,
      points: others,
      text: 'Other candidates compete for the same party',
    });
  const points = reasons.reduce((sum, reason) => sum + reason.points, 0);
  return { reasons, points, score: probabilityOf(points) };
}

function columnReasons({ compared, model }: FoundPairs, pair: number): PairReason[] {
  const { columns, pairs, levels, terms, namePoints } = compared;
  const rows = Math.max(model.rows.left, model.rows.right);
  return columns.flatMap((column, at): PairReason[] => {
    const left = column.left[pairs.left[pair] ?? 0] ?? 0;
    const right = column.right[pairs.right[pair] ?? 0] ?? 0;
    if (column.kind === 'name') {
      if (terms === null || namePoints === null || left === 0 || right === 0) return [];
      const isAlike = isSpelledAlike(column, pairs.left[pair] ?? 0, pairs.right[pair] ?? 0);
      const alike = isAlike ? ['spelled alike'] : [];
      const parts = new NameComparer(terms, model.name).partsOf(left, right);
      return [
        {
          signal: column.key,
          agreement: 'compared',
          points: namePoints[pair] ?? 0,
          text: [...parts.map(partText), ...alike].join(', '),
        },
      ];
    }
    const weights = model.columns[column.key];
    const level = levels[at]?.[pair] ?? LEVEL.missing;
    if (weights === undefined || level === LEVEL.missing) return [];
    const points = pointsOf(columnPoints(column, weights, rows), level, left);
    const [ours, theirs] = [shown(column.values.textOf(left)), shown(column.values.textOf(right))];
    const agreement = AGREEMENT[level] ?? 'missing';
    const text = level === LEVEL.equal ? `both ${ours}` : `${ours} and ${theirs}`;
    return [{ signal: column.key, agreement, points, text }];
  });
}

/** Values are kept in two parts where they are compared in two. */
function shown(text: string): string {
  return text.replace('|', ' ').replace('@!', '@').trim();
}

function partText({ how, left, right }: NamePart): string {
  switch (how) {
    case 'same':
      return `both ${left}`;
    case 'missing':
      return `only one has ${left === '' ? right : left}`;
    case 'oneEdit':
    case 'twoEdits':
      return `${left} and ${right} are nearly one word`;
    case 'cutOff':
    case 'abbreviated':
      return `${left} and ${right} are short and long for each other`;
    case 'joined':
      return `${left} and ${right} are written apart and together`;
    case 'acronym':
    case 'initial':
      return `${left} and ${right} begin alike`;
    case 'nickname':
      return `${left} and ${right} are one name`;
  }
}
