import { useEffect, useEffectEvent, useRef } from 'react';
import type { RefObject } from 'react';
import type { EventPayload } from '../../../shared/contract/contract.ts';
import type { ContractClient } from '../../api/client.ts';

/** A busy engine announces many times a second; rows on screen are asked again at this pace at most. */
const PACE_MS = 1_000;

interface Refreshable {
  readonly refresh: () => void;
  readonly reload: () => void;
}

/**
 * Follows the engine's announcements for one grid: contents of the rows on screen are asked again, positions hold still and
 * new rows wait behind the "new" bar. Only while nobody has touched the grid yet are they let in at once.
 */
export function useArrivals(
  client: ContractClient,
  topic: EventPayload<'data.changed'>['topics'][number],
  grid: Refreshable,
  box: RefObject<HTMLElement | null>,
  arrived: number,
): void {
  const isTouched = useRef(false);
  const isScheduled = useRef(false);
  useEffect(() => {
    const element = box.current;
    const touch = () => {
      isTouched.current = true;
    };
    const kinds = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;
    for (const kind of kinds) element?.addEventListener(kind, touch, { passive: true });
    return () => {
      for (const kind of kinds) element?.removeEventListener(kind, touch);
    };
  }, [box]);
  useEffect(
    () =>
      client.on('data.changed', ({ topics }) => {
        if (!topics.includes(topic) || isScheduled.current) return;
        isScheduled.current = true;
        setTimeout(() => {
          isScheduled.current = false;
          grid.refresh();
        }, PACE_MS);
      }),
    [client, topic, grid],
  );
  const letIn = useEffectEvent(() => {
    if (!isTouched.current) grid.reload();
  });
  useEffect(() => {
    if (arrived > 0) letIn();
  }, [arrived]);
}
