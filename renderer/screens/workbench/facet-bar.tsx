import type { ReactNode } from 'react';
import type { Facet } from '../../../shared/contract/views.ts';
import { Chips, FilterChips } from '../../ui/filter-chips.tsx';
import { formatCount } from '../../ui/money.ts';
import { neighbourIn } from '../../ui/neighbour-in.ts';
import { FACET_WORDS } from '../../ui/words.ts';

/** What asks for a person first; then the rest of the ledger, at the right. */
const ASKING: readonly Facet[] = [
  'needsReview',
  'severalCandidates',
  'amountDiffers',
  'noCustomerLink',
  'refundsAndDisputes',
  'lookupFailed',
  'notEvaluated',
];
const REST: readonly Facet[] = ['matched', 'excluded', 'all'];
const ORDER = [...ASKING, ...REST];

/** The facet beside this one, round and round. */
export function neighbourFacet(facet: Facet, step: 1 | -1): Facet {
  return neighbourIn(ORDER, facet, step);
}

interface FacetBarProps {
  readonly facet: Facet;
  readonly counts: Readonly<Record<string, number>>;
  readonly choose: (facet: Facet) => void;
}

/** Filters with how many rows each holds. */
export function FacetBar({ facet, counts, choose }: FacetBarProps): ReactNode {
  const chip = (name: Facet) => ({ name, label: FACET_WORDS[name], count: counts[name] ?? null });
  const rest = REST.map(chip);
  return (
    <FilterChips chips={ASKING.map(chip)} chosen={facet} choose={choose}>
      <span className="grow" />
      <span className="chips-rest">
        <Chips chips={rest} chosen={facet} choose={choose} />
      </span>
      <select
        className="chip chip-select"
        aria-label="Decided and all"
        data-pressed={REST.includes(facet)}
        value={REST.includes(facet) ? facet : ''}
        onChange={(event) => {
          const next = REST.find((name) => name === event.target.value);
          if (next !== undefined) choose(next);
        }}
      >
        <option value="" disabled>
          Decided and all
        </option>
        {rest.map(({ name, label, count }) => (
          <option key={name} value={name}>
            {label} {count === null ? '' : formatCount(count)}
          </option>
        ))}
      </select>
    </FilterChips>
  );
}
