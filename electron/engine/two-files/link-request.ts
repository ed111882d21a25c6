import type { PartyMap, PartySideMap } from './party-map.ts';

/** What the linking thread is given; `dedupe` has one file. */
export type LinkRequest =
  | {
      readonly kind: 'link';
      readonly left: string;
      readonly right: string;
      readonly map: PartyMap;
      readonly out: string;
      readonly oneToOne: boolean;
    }
  | { readonly kind: 'dedupe'; readonly in: string; readonly map: PartySideMap; readonly out: string };

export interface LinkResult {
  readonly left: number;
  readonly right: number;
  readonly pairs: number;
  readonly seconds: number;
}

/** What the linking thread says. */
export type LinkMessage =
  | { readonly type: 'step'; readonly text: string }
  | { readonly type: 'done'; readonly result: LinkResult }
  | { readonly type: 'failed'; readonly message: string; readonly nextStep: string | null; readonly isInput: boolean };
