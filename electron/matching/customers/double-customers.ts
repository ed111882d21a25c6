import { strongClusters, type StrongPair } from '../duplicates/strong-clusters.ts';
import { NameComparer } from '../parties/compare-names.ts';
import { priorOf } from '../parties/column-priors.ts';
import { explainPair, type PairReason } from '../parties/explain-pair.ts';
import type { FoundPairs } from '../parties/found-pairs.ts';
import { dedupeParties } from '../parties/link-parties.ts';
import type { LinkModel } from '../parties/link-model.ts';
import { areOtherForms } from '../parties/legal-forms.ts';
import { formOfName } from '../parties/parse-name.ts';
import type { PartyColumns } from '../parties/party-columns.ts';
import { probabilityOf } from '../parties/score-pairs.ts';

/** Customers of one system that are suspected to be one. */
export interface DoubleSuspicion {
  /** Rows of the customers, ascending. */
  readonly rows: readonly number[];
  /** Of the two in it that resemble each other least: probability that they are one, 0 to 1, and reasons whose points add up to it. */
  readonly score: number;
  readonly reasons: readonly PairReason[];
}
export interface FoundDoubles {
  readonly model: LinkModel;
  readonly suspicions: readonly DoubleSuspicion[];
  /** Customers that are told apart by nothing from too many others to be suspected of anything. */
  readonly notEvaluated: number;
}

/** Probability from which two customers are suspected to be one. */
export const DOUBLE_FROM = 0.6;
/**
 * What two customers of one name start from before anything else is compared, in points: a little less than even. In one list of customers
 * two of one name are other companies as often as they are doubles; and a mail domain mostly spells the name once more.
 */
const NAMESAKES = -50;
const OF_THE_NAME: ReadonlySet<string> = new Set(['start', 'name', 'legalForm']);
const OF_THE_PLACE: ReadonlySet<string> = new Set(['street', 'postalCode', 'neighbours']);
/** So many customers that are told apart by nothing are a habit of the list (a counter sale, a guest), not doubles. */
const MOST_ALIKE = 20;

/**
 * Finds customers that one list has twice, by the linkage of parties and more evidence than the name. Without a model it is learned from them.
 * `apart` rules a pair out whatever it resembles; clusters hold only rows of which every two are suspected. The same customers in any order
 * give the same suspicions; under a frozen model one that shares nothing with a pair changes nothing about it.
 */
export function findDoubles(
  columns: PartyColumns,
  model: LinkModel | null,
  apart: (left: number, right: number) => boolean,
): FoundDoubles {
  const frozen = model ?? modelOf(columns);
  const { found } = dedupeParties(columns, { model: frozen });
  const { leftProfiles: profiles, compared } = found;
  const weighed = new Map<string, DoubleSuspicion>();
  const strong: StrongPair[] = [];
  const crowded = new Set<number>();
  for (const [pair, upper] of found.score.entries()) {
    // What follows only ever takes points off.
    if (upper < DOUBLE_FROM) continue;
    const [ours, theirs] = [compared.pairs.left[pair] ?? 0, compared.pairs.right[pair] ?? 0];
    const [left, right] = [rowsOf(profiles, ours), rowsOf(profiles, theirs)];
    const name = (rows: readonly number[]): string => columns.fields.name?.[rows[0] ?? -1] ?? '';
    const explained = explainDouble(found, pair, areOfOtherForms(name(left), name(right)));
    if (explained.score < DOUBLE_FROM) continue;
    if (left.length > MOST_ALIKE || right.length > MOST_ALIKE) {
      for (const row of left.length > MOST_ALIKE ? left : right) crowded.add(row);
      continue;
    }
    for (const [at, one] of left.entries())
      for (const other of ours === theirs ? left.slice(at + 1) : right) {
        if (apart(one, other)) continue;
        weighed.set(pairKey(one, other), { rows: [one, other], ...explained });
        strong.push({ left: one, right: other, score: explained.score });
      }
  }
  const suspicions = strongClusters(strong).map((rows) => weakestOf(rows, weighed));
  return { model: frozen, suspicions, notEvaluated: crowded.size };
}

