import type { RuleTrial, TriedLinkRow } from '../../../shared/contract/rules.ts';
import { BY_STORED_ID, isDecidedByProgram } from '../../../shared/domain/link-closed.ts';
import type { LinkState } from '../../../shared/domain/states.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { LinkChange, ProposedLinks } from '../../matching/customers/propose-links.ts';

/**
 * Customers that the tried rules would link without a person and those in force do not, and links of a rule that would wait for a person
 * again; of each kind the first `shown` as rows. What both make alike is left out.
 */
export function triedLinks(
  db: ReadableLedger,
  inForce: Pick<ProposedLinks, 'changes'>,
  tried: Pick<ProposedLinks, 'changes'>,
  shown: number,
): RuleTrial['links'] {
  const known = new Set(inForce.changes.map(changeText));
  const others = tried.changes.filter((change) => !known.has(changeText(change)));
  const linked = others.filter(({ state, decidedBy }) => state === 'confirmed' && decidedBy !== BY_STORED_ID);
  const unlinked = others.filter((change) => change.state !== 'confirmed' && wasLinkedByRule(db, change));
  return {
    linked: linked.length,
    unlinked: unlinked.length,
    rows: {
      linked: linked.slice(0, shown).map((change) => rowOf(db, change)),
      unlinked: unlinked.slice(0, shown).map((change) => rowOf(db, change)),
    },
  };
}

function changeText({ account, customerId, setId, custId, state, decidedBy }: LinkChange): string {
  return JSON.stringify([account, customerId, setId, custId, state, decidedBy]);
}

function wasLinkedByRule(db: ReadableLedger, { linkId }: LinkChange): boolean {
  if (linkId === null) return false;
  const link = statement<{ state: LinkState; decidedBy: string | null }>(
    db,
    'SELECT state, decided_by AS decidedBy FROM crosswalk_link WHERE link_id = ?',
  ).get(linkId);
  return link?.state === 'confirmed' && isDecidedByProgram(link) && link.decidedBy !== BY_STORED_ID;
}

function rowOf(db: ReadableLedger, { account, customerId, setId, custId }: LinkChange): TriedLinkRow {
  const found = statement<Pick<TriedLinkRow, 'name' | 'peopleSoftName' | 'score'>>(
    db,
    `SELECT (SELECT name FROM stripe_customer WHERE account = @account AND customer_id = @customerId) AS name,
       (SELECT name FROM ps_customer WHERE set_id = @setId AND cust_id = @custId) AS peopleSoftName,
       (SELECT score FROM customer_candidate WHERE account = @account AND customer_id = @customerId AND set_id = @setId AND cust_id = @custId)
         AS score`,
  ).get({ account, customerId, setId, custId });
  return {
    customerId,
    name: found?.name ?? null,
    custId,
    peopleSoftName: found?.peopleSoftName ?? null,
    score: found?.score ?? null,
  };
}
