import type { Candidates } from '../candidates.ts';
import type { Learned } from '../learn.ts';
import type { Option } from '../option.ts';
import type { ReconcileTerms } from '../side.ts';

export function findGroups(
  _learned: Learned,
  _terms: ReconcileTerms,
  _candidates: Candidates,
  _likely: Float64Array,
): Option[] {
  return [];
}
