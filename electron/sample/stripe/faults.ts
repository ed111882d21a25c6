import type { RateLimitReason } from './api-error.ts';

/** Ways in which the simulator misbehaves on demand. */
export const FAULT_KINDS = [
  'rateLimit', // 429 with Stripe's own headers
  'lockTimeout', // 429 that Stripe asks to retry
  'serverError', // 500
  'malformedJson', // 200 with text that is no JSON
  'captivePortal', // 200 with an HTML page
  'truncated', // half of the true answer, then the connection ends
  'slow', // the true answer, `delayMs` later
  'drop', // the connection ends without an answer
  'wrongKey', // 401 whatever the key
  'expiredKey', // 401 with the code for an expired key
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** How many requests it hits. */
  readonly times: number;
  /** Only requests whose path starts with this. */
  readonly path: string;
  readonly delayMs: number;
  readonly reason: RateLimitReason;
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
  return {
    add: (fault) => {
      faults.push(fault);
    },
    clear: () => {
      faults = [];
    },
    pending: () => faults,
    take: (path) => {
      const fault = faults.find((candidate) => candidate.times > 0 && path.startsWith(candidate.path));
      if (!fault) return null;
      faults = faults
        .map((other) => (other === fault ? { ...other, times: other.times - 1 } : other))
        .filter((other) => other.times > 0);
      return fault;
    },
  };
}
