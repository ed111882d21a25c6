import type { LinkId } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { getLink, retireLink } from '../../ledger/crosswalk-store.ts';
import { openDecision, recordDecision } from '../../ledger/decision-store.ts';
import { LINK_RETIRED } from '../../ledger/link-decision-kinds.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import type { Decider } from './decide.ts';

export interface LinkRetirement extends Decider {
  readonly linkId: LinkId;
  readonly version: number;
  /** The last day it holds on. */
  readonly validUntilDate: string;
  readonly reason: string | null;
}

/** A person ends a confirmed link; it can be undone like any decision. Throws `STALE_VERSION`, `TRANSITION`. */
export function applyLinkRetirement(db: WritableLedger, args: LinkRetirement): void {
  const { linkId, version, validUntilDate, reason, actor, machine, at } = args;
  const opened = openDecision(db, { linkIds: [linkId] });
  retireLink(db, { linkId, version, validUntilDate, actor, at });
  recordDecision(db, { opened, actor, at, kind: LINK_RETIRED });
  const { customerId, custId } = getLink(db, linkId);
  const detail = { stripeCustomer: customerId, customer: custId, until: validUntilDate, reason };
  appendAudit(db, { at, actor, machine, action: LINK_RETIRED, subject: `link/${linkId}`, detail });
}
