import type { RateLimitReason } from './api-error.ts';

/** Ways in which the simulator misbehaves on demand. */
export const FAULT_KINDS = [
  'rateLimit', // 429 with Stripe's own headers, as far as asked for
  'lockTimeout', // 429 that Stripe asks to retry
  'serverError', // 500
  'malformedJson', // 200 with text that is no JSON
  'captivePortal', // 200 with an HTML page
  'truncated', // half of the true answer, then the connection ends
  'slow', // the true answer, `delayMs` later
  'drop', // the connection ends without an answer
  'wrongKey', // 401 whatever the key
  'expiredKey', // 401 with the code for an expired key
  'missingRight', // 403 whatever the key's rights
  'olderShape', // 200 with the objects in the shapes of the older API version
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** How many requests it hits. */
  readonly times: number;
  /** How many requests to its path pass unharmed before: 0 hits the next one. */
  readonly after: number;
  /** Only requests whose path starts with this. */
  readonly path: string;
  readonly delayMs: number;
  /** What a 429 says of itself; null: nothing, as older ones do. */
  readonly reason: RateLimitReason | null;
  /** What a 429 asks to wait; null: it does not say. */
  readonly retryAfterSeconds: number | null;
}

export interface FaultSwitches {
  add(fault: Fault): void;
  clear(): void;
  /** The fault for a request to this path, counted down; null when none is due. */
  take(path: string): Fault | null;
  pending(): readonly Fault[];
}

export function createFaultSwitches(): FaultSwitches {
  let faults: Fault[] = [];
  const replace = (old: Fault, changed: Fault) => {
    faults = faults.map((other) => (other === old ? changed : other)).filter(({ times }) => times > 0);
  };
  return {
    add: (fault) => {
      faults.push(fault);
    },
    clear: () => {
      faults = [];
    },
    pending: () => faults,
    take: (path) => {
      const mine = faults.filter((fault) => path.startsWith(fault.path));
      const due = mine.find(({ after }) => after === 0) ?? null;
      for (const fault of mine) if (fault.after > 0) replace(fault, { ...fault, after: fault.after - 1 });
      if (due !== null) replace(due, { ...due, times: due.times - 1 });
      return due;
    },
  };
}
