import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import type { Ledger } from '../../ledger/operation.ts';
import {
  journalsByRule,
  ruledClasses,
  ruledDue,
  type RuledDue,
} from '../../posting/journals/straight-through-journals.ts';
import { unitToday } from '../../posting/payments/plan-payment.ts';
import type { Company } from '../company.ts';

const CHUNK = 20;

interface JournalsRound {
  readonly ledger: Ledger;
  readonly company: Pick<Company, 'profile' | 'unit'>;
  readonly unit: UnitProfile;
  readonly nowMs: () => number;
  readonly actor: string;
  readonly machine: string;
  readonly signal?: AbortSignal;
}

/** Lets the rules of direct journals approve what is due in a unit, from its go-live on. Answers how many journals that were. */
export async function runJournals(options: JournalsRound): Promise<number> {
  const { ledger, company, unit, nowMs } = options;
  if (ruledClasses(unit).length === 0) return 0;
  const today = unitToday(unit, nowMs());
  let approved = 0;
  let from = unit.goLiveDate as PlainDate | null;
  while (from !== null) {
    const due: RuledDue = await ledger.read(ruledDue, { unit, units: company.profile.units, from, today });
    approved += await approveDue(options, due.groups);
    from = due.nextFrom;
  }
  return approved;
}

async function approveDue(options: JournalsRound, due: RuledDue['groups']): Promise<number> {
  const { ledger, company, unit, nowMs, actor, machine } = options;
  const { units, peoplesoft, stripe } = company.profile;
  let approved = 0;
  for (let start = 0; start < due.length; start += CHUNK) {
    options.signal?.throwIfAborted();
    approved += await ledger.write(journalsByRule, {
      // As it is now: a rule that is taken away meanwhile approves nothing more.
      unit: company.unit(unit.unit),
      units,
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
