import type { Learned } from './learn.ts';
import type { Option } from './option.ts';

export function findOffsets(_learned: Learned, _options: readonly Option[], _likely: Float64Array): Option[] {
  return [];
}
