import { expect } from 'vitest';

/** Text that contains `part`, for use inside an expected object (typed, unlike vitest's own). */
export function containing(part: string): unknown {
  return expect.stringContaining(part);
}
