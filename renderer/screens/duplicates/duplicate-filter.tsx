import type { ReactNode } from 'react';
import type { Summary } from '../../../shared/contract/workbench.ts';
import { DUPLICATE_FACETS, type DuplicateFacet } from '../../../shared/domain/duplicates.ts';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { FACET_LABELS, facetCount } from './duplicate-words.ts';

interface DuplicateFilterProps {
  readonly chosen: DuplicateFacet;
  readonly summary: Summary | undefined;
  readonly choose: (facet: DuplicateFacet) => void;
}

export function DuplicateFilter({ chosen, summary, choose }: DuplicateFilterProps): ReactNode {
  const chips = DUPLICATE_FACETS.map((name) => ({ name, label: FACET_LABELS[name], count: facetCount(name, summary) }));
  return <FilterChips chips={chips} chosen={chosen} choose={choose} />;
}
