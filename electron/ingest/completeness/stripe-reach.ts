import type { Instant } from '../../../shared/domain/ids.ts';
import { CUSTOMER_FAMILIES } from './stripe-families.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** From when on each family was listed without a hole, by `created`; '' is the beginning of the account. Never listed: not there. */
export type Reach = ReadonlyMap<string, string>;

/** How far back each family was listed. What is kept under a customer always comes whole. */
export function readReach(db: ReadableLedger, account: string): Reach {
  const rows = statement<{ type: string; from: string }>(
    db,
    'SELECT object_type AS type, from_at AS "from" FROM stripe_reach WHERE account = ?',
  ).all(account);
  return new Map([
    ...CUSTOMER_FAMILIES.map((type) => [type, ''] as const),
    ...rows.map(({ type, from }) => [type, from] as const),
  ]);
}

/** A window was read to its end. It hangs on the one before by its overlap, so the reach only grows. */
export function extendReach(db: WritableLedger, account: string, type: string, from: Instant | null): void {
  statement(
    db,
    `INSERT INTO stripe_reach (account, object_type, from_at) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET from_at = min(from_at, excluded.from_at)`,
  ).run(account, type, from ?? '');
}
