/** What a sender process is told on its command line, as JSON. */
export interface SenderOrder {
  /** Home whose lock it takes; the ledger and its anchors lie in it. */
  readonly home: string;
  readonly ledgerFile: string;
  readonly keyHex: string;
  readonly site: { readonly url: string; readonly node: string; readonly user: string; readonly password: string };
  readonly depositIds: 'given' | 'next';
  readonly paymentsPerDeposit: number;
  readonly settleSeconds: number;
  /** The process kills itself when it passes its n-th named point; 0: never. */
  readonly killAt: number;
}
export interface RoundOrder {
  readonly nowMs: number;
  readonly bulk: boolean;
}
export type SenderSaid =
  | { readonly said: 'ready' }
  | { readonly said: 'done'; readonly points: readonly string[] }
  | { readonly said: 'refused'; readonly code: string; readonly message: string };

/** Begins the line on stderr that names the point a process died at. */
export const LAST_WORDS = 'killed at: ';
