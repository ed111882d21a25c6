import type { ReactNode } from 'react';
import { formatCount } from './money.ts';

/** One list that can be chosen. */
export interface Chip<Name extends string> {
  readonly name: Name;
  readonly label: string;
  /** How many rows it holds; null: that is not known. */
  readonly count: number | null;
}

interface ChipsProps<Name extends string> {
  readonly chips: readonly Chip<Name>[];
  readonly chosen: Name;
  readonly choose: (name: Name) => void;
}
interface FilterChipsProps<Name extends string> extends ChipsProps<Name> {
  /** What is chosen here, for a screen reader: a filter, unless it says otherwise. */
  readonly label?: string;
  /** What stands behind the chips. */
  readonly children?: ReactNode;
}

/** The lists of a screen with how many rows each holds; the one on screen is pressed. A filter is a pane that the keyboard goes to. */
export function FilterChips<Name extends string>(props: FilterChipsProps<Name>): ReactNode {
  const { label, children, ...chips } = props;
  return (
    <div
      className="chips"
      role="group"
      aria-label={label ?? 'Filter'}
      {...(label === undefined ? { 'data-pane': 'filter' } : {})}
    >
      <Chips {...chips} />
      {children}
    </div>
  );
}

/** Chips alone, for a bar that holds something else too. */
export function Chips<Name extends string>({ chips, chosen, choose }: ChipsProps<Name>): ReactNode {
  return chips.map(({ name, label, count }) => (
    <button key={name} type="button" className="chip" aria-pressed={name === chosen} onClick={() => choose(name)}>
      {label} {count !== null && <b>{formatCount(count)}</b>}
    </button>
  ));
}
