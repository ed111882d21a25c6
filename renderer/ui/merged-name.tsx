import type { ReactNode } from 'react';

interface Props {
  readonly name: string;
  /** What its own record says; null: nothing, or the same. */
  readonly ownName: string | null;
  /** Ids of those it counts as one with. */
  readonly others: readonly string[];
}

/** The name picked for a customer that counts as one with others; what it is called itself, and with whom, on demand. */
export function MergedName({ name, ownName, others }: Props): ReactNode {
  const own = ownName === null || ownName === name ? '' : `Its own name is ${ownName}. `;
  const hint = `${own}Counts as one with ${others.join(', ')}`;
  return (
    <span className="cell-with-note" title={hint}>
      <span>{name}</span>
      <em role="img" aria-label={hint}>
        +{others.length}
      </em>
    </span>
  );
}
