import type { LinkId } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { confirmLink, getLink } from '../../ledger/crosswalk-store.ts';
import { openDecision, recordDecision } from '../../ledger/decision-store.ts';
import { LINK_BAND, LINK_CONFIRMED } from '../../ledger/link-decision-kinds.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import type { Decider } from './decide.ts';
import { rememberSpelling } from './remember-spelling.ts';

export interface LinksDecisionArgs extends Decider {
  readonly links: readonly { readonly linkId: LinkId; readonly version: number }[];
  readonly reason: string | null;
}

/**
 * A person confirms many proposed customer links with one word: one decision, undone as one, and an audit row for each link. Answers the
 * decision. Throws as confirming any one of them does, and then none is confirmed.
 */
export function confirmLinks(db: WritableLedger, { links, reason, actor, machine, at }: LinksDecisionArgs): number {
  const opened = openDecision(db, { linkIds: links.map(({ linkId }) => linkId) });
  for (const { linkId, version } of links) confirmLink(db, { linkId, version, actor, at });
  const decision = recordDecision(db, { opened, actor, at, kind: LINK_BAND });
  for (const { linkId } of links) {
    const link = getLink(db, linkId);
    const { customerId, custId } = link;
    const detail = { stripeCustomer: customerId, customer: custId, reason, decision };
    appendAudit(db, { at, actor, machine, action: LINK_CONFIRMED, subject: `link/${linkId}`, detail });
    rememberSpelling(db, link, { actor, machine, at });
  }
  return decision;
}
