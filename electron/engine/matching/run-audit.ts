import type { Instant } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import type { JsonValue } from '../../ledger/canonical-json.ts';
import type { WritableLedger } from '../../ledger/operation.ts';

/** Whose run it is, for the audit. */
export interface RunBy {
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}

/** Notes what a run of matching wrote in one transaction. */
export function auditRun(db: WritableLedger, { at, actor, machine }: RunBy, action: string, detail: JsonValue): void {
  appendAudit(db, { at, actor, machine, action, subject: 'matching', detail });
}
