import { useEffect, useEffectEvent, useImperativeHandle, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useClient } from '../../api/client-context.ts';
import { GridController } from './grid-controller.ts';
import type { GridPhase } from './grid-controller.ts';
import type { SnapshotGridProps } from './snapshot-grid.tsx';
import { useArrivals } from './use-arrivals.ts';
import type { ListName, RowOf } from './view-source.ts';

interface GridState<L extends ListName> {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly controller: GridController<L>;
  readonly phase: GridPhase;
  /** Whether rows are on screen, be they of the view before. */
  readonly isFilled: boolean;
  readonly arrived: number;
  readonly showArrived: () => void;
}

/** The controller of a grid, tied to the component's properties and life. */
export function useGridController<L extends ListName>(props: SnapshotGridProps<L>): GridState<L> {
  const client = useClient();
  const box = useRef<HTMLDivElement>(null);
  const [phase, setPhase] = useState<GridPhase>({ kind: 'loading' });
  const [isFilled, setFilled] = useState(false);
  const [arrived, setArrived] = useState(0);
  const phaseChanged = useEffectEvent((next: GridPhase) => {
    setPhase(next);
    if (next.kind !== 'loading') setFilled(next.kind === 'ready' && next.opened.total > 0);
    if (next.kind !== 'ready') return;
    setArrived(0);
    props.onOpened?.(next.opened);
  });
  const currentChanged = useEffectEvent((row: RowOf<L> | null) => props.onCurrent?.(row));
  const selectedKeys = useEffectEvent(() => props.selectedKeys);
  const [controller] = useState(
    () =>
      new GridController<L>(client, {
        onPhase: (next) => phaseChanged(next),
        onCurrent: (row) => currentChanged(row),
        onArrived: setArrived,
        selectedKeys: () => selectedKeys(),
      }),
  );
  useEffect(() => controller.selectWanted(), [controller, props.selectedKeys]);
  const isFirst = useRef(true);
  const requestName = JSON.stringify(props.request);
  const showRequest = useEffectEvent(() => {
    const takesFocus = isFirst.current && props.takesFocusAtStart === true;
    controller.show(props.request, isFirst.current ? (props.initialKey ?? null) : null, takesFocus);
    isFirst.current = false;
  });
  useEffect(() => showRequest(), [requestName]);
  useArrivals(client, props.topic, controller, box, arrived);
  const showArrived = () => {
    if (arrived > 0) controller.reload();
  };
  useImperativeHandle(props.ref, () => ({
    focus: () => controller.focus(),
    goTo: (position, takesFocus) => controller.goTo(position, takesFocus),
    goToKey: (key, takesFocus) => controller.goToKey(key, takesFocus),
    goToNextOpen: (takesFocus) => controller.goToNextOpen(takesFocus),
    rememberPlace: () => controller.rememberPlace(),
    replace: (row) => controller.replace(row),
    reload: () => controller.reload(),
    rowWithKeyboard: () => controller.rowWithKeyboard(),
    showArrived,
  }));
  return { box, controller, phase, isFilled, arrived, showArrived };
}
