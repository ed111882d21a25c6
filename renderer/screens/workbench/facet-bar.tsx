import type { ReactNode } from 'react';
import type { Facet } from '../../../shared/contract/views.ts';
import { formatCount } from '../../ui/money.ts';
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
  return ORDER[(ORDER.indexOf(facet) + step + ORDER.length) % ORDER.length] ?? 'needsReview';
}

interface FacetBarProps {
  readonly facet: Facet;
  readonly counts: Readonly<Record<string, number>>;
  readonly choose: (facet: Facet) => void;
}

/** Filters with how many rows each holds. */
export function FacetBar({ facet, counts, choose }: FacetBarProps): ReactNode {
  const chip = (name: Facet) => (
    <button key={name} type="button" className="chip" aria-pressed={name === facet} onClick={() => choose(name)}>
      {FACET_WORDS[name]} <b>{counts[name] === undefined ? '' : formatCount(counts[name])}</b>
    </button>
  );
  return (
    <div className="chips" role="group" aria-label="Filter" data-pane="filter">
      {ASKING.map(chip)}
      <span className="grow" />
      <span className="chips-rest">{REST.map(chip)}</span>
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
        {REST.map((name) => (
          <option key={name} value={name}>
            {FACET_WORDS[name]} {counts[name] === undefined ? '' : formatCount(counts[name])}
          </option>
        ))}
      </select>
    </div>
  );
}
