import type { DatabaseGate } from '../../../electron/posting/database/database-gate.ts';

/** A gate that lets everything pass, for tests of what comes after it. */
export const KNOWN_DATABASE: DatabaseGate = { ask: async () => null, askLately: async () => null };
