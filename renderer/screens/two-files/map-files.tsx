import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { twoFileMap, type TwoFileMap, type TwoFileState } from '../../../shared/contract/two-files.ts';
import { useClient } from '../../api/client-context.ts';
import { twoFilesPreviewQuery } from '../../api/queries.ts';
import { EmptyFailed } from '../../ui/empty.tsx';
import { MapWishes, type TypedWishes } from './map-wishes.tsx';
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
  const [wishes, setWishes] = useState(wishesOf(start));
  const [isUsedBefore, setUsedBefore] = useState(isSame(start, state.usedBefore));
  const restart = (next: TwoFileMap) => {
    setMap(next);
    setWishes(wishesOf(next));
    setUsedBefore(isSame(next, state.usedBefore));
  };
  const query = useQuery(twoFilesPreviewQuery(useClient(), { left: map.left, right: map.right }));
  const preview = query.data;
  const whole = wholeMap(map, wishes);
  const faults = (preview?.left.faults.length ?? 0) + (preview?.right.faults.length ?? 0);
  const canRun = whole !== null && preview !== undefined && faults === 0 && !work.isBusy;
  return (
    <>
      <MapWishes
        wishes={wishes}
        change={setWishes}
        isOneToOne={map.oneToOne === true}
        setOneToOne={(oneToOne) => setMap({ ...map, oneToOne })}
        isWrong={whole === null}
        hasFaults={faults > 0}
        run={
          canRun
            ? () => {
                work.run(whole);
                started();
              }
            : null
        }
        {...(back === undefined ? {} : { back })}
      />
      {state.usedBefore !== null && !isSame(state.proposed, state.usedBefore) && (
        <p className="quiet two-file-remembered">
          {isUsedBefore
            ? 'Mapped as the last time that files with these columns were reconciled.'
            : 'Mapped by what the headers and cells say.'}{' '}
          <Button size="small" onClick={() => restart(isUsedBefore ? state.proposed : (state.usedBefore ?? start))}>
            {isUsedBefore ? 'Propose afresh' : 'Map as the last time'}
          </Button>
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

function wishesOf({ amountTolerance, dateWindowDays }: TwoFileMap): TypedWishes {
  const [least = '', most = ''] = dateWindowDays?.map(String) ?? [];
  return { tolerance: amountTolerance ?? '', least, most };
}

function isSame(map: TwoFileMap, other: TwoFileMap | null): boolean {
  // Parsed, both have their keys in the order of the contract.
  return other !== null && JSON.stringify(twoFileMap.parse(map)) === JSON.stringify(twoFileMap.parse(other));
}

/** The map with what she typed; null while that cannot be read. */
function wholeMap(map: TwoFileMap, { tolerance, least, most }: TypedWishes): TwoFileMap | null {
  const { amountTolerance: _tolerance, dateWindowDays: _days, ...rest } = map;
  const hasDays = least.trim() !== '' || most.trim() !== '';
  const read = twoFileMap.safeParse({
    ...rest,
    ...(tolerance.trim() === '' ? {} : { amountTolerance: tolerance.trim() }),
    ...(hasDays ? { dateWindowDays: [numberOf(least), numberOf(most)] } : {}),
  });
  return read.success ? read.data : null;
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
