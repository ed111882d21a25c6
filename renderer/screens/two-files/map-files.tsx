import { Button, Checkbox, Field, Input } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { twoFileMap, type TwoFileMap, type TwoFileState } from '../../../shared/contract/two-files.ts';
import { useClient } from '../../api/client-context.ts';
import { twoFilesPreviewQuery } from '../../api/queries.ts';
import { EmptyFailed } from '../../ui/empty.tsx';
import { SideMap } from './side-map.tsx';
import type { TwoFilesWork } from './use-two-files.ts';

interface MapFilesProps {
  readonly state: TwoFileState;
  readonly start: TwoFileMap;
  readonly work: TwoFilesWork;
  /** Back to the lines found before; absent: there are none. */
  readonly back?: () => void;
  readonly started: () => void;
}

/** Which columns play which part, how they are read, and what is laid down instead of found out. */
export function MapFiles({ state, start, work, back, started }: MapFilesProps): ReactNode {
  const [map, setMap] = useState(start);
  const [tolerance, setTolerance] = useState(start.amountTolerance ?? '');
  const [days, setDays] = useState(daysOf(start));
  const [isUsedBefore, setUsedBefore] = useState(isSame(start, state.usedBefore));
  const restart = (next: TwoFileMap) => {
    setMap(next);
    setTolerance(next.amountTolerance ?? '');
    setDays(daysOf(next));
    setUsedBefore(isSame(next, state.usedBefore));
  };
  const query = useQuery(twoFilesPreviewQuery(useClient(), { left: map.left, right: map.right }));
  const preview = query.data;
  const whole = wholeMap(map, tolerance, days);
  const faults = (preview?.left.faults.length ?? 0) + (preview?.right.faults.length ?? 0);
  const canRun = whole !== null && preview !== undefined && faults === 0 && !work.isBusy;
  return (
    <>
      <div className="two-file-wishes" role="group" aria-label="What is laid down">
        <Field size="small" label="Amounts may differ by">
          <Input placeholder="found out" value={tolerance} onChange={(_, { value }) => setTolerance(value)} />
        </Field>
        {(['Days from left to right, least', 'most'] as const).map((label, at) => (
          <Field key={label} size="small" label={label}>
            <Input
              type="number"
              placeholder="found out"
              value={days[at] ?? ''}
              onChange={(_, { value }) => setDays((old) => old.map((each, place) => (place === at ? value : each)))}
            />
          </Field>
        ))}
        <Checkbox
          label="One row against one only"
          checked={map.oneToOne === true}
          onChange={(_, { checked }) => setMap({ ...map, oneToOne: checked === true })}
        />
        <Button
          appearance="primary"
          disabled={!canRun}
          onClick={() => {
            if (whole === null) return;
            work.run(whole);
            started();
          }}
        >
          Reconcile
        </Button>
        {back !== undefined && <Button onClick={back}>Back to the lines</Button>}
      </div>
      {state.usedBefore !== null && (
        <p className="remark two-file-remembered">
          {isUsedBefore
            ? 'Mapped as the last time that files with these columns were reconciled.'
            : 'Mapped by what the headers and cells say.'}{' '}
          <Button size="small" onClick={() => restart(isUsedBefore ? state.proposed : (state.usedBefore ?? start))}>
            {isUsedBefore ? 'Propose afresh' : 'Map as the last time'}
          </Button>
        </p>
      )}
      {whole === null && (
        <p className="remark bad" role="alert">
          A tolerance is a percentage like 15% or an amount like 0.50; days are whole numbers, the least first, both or
          none.
        </p>
      )}
      {query.isError && <EmptyFailed error={query.error} retry={() => void query.refetch()} />}
      <div className="panes two-file-sides" data-pane="decision">
        <SideMap
          label="Left"
          file={state.left}
          columns={map.left}
          preview={preview?.left}
          change={(left) => setMap({ ...map, left })}
        />
        <SideMap
          label="Right"
          file={state.right}
          columns={map.right}
          preview={preview?.right}
          change={(right) => setMap({ ...map, right })}
        />
      </div>
    </>
  );
}

function daysOf({ dateWindowDays }: TwoFileMap): readonly string[] {
  return dateWindowDays?.map(String) ?? ['', ''];
}

function isSame(map: TwoFileMap, other: TwoFileMap | null): boolean {
  return other !== null && JSON.stringify(map) === JSON.stringify(other);
}

/** The map with what she typed; null while that cannot be read. */
function wholeMap(map: TwoFileMap, tolerance: string, days: readonly string[]): TwoFileMap | null {
  const [least = '', most = ''] = days.map((each) => each.trim());
  const { amountTolerance: _tolerance, dateWindowDays: _days, ...rest } = map;
  const read = twoFileMap.safeParse({
    ...rest,
    ...(tolerance.trim() === '' ? {} : { amountTolerance: tolerance.trim() }),
    ...(least === '' && most === '' ? {} : { dateWindowDays: [numberOf(least), numberOf(most)] }),
  });
  return read.success ? read.data : null;
}

function numberOf(text: string): number {
  return text === '' ? Number.NaN : Number(text);
}
