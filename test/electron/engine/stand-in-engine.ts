import type { EventFrame } from '../../../shared/contract/envelope.ts';
import type { Session } from '../../../electron/engine/contract/session.ts';
import type { Engine, HeadlessCommands } from '../../../electron/engine/engine-types.ts';

const NO_MATCHES = {
  auto: 0,
  proposed: 0,
  ambiguous: 0,
  unmatched: 0,
  notEvaluated: 0,
  lookupFailed: 0,
  excluded: 0,
} as const;
const POSTED = { confirmed: 2, rejected: 0, unknown: 0, waiting: 1, nextWindow: null, stopped: null } as const;

/** Headless commands that answer fixed figures, for tests of what stands around an engine. */
export function standInCommands(changes: Partial<HeadlessCommands> = {}): HeadlessCommands {
  return {
    sync: async () => ({ systems: { stripe: { read: 3, new: 2, changed: 1, refused: 0, complete: true } } }),
    match: async () => ({ matched: NO_MATCHES, matchable: 0, changed: 0 }),
    post: async () => POSTED,
    replay: async () => POSTED,
    verifyAudit: async () => ({ rows: 4, valid: true, head: 'ab', firstBad: null, anchored: true }),
    check: async () => [],
    ingestStripe: async () => ({
      read: 0,
      accepted: 0,
      superseded: 0,
      suspense: 0,
      refused: 0,
      refusals: [],
      byType: {},
    }),
    counts: async () => ({
      matched: NO_MATCHES,
      matchable: 0,
      movements: 0,
      ingested: { stripe: 0, peoplesoft: 0 },
      posted: { confirmed: 0, rejected: 0, unknown: 0, open: 0 },
    }),
    automaticDecisions: async () => ({ decisions: [], next: null }),
    ...changes,
  };
}

export interface StandInEngine extends Engine {
  readonly asked: { readonly frame: unknown; readonly session: Session }[];
  readonly closedSessions: string[];
  emit(event: EventFrame): void;
  isClosed: boolean;
}

/** An engine that answers every frame with its own input, and remembers who asked. */
export function standInEngine(commands: Partial<HeadlessCommands> = {}): StandInEngine {
  const listeners = new Set<(event: EventFrame) => void>();
  const engine: StandInEngine = {
    headless: standInCommands(commands),
    asked: [],
    closedSessions: [],
    isClosed: false,
    emit: (event) => listeners.forEach((listener) => listener(event)),
    async answer(frame, session) {
      engine.asked.push({ frame, session });
      const id = typeof frame === 'object' && frame !== null && 'id' in frame ? Number(frame.id) : 0;
      return { id, ok: true, value: frame };
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    closeSession: (sessionId) => void engine.closedSessions.push(sessionId),
    async close() {
      engine.isClosed = true;
    },
  };
  return engine;
}
