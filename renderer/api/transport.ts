/** How the line to the engine stands. */
export type LineState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Broken; the next try comes by itself at `nextTryAt` (milliseconds since 1970). */
  | { readonly kind: 'lost'; readonly nextTryAt: number }
  /** The host no longer accepts this tab's token: only a new address helps. */
  | { readonly kind: 'newTokenNeeded' }
  /** The engine said goodbye; the line is not tried again. */
  | { readonly kind: 'stopped'; readonly reason: string };

/** One way to exchange frames with the engine. A transport knows nothing of what the frames mean. */
export interface Transport {
  readonly state: () => LineState;
  /** Sends one frame; only call it while the state is `open`. */
  readonly send: (frame: unknown) => void;
  readonly onFrame: (listener: (frame: unknown) => void) => void;
  readonly onState: (listener: (state: LineState) => void) => void;
  /** Ends the line for good, e.g. because the engine stops. */
  readonly stop: (reason: string) => void;
}
