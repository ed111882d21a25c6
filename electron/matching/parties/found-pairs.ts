import type { LinkModel } from './link-model.ts';
import type { Profiles } from './profiles.ts';
import type { Compared, PairPoints } from './score-pairs.ts';

/** What a run has found, as its makers hand it over. */
export interface FoundPairs {
  readonly compared: Compared;
  readonly model: LinkModel;
  readonly self: boolean;
  readonly leftProfiles: Profiles;
  readonly rightProfiles: Profiles;
  readonly start: number;
  readonly found: PairPoints;
  readonly rivals: Int32Array;
  readonly score: Float64Array;
}
