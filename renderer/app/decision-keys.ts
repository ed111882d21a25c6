import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useKeys } from './key-dispatch.ts';
import type { KeyHandlers } from './key-dispatch.ts';
import type { KeyId } from './keys.ts';

interface DecisionPlace {
  /** While the last decision is being written. */
  readonly isBusy: boolean;
  /** What the row on screen is known by. */
  readonly place: string | number | null;
}

/**
 * Keys that decide about the row on screen. One that comes while the decision about another row is still being written is not lost: it is
 * obeyed after it, if she is still on the row she pressed it for. A second press for the same row does nothing.
 */
export function useDecisionKeys(handlers: KeyHandlers, { isBusy, place }: DecisionPlace): void {
  const cache = useQueryClient();
  const decided = useRef<DecisionPlace['place']>(null);
  const held = useRef<{ readonly id: KeyId; readonly event: KeyboardEvent; readonly place: unknown } | null>(null);
  const pressed = (id: KeyId, event: KeyboardEvent): void | boolean => {
    // Asked of the cache, for two presses may come between two renderings.
    if (place === decided.current && cache.isMutating() > 0) return undefined;
    if (isBusy) {
      held.current = { id, event, place };
      return undefined;
    }
    decided.current = place;
    return handlers[id]?.(event);
  };
  const obeyHeld = useEffectEvent(() => {
    const key = held.current;
    held.current = null;
    if (key !== null && key.place === place) pressed(key.id, key.event);
  });
  useEffect(() => {
    if (!isBusy) obeyHeld();
  }, [isBusy]);
  const ids = Object.keys(handlers) as KeyId[];
  useKeys(Object.fromEntries(ids.map((id) => [id, (event: KeyboardEvent) => pressed(id, event)])));
}
