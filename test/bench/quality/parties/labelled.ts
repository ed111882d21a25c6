import type { PartyColumns } from '../../../../electron/matching/parties/party-columns.ts';

/** Two files and which of their rows are one party. */
export interface LabelledParties {
  readonly kind: string;
  readonly left: PartyColumns;
  readonly right: PartyColumns;
  readonly truth: readonly (readonly [number, number])[];
}
