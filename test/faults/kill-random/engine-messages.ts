/** What the process of a killed home is told on its command line, as JSON. */
export interface EngineOrder {
  readonly home: string;
  readonly keyHex: string;
  /** File of the company's clock. */
  readonly clock: string;
  /** The connection profile, and by name what its credentials stand for. */
  readonly profile: unknown;
  readonly secrets: Readonly<Record<string, string>>;
  /** `done`: ends by itself when nothing is on its way any more; else it works until it is killed. */
  readonly until: 'killed' | 'done';
  /** The switch of the control: every doubt is taken for absence. */
  readonly isBlind: boolean;
}

/** The line it says once it holds its home and its ledger is open. */
export const BEGUN = 'begun';
/** The line it says after each time round. */
export const ROUND_OVER = 'round over';
