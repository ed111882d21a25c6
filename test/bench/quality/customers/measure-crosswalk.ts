import { exactName } from '../../../../electron/matching/customers/exact-name.ts';
import { partyKey } from '../../../../electron/matching/customers/party-key.ts';
import { proposeLinks } from '../../../../electron/matching/customers/propose-links.ts';
import { comparableCustomers, scoreCustomers } from '../../../../electron/matching/customers/score-customers.ts';
import type { LinkingRules } from '../../../../shared/contract/profile-linking.ts';
import type { LabelledCustomers } from './sample-crosswalk.ts';

/** What was said of one company's customers that no stored id links. */
export interface CrosswalkFound {
  /** Stripe customers that were compared, and those of them whose party PeopleSoft has. */
  readonly customers: number;
  readonly meant: number;
  /** Best candidates: their score, and whether they are right. */
  readonly best: readonly { readonly score: number; readonly isTrue: boolean }[];
  /** Links put forward for a person, and those of them that are right. */
  readonly proposed: Said;
  /** The only PeopleSoft customer of the very same normalised name. */
  readonly sameName: Said;
  /** Links made without a person, all by a stored id, and those that are right. */
  readonly automatic: Said;
}
export interface Said {
  readonly said: number;
  readonly right: number;
}

/** Links the customers of a company anew, as a first matching run does, and holds it against the truth. */
export function measureCrosswalk(data: LabelledCustomers, rules: LinkingRules): CrosswalkFound {
  const compared = comparableCustomers(data);
  const { customers: scored } = scoreCustomers(compared, null, rules);
  const candidates = new Map(scored.map((each) => [partyKey(each.account, each.customerId), each.candidates]));
  const { changes } = proposeLinks(data.stripe, data.peopleSoft, [], candidates, rules);
  const open = new Set(compared.peopleSoft.map(({ custId }) => custId));
  const isRight = (customerId: string, custId: string) => data.truth.get(customerId)?.has(custId) ?? false;
  const isMeant = (customerId: string) => [...(data.truth.get(customerId) ?? [])].some((custId) => open.has(custId));
  const byName = Map.groupBy(compared.peopleSoft, ({ name }) => exactName(name) ?? '');
  const saidOf = (pairs: readonly { readonly customerId: string; readonly custId: string }[]): Said => ({
    said: pairs.length,
    right: pairs.filter(({ customerId, custId }) => isRight(customerId, custId)).length,
  });
  return {
    customers: compared.stripe.length,
    meant: compared.stripe.filter(({ customerId }) => isMeant(customerId)).length,
    best: scored.flatMap(({ customerId, candidates: [first] }) =>
      first === undefined ? [] : [{ score: first.score, isTrue: isRight(customerId, first.custId) }],
    ),
    proposed: saidOf(changes.filter(({ state }) => state === 'proposed')),
    automatic: saidOf(changes.filter(({ state }) => state === 'confirmed')),
    sameName: saidOf(
      compared.stripe.flatMap(({ customerId, name }) => {
        const [first, ...others] = byName.get(exactName(name) ?? '') ?? [];
        return first === undefined || others.length > 0 ? [] : [{ customerId, custId: first.custId }];
      }),
    ),
  };
}

export interface CrosswalkFigures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Precision, recall and F1 of what was said when `meant` could have been said rightly. */
export function figuresOf({ said, right }: Said, meant: number): CrosswalkFigures {
  return {
    precision: right / Math.max(1, said),
    recall: right / Math.max(1, meant),
    f1: (2 * right) / Math.max(1, said + meant),
  };
}
