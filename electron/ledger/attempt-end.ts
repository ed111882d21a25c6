import { deflateRawSync } from 'node:zlib';
import type { Instant } from '../../shared/domain/ids.ts';

/** What one attempt came to, on a deposit or on an item. */
export interface AttemptEnd {
  readonly at: Instant;
  readonly outcome: string;
  readonly detail: Record<string, unknown>;
  /** Already without secrets; so is the answer. */
  readonly request?: string | null;
  readonly answer?: string | null;
}

/** The values of `ended_at`, `outcome`, `detail_json`, `request` and `answer` in that order; the last two are kept compressed. */
export function endColumns({ at, outcome, detail, request, answer }: AttemptEnd): readonly unknown[] {
  return [at, outcome, JSON.stringify(detail), compressed(request), compressed(answer)];
}

function compressed(text: string | null = null): Buffer | null {
  return text === null || text === '' ? null : deflateRawSync(text);
}
