import type { LinkId } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { confirmLink, getLink, rejectLink } from '../../ledger/crosswalk-store.ts';
import { openDecision, recordDecision } from '../../ledger/decision-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import type { Decider } from './decide.ts';
import { rememberSpelling } from './remember-spelling.ts';

export interface LinkDecisionArgs extends Decider {
  readonly linkId: number;
  readonly version: number;
  readonly to: 'confirmed' | 'rejected';
  readonly reason: string | null;
}

/** A person confirms or rejects a proposed customer link; it can be undone like any decision. */
export function applyLinkDecision(db: WritableLedger, args: LinkDecisionArgs): void {
  const { actor, machine, at } = args;
  const linkId = args.linkId as LinkId;
  const opened = openDecision(db, { linkIds: [linkId] });
  const decide = args.to === 'confirmed' ? confirmLink : rejectLink;
  decide(db, { linkId, version: args.version, actor, at });
  recordDecision(db, { opened, actor, at, kind: `link.${args.to}` });
  const link = getLink(db, linkId);
  appendAudit(db, {
    at,
    actor,
    machine,
    action: `link.${args.to}`,
    subject: `link/${linkId}`,
    detail: { stripeCustomer: link.customerId, customer: link.custId, reason: args.reason },
  });
  if (args.to === 'confirmed') rememberSpelling(db, link, args);
}

export const decideLink = defineWrite('decide.link', applyLinkDecision);
