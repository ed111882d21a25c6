import { useState } from 'react';
import { scopeText, type ToleranceException } from '../../../shared/contract/profile-tolerances.ts';
import { LINK_KINDS, NO_RULE_CHANGES, type LinkKind, type RuleChanges } from '../../../shared/contract/rule-changes.ts';
import type { RuleList } from '../../../shared/contract/rules.ts';

/** The changes a person is putting together; those in use until she changes one. */
export interface RulesDraft {
  readonly changes: RuleChanges;
  /** Differs from what is in use. */
  readonly isChanged: boolean;
  readonly toggle: (ruleId: string) => void;
  readonly setWindow: (dateWindowDays: number | undefined) => void;
  readonly setDayCount: (dayCount: RuleChanges['dayCount']) => void;
  /** From which score on a rule links customers; undefined: none does. */
  readonly setLinks: (links: RuleChanges['links']) => void;
  /** Whether a rule links customers that agree wholly in this. */
  readonly setLinkBy: (kind: LinkKind, isOn: boolean) => void;
  /** Adds a special tolerance, in the place of one for the same customer, currency and rule. */
  readonly add: (tolerance: ToleranceException) => void;
  readonly remove: (tolerance: ToleranceException) => void;
  readonly replace: (changes: RuleChanges) => void;
  /** Back to what is in use. */
  readonly reset: () => void;
}

/** Same changes in one text, however they were put together. */
export function changesText({ switchedOff, dateWindowDays, dayCount, exceptions, links, linkBy }: RuleChanges): string {
  const sorted = exceptions
    .map((each) => [scopeText(each), each.amountToleranceMinor, each.dateWindowDays, each.dayCount])
    .toSorted((left, right) => (String(left[0]) < String(right[0]) ? -1 : 1));
  return JSON.stringify([
    switchedOff.toSorted(),
    dateWindowDays ?? null,
    dayCount ?? null,
    sorted,
    links?.fromScore ?? null,
    links?.leastMargin ?? null,
    linkBy?.toSorted() ?? [],
  ]);
}

export function useRulesDraft(list: RuleList | undefined): RulesDraft {
  const [own, setOwn] = useState<RuleChanges | null>(null);
  const inUse = list?.inUse.changes ?? NO_RULE_CHANGES;
  const changes = own ?? inUse;
  const others = ({ ...tolerance }: ToleranceException) =>
    changes.exceptions.filter((each) => scopeText(each) !== scopeText(tolerance));
  return {
    changes,
    isChanged: changesText(changes) !== changesText(inUse),
    toggle: (ruleId) => {
      const isOff = changes.switchedOff.includes(ruleId);
      const left = changes.switchedOff.filter((each) => each !== ruleId);
      setOwn({ ...changes, switchedOff: isOff ? left : [...left, ruleId] });
    },
    setWindow: (dateWindowDays) => {
      const { dateWindowDays: _old, ...rest } = changes;
      setOwn(dateWindowDays === undefined ? rest : { ...rest, dateWindowDays });
    },
    setDayCount: (dayCount) => {
      const { dayCount: _old, ...rest } = changes;
      setOwn(dayCount === undefined ? rest : { ...rest, dayCount });
    },
    setLinks: (links) => {
      const { links: _old, ...rest } = changes;
      setOwn(links === undefined ? rest : { ...rest, links });
    },
    setLinkBy: (kind, isOn) => {
      const { linkBy: old = [], ...rest } = changes;
      const linkBy = LINK_KINDS.filter((each) => (each === kind ? isOn : old.includes(each)));
      setOwn(linkBy.length === 0 ? rest : { ...rest, linkBy });
    },
    add: (tolerance) => setOwn({ ...changes, exceptions: [...others(tolerance), tolerance] }),
    remove: (tolerance) => setOwn({ ...changes, exceptions: others(tolerance) }),
    replace: setOwn,
    reset: () => setOwn(null),
  };
}
