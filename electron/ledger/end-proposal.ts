import type { Instant } from '../../shared/domain/ids.ts';
import { appendAudit } from './audit-store.ts';
import { LedgerError } from './ledger-error.ts';
import type { WritableLedger } from './operation.ts';
import { isSamePerson } from './same-person.ts';
import { statement } from './statement.ts';

/** How a proposal ended without ever having held; all null: it holds, waits, or another one took its place. */
export interface ProposalEnd {
  readonly endedAs: 'refused' | 'withdrawn' | null;
  readonly endedBy: string | null;
  readonly endedAt: Instant | null;
  readonly endedReason: string | null;
}
/** A person's no to what waits for a second one. */
export interface Ending {
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
  /** What the person saw: a proposal is ended as read or not at all. */
  readonly hash: string;
  /** Needed where another person's proposal is refused. */
  readonly reason: string | null;
}
interface Proposal {
  readonly kind: keyof typeof ENDS;
  /** Its version or change id. */
  readonly key: number;
  readonly subject: string;
  readonly proposedBy: string;
}

export const END_COLUMNS =
  'ended_as AS endedAs, ended_by AS endedBy, ended_at AS endedAt, ended_reason AS endedReason' as const;
const ENDS = {
  settings:
    "UPDATE guarded_settings SET state = 'retired', ended_as = @as, ended_by = @by, ended_at = @at, ended_reason = @reason WHERE version = @key",
  mapping:
    "UPDATE mapping_version SET state = 'retired', retired_at = @at, ended_as = @as, ended_by = @by, ended_at = @at, ended_reason = @reason WHERE version = @key",
  rules:
    "UPDATE rule_set SET state = 'retired', retired_at = @at, ended_as = @as, ended_by = @by, ended_at = @at, ended_reason = @reason WHERE version = @key",
  linkModel:
    "UPDATE link_model SET state = 'retired', ended_as = @as, ended_by = @by, ended_at = @at, ended_reason = @reason WHERE version = @key",
  database:
    "UPDATE known_database SET state = 'retired', retired_at = @at, ended_as = @as, ended_by = @by, ended_at = @at, ended_reason = @reason WHERE version = @key",
  person:
    "UPDATE person_change SET state = 'withdrawn', decided_by = @by, decided_at = @at, ended_as = @as, ended_reason = @reason WHERE change_id = @key",
} as const;

/**
 * Ends a proposal that waits: whoever made it withdraws it, anybody else refuses it and says why. The audit has it as `<kind>.refused` or
 * `<kind>.withdrawn`. That it still waits is the caller's to know. Throws `REFUSED` (REFUSAL_REASON_MISSING).
 */
export function endProposal(db: WritableLedger, { kind, key, subject, proposedBy }: Proposal, ending: Ending): void {
  const { actor, machine, at, hash, reason } = ending;
  const endedAs = isSamePerson(proposedBy, actor) ? 'withdrawn' : 'refused';
  if (endedAs === 'refused' && reason === null)
    throw new LedgerError('REFUSED', 'A refusal needs a reason.', `Say what ${proposedBy} should change.`, {
      detailCode: 'REFUSAL_REASON_MISSING',
    });
  statement(db, ENDS[kind]).run({ as: endedAs, by: actor, at, reason, key });
  const detail = { hash, proposedBy, ...(reason === null ? {} : { reason }) };
  appendAudit(db, { at, actor, machine, action: `${kind}.${endedAs}`, subject, detail });
}
