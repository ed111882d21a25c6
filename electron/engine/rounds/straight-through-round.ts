import { instantOf } from '../../../shared/domain/calendar.ts';
import { makesItems } from '../../../shared/contract/profile.ts';
import type { Ledger } from '../../ledger/operation.ts';
import { flagLostDisputes } from '../../posting/decisions/decide-lost.ts';
import { approveItemsByRule } from '../../posting/items/approve-items-by-rule.ts';
import type { ReceivablePlace } from '../../posting/items/receivable.ts';
import { sweepWorkOrders } from '../../posting/items/sweep-work-orders.ts';
import { reverseReturned } from '../../posting/reversals/reverse-returned.ts';
import { approveStraightThrough, type StraightThroughChunk } from '../../posting/decisions/straight-through.ts';
import type { Company } from '../company.ts';
import { runJournals } from './journals-round.ts';

const CHUNK = 500;
/** Refunds rest on their charges. */
const WALKS = ['charges', 'refunds'] as const;

interface RoundOptions {
  readonly ledger: Ledger;
  readonly company: Company;
  readonly nowMs: () => number;
  readonly actor: string;
  readonly machine: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (approved: number) => void;
}

/** Lets the rules a reviewer has switched on approve what is automatic, unit by unit in chunks. Answers how many matches that approved, and how many payments it queued. */
export async function runStraightThrough(
  options: RoundOptions,
): Promise<{ readonly approved: number; readonly payments: number }> {
  const { ledger, company, nowMs, actor, machine } = options;
  let approved = 0;
  let payments = 0;
  const walks = company.profile.units.flatMap(({ unit }) => WALKS.map((walk) => ({ unit, walk })));
  for (const { unit, walk } of walks) {
    let afterMatchId: number | null = 0;
    while (afterMatchId !== null) {
      options.signal?.throwIfAborted();
      const args = {
        // As it is now: a rule that two people have just taken away approves nothing more.
        unit: company.unit(unit),
        setId: company.profile.peoplesoft.setId,
        walk,
        afterMatchId,
        limit: CHUNK,
        actor,
        machine,
        at: instantOf(nowMs()),
      };
      const chunk: StraightThroughChunk = await ledger.write(approveStraightThrough, args);
      approved += chunk.approved;
      payments += chunk.payments;
      afterMatchId = chunk.next;
      options.onProgress?.(approved);
    }
  }
  for (const unit of company.profile.units) {
    let afterPostingId: number | null = 0;
    while (afterPostingId !== null) {
      options.signal?.throwIfAborted();
      const args = {
        unit: company.unit(unit.unit),
        actor,
        machine,
        at: instantOf(nowMs()),
        afterPostingId,
        limit: CHUNK,
      };
      const chunk: { readonly next: number | null } = await ledger.write(reverseReturned, args);
      afterPostingId = chunk.next;
    }
    payments += await itemsByRule(options, unit.unit);
    await ledger.write(flagLostDisputes, { unit: unit.unit, at: instantOf(nowMs()) });
    payments += await runJournals({ ...options, unit });
  }
  return { approved, payments };
}

/** Puts what the rule may of Stripe's invoices into the outbox, and keeps the work orders for the clerk. Answers how many were approved. */
async function itemsByRule(options: RoundOptions, unit: string): Promise<number> {
  const { ledger, company, nowMs, actor, machine, signal } = options;
  const { peoplesoft, stripe } = company.profile;
  // As they are now: a rule that is taken away while a backlog runs approves nothing more.
  const scope = () => ({
    unit: company.unit(unit),
    setId: peoplesoft.setId,
    livemode: stripe.livemode,
    machine,
    at: instantOf(nowMs()),
  });
  let approved = 0;
  let after: ReceivablePlace | null = null;
  while (makesItems(company.unit(unit))) {
    signal?.throwIfAborted();
    const chunk: { readonly approved: number; readonly next: ReceivablePlace | null } = await ledger.write(
      approveItemsByRule,
      { ...scope(), actor, after, limit: CHUNK },
    );
    approved += chunk.approved;
    after = chunk.next;
    if (after === null) break;
  }
  await ledger.write(sweepWorkOrders, scope());
  return approved;
}
