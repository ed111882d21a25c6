import { useId } from 'react';
import type { ReactNode } from 'react';
import { ObjectId } from '../../ui/object-id.tsx';

interface PickRowProps {
  readonly label: string;
  /** One text a member, in their order; empty where it has none. */
  readonly values: readonly string[];
  readonly chosen: number;
  readonly choose: (position: number) => void;
  readonly areIds?: boolean;
}

/** One field of several customers, of which one is picked: arrows choose, Tab goes on. */
export function PickRow({ label, values, chosen, choose, areIds = false }: PickRowProps): ReactNode {
  const name = useId();
  return (
    <div className="pick-row" role="radiogroup" aria-label={label}>
      <span className="pick-label">{label}</span>
      {values.map((value, position) => (
        <label key={position} className="pick-choice" title={value}>
          <input type="radio" name={name} checked={position === chosen} onChange={() => choose(position)} />
          <span>{value === '' ? '—' : areIds ? <ObjectId id={value} /> : value}</span>
        </label>
      ))}
    </div>
  );
}
