import { useState } from 'react';

interface AskedItem {
  /** Key of the AR item she asked about, for the movement on screen; null: none. */
  readonly itemKey: number | null;
  /** Asks about an item; the same one again ends it. False: there is no movement or no item. */
  readonly ask: (itemKey: number | null) => boolean;
}

/** The item a person asks about, why it is not matched; it says nothing about another movement. */
export function useAskedItem(movementKey: number | null): AskedItem {
  const [asked, setAsked] = useState<{ readonly movementKey: number; readonly itemKey: number } | null>(null);
  const itemKey = asked !== null && asked.movementKey === movementKey ? asked.itemKey : null;
  return {
    itemKey,
    ask: (wanted) => {
      if (movementKey === null || wanted === null) return false;
      setAsked(wanted === itemKey ? null : { movementKey, itemKey: wanted });
      return true;
    },
  };
}
