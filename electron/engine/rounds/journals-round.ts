import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { addDays, instantOf } from '../../../shared/domain/calendar.ts';
import type { Ledger } from '../../ledger/operation.ts';
import { journalScope } from '../../posting/journals/journal-scope.ts';
import { journalsByRule, ruledClasses, ruledDue } from '../../posting/journals/straight-through-journals.ts';
import { unitToday } from '../../posting/plan-payment.ts';
import type { Company } from '../company.ts';

const CHUNK = 20;
/** How far back a rule looks for money that Stripe told late; what is older is a person's. */
const DAYS_BACK = 40;

/** Lets the rules of direct journals approve what is due in a unit. Answers how many journals that were. */
export async function runJournals(options: {
  readonly ledger: Ledger;
  readonly company: Company;
  readonly unit: UnitProfile;
  readonly nowMs: () => number;
  readonly actor: string;
  readonly machine: string;
  readonly signal?: AbortSignal;
}): Promise<number> {
  const { ledger, company, unit, nowMs, actor, machine } = options;
  if (ruledClasses(unit).length === 0) return 0;
  const { units, peoplesoft, stripe } = company.profile;
  const today = unitToday(unit, nowMs());
  const scope = journalScope(units, unit, addDays(today, -DAYS_BACK), addDays(today, -1));
  const due = await ledger.read(ruledDue, { unit, scope, today });
  let approved = 0;
  for (let start = 0; start < due.length; start += CHUNK) {
    options.signal?.throwIfAborted();
    approved += await ledger.write(journalsByRule, {
      // As it is now: a rule that is taken away meanwhile approves nothing more.
      unit: company.unit(unit.unit),
      scope,
      setId: peoplesoft.setId,
      livemode: stripe.livemode,
      groups: due.slice(start, start + CHUNK),
      actor,
      machine,
      at: instantOf(nowMs()),
    });
  }
  return approved;
}
