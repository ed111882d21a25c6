import type { ReactNode } from 'react';
import type { Summary } from '../../../shared/contract/workbench.ts';
import { CUSTOMER_FACETS, type CustomerFacet } from '../../../shared/domain/customer-facets.ts';
import { formatCount } from '../../ui/money.ts';
import { FACET_LABELS, facetCount } from './customer-words.ts';

interface CustomerFilterProps {
  readonly chosen: CustomerFacet;
  readonly summary: Summary | undefined;
  readonly choose: (facet: CustomerFacet) => void;
}

export function CustomerFilter({ chosen, summary, choose }: CustomerFilterProps): ReactNode {
  return (
    <div className="chips" role="group" aria-label="Filter" data-pane="filter">
      {CUSTOMER_FACETS.map((facet) => {
        const count = facetCount(facet, summary);
        return (
          <button
            key={facet}
            type="button"
            className="chip"
            aria-pressed={facet === chosen}
            onClick={() => choose(facet)}
          >
            {FACET_LABELS[facet]} {count !== null && <b>{formatCount(count)}</b>}
          </button>
        );
      })}
    </div>
  );
}

/** The list beside this one, round and round. */
export function neighbourOf(facet: CustomerFacet, step: 1 | -1): CustomerFacet {
  const at = CUSTOMER_FACETS.indexOf(facet);
  return CUSTOMER_FACETS[(at + step + CUSTOMER_FACETS.length) % CUSTOMER_FACETS.length] ?? facet;
}
