import type { ReactNode } from 'react';
import type { Summary } from '../../../shared/contract/workbench.ts';
import { DUPLICATE_FACETS, type DuplicateFacet } from '../../../shared/domain/duplicates.ts';
import { formatCount } from '../../ui/money.ts';
import { FACET_LABELS, facetCount } from './duplicate-words.ts';

interface DuplicateFilterProps {
  readonly chosen: DuplicateFacet;
  readonly summary: Summary | undefined;
  readonly choose: (facet: DuplicateFacet) => void;
}

export function DuplicateFilter({ chosen, summary, choose }: DuplicateFilterProps): ReactNode {
  return (
    <div className="chips" role="group" aria-label="Filter" data-pane="filter">
      {DUPLICATE_FACETS.map((facet) => {
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
export function neighbourOf(facet: DuplicateFacet, step: 1 | -1): DuplicateFacet {
  const at = DUPLICATE_FACETS.indexOf(facet);
  return DUPLICATE_FACETS[(at + step + DUPLICATE_FACETS.length) % DUPLICATE_FACETS.length] ?? facet;
}
