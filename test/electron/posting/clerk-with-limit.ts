import { adoptFounders } from '../../../electron/ledger/person-store.ts';
import type { Role } from '../../../shared/domain/states.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { money } from '../../../shared/domain/money.ts';
import type { PostingSite } from './posting-site.ts';

/** From now on the home has people: CLERK and COLLEAGUE, preparers with this limit in USD, and REVIEWER without one. */
export function clerkWithLimit(site: Pick<PostingSite, 'db' | 'nowMs'>, limitMinor: number): void {
  const person = (
    personId: string,
    role: Role,
    limits: { minor: number; exponent: number; currency: string }[] | null,
  ) => ({
    personId,
    record: { name: personId, operatorId: null, roles: [role], limits, isActive: true },
    basis: 'sample' as const,
  });
  const limits = [money(limitMinor, 2, 'USD')];
  adoptFounders(site.db, {
    founders: [
      person('CLERK', 'preparer', limits),
      person('COLLEAGUE', 'preparer', limits),
      person('REVIEWER', 'reviewer', null),
    ],
    machine: 'M',
    at: instantOf(site.nowMs()),
  });
}
