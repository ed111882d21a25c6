import type { ReactNode } from 'react';
import type { Summary } from '../../../shared/contract/workbench.ts';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { CUSTOMER_TABS, type CustomerTab } from './customer-tabs.ts';
import { facetCount, TAB_LABELS } from './customer-words.ts';

interface CustomerFilterProps {
  readonly chosen: CustomerTab;
  readonly summary: Summary | undefined;
  readonly choose: (facet: CustomerTab) => void;
}

export function CustomerFilter({ chosen, summary, choose }: CustomerFilterProps): ReactNode {
  const chips = CUSTOMER_TABS.map((name) => ({ name, label: TAB_LABELS[name], count: facetCount(name, summary) }));
  return <FilterChips chips={chips} chosen={chosen} choose={choose} />;
}