/**
 * The model for one list: names and chances as they are learned from it, and how often the fields of one party agree as is expected at first.
 * Doubles are few, and most pairs of one name are namesakes: what those agree in says nothing of what doubles would.
 */
function modelOf(columns: PartyColumns): LinkModel {
  const { model } = dedupeParties(columns);
  const weights = Object.entries(model.columns).map(([key, column]) => {
    const { same, vetoes } = priorOf({ key, kind: column.kind });
    return [key, { ...column, same, vetoes }] as const;
  });
  return { ...model, columns: Object.fromEntries(weights) };
}

/**
 * Why two have their score as doubles: the reasons of the linkage, and what the name may not count for alone, nor with the place where one has a word
 * that the other lacks: so are sister companies called.
 */
function explainDouble(
  found: FoundPairs,
  pair: number,
  haveOtherForms: boolean,
): Pick<DoubleSuspicion, 'score' | 'reasons'> {
  const { reasons, points } = explainPair(found, pair);
  const areSisters = haveOtherForms || lacksAWord(found, pair);
  const counts = (reason: PairReason): boolean =>
    isOfTheName(reason) || (areSisters && OF_THE_PLACE.has(reason.signal));
  const ofName = reasons.reduce((sum, reason) => (counts(reason) ? sum + reason.points : sum), 0);
  const namesakes = Math.min(0, NAMESAKES - ofName);
  if (namesakes === 0) return { reasons, score: probabilityOf(points) };
  const reason: PairReason = {
    signal: 'namesakes',
    agreement: null,
    points: namesakes,
    text: areSisters
      ? 'Sister companies have such names at one place'
      : 'Other companies may have this name, and a mail domain spells it only once more',
  };
  return { reasons: [...reasons, reason], score: probabilityOf(points + namesakes) };
}

/** Whether each has a legal form, and one company cannot have both. */
function areOfOtherForms(one: string, other: string): boolean {
  const [ours, theirs] = [formOfName(one), formOfName(other)];
  return ours !== null && theirs !== null && areOtherForms(ours, theirs);
}

function isOfTheName({ signal, agreement }: PairReason): boolean {
  return OF_THE_NAME.has(signal) || (signal === 'email' && agreement === 'partly');
}

function lacksAWord({ compared: { columns, pairs, terms }, model }: FoundPairs, pair: number): boolean {
  const column = columns.find(({ kind }) => kind === 'name');
  if (column === undefined || terms === null) return false;
  const [left, right] = [column.left[pairs.left[pair] ?? 0] ?? 0, column.right[pairs.right[pair] ?? 0] ?? 0];
  return new NameComparer(terms, model.name).partsOf(left, right).some(({ how }) => how === 'missing');
}

function rowsOf({ start, rows }: FoundPairs['leftProfiles'], profile: number): readonly number[] {
  return [...rows.subarray(start[profile] ?? 0, start[profile + 1] ?? 0)];
}

const pairKey = (one: number, other: number): string => (one < other ? `${one},${other}` : `${other},${one}`);

/** Of equally weak pairs the one whose words come first, which no order of rows decides. */
function weakestOf(rows: readonly number[], weighed: ReadonlyMap<string, DoubleSuspicion>): DoubleSuspicion {
  const pairs = rows.flatMap((row, at) =>
    rows.slice(at + 1).flatMap((other) => weighed.get(pairKey(row, other)) ?? []),
  );
  const words = ({ reasons }: DoubleSuspicion): string => reasons.map(({ text }) => text).join('\n');
  const [weakest] = pairs.toSorted(
    (one, other) => one.score - other.score || (words(one) < words(other) ? -1 : Number(words(one) > words(other))),
  );
  return { rows, score: weakest?.score ?? 0, reasons: weakest?.reasons ?? [] };
}
