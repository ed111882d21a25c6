import { useState } from 'react';
import type { ItemRow } from '../../../shared/contract/views.ts';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { allocate, isProposal, payableOf, payablesOf, proposedAllocation } from './allocation.ts';
import type { Allocation, PayableItem } from './allocation.ts';

export interface OwnSelection {
  /** Keys of the AR items selected for the movement on screen. */
  readonly keys: ReadonlySet<number>;
  readonly items: readonly PayableItem[];
  /** Null while nothing is known of the movement. */
  readonly allocation: Allocation | null;
  /** Whether the person chose other items than were proposed. */
  readonly isOwn: boolean;
  /** Whether approving also links the Stripe customer, where she chose items of a customer that is not linked. */
  readonly linksCustomer: boolean;
  readonly setLinksCustomer: (links: boolean) => void;
  readonly toggle: (row: ItemRow, isSelected: boolean) => void;
  /** Back to the proposal of this movement; what she has chosen for another one since stays. */
  readonly reset: () => void;
}
const NONE: ReadonlySet<number> = new Set();

/** The items selected for one movement: those of its proposal until the person selects others. */
export function useOwnSelection(detail: MatchDetail | undefined): OwnSelection {
  const [withoutLink, setWithoutLink] = useState<number | null>(null);
  const [own, setOwn] = useState<{ movementKey: number; items: readonly PayableItem[] } | null>(null);
  if (detail === undefined)
    return {
      keys: NONE,
      items: [],
      allocation: null,
      isOwn: false,
      linksCustomer: false,
      setLinksCustomer: () => undefined,
      toggle: () => undefined,
      reset: () => undefined,
    };
  const movementKey = detail.movement.key;
  const chosen = own?.movementKey === movementKey ? own.items : payablesOf(detail);
  const isOwn = !isProposal(detail, chosen);
  return {
    keys: new Set(chosen.map(({ key }) => key)),
    items: chosen,
    allocation: isOwn ? allocate(detail.movement.amount, chosen) : proposedAllocation(detail),
    isOwn,
    linksCustomer: withoutLink !== movementKey,
    setLinksCustomer: (links) => setWithoutLink(links ? null : movementKey),
    toggle: (row, isSelected) => {
      const others = chosen.filter(({ key }) => key !== row.key);
      setOwn({ movementKey, items: isSelected ? [...others, payableOf(row)] : others });
    },
    reset: () => setOwn((latest) => (latest?.movementKey === movementKey ? null : latest)),
  };
}
