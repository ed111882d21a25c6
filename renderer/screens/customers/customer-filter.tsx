import type { ReactNode } from 'react';
import type { Summary } from '../../../shared/contract/workbench.ts';
import { formatCount } from '../../ui/money.ts';
import { CUSTOMER_TABS, type CustomerTab } from './customer-tabs.ts';
import { facetCount, TAB_LABELS } from './customer-words.ts';

interface CustomerFilterProps {
  readonly chosen: CustomerTab;
  readonly summary: Summary | undefined;
  readonly choose: (facet: CustomerTab) => void;
}

export function CustomerFilter({ chosen, summary, choose }: CustomerFilterProps): ReactNode {
  return (
    <div className="chips" role="group" aria-label="Filter" data-pane="filter">
      {CUSTOMER_TABS.map((facet) => {
        const count = facetCount(facet, summary);
        return (
          <button
            key={facet}
            type="button"
            className="chip"
            aria-pressed={facet === chosen}
            onClick={() => choose(facet)}
          >
            {TAB_LABELS[facet]} {count !== null && <b>{formatCount(count)}</b>}
          </button>
        );
      })}
    </div>
  );
}
