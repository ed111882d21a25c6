import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { MovementRow } from '../../../shared/contract/views.ts';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { EmptyFailed } from '../../ui/empty.tsx';
import { AllocationPanel } from './allocation-panel.tsx';
import type { OwnSelection } from './own-selection.ts';
import { SideBySide } from './side-by-side.tsx';
import type { Decisions } from './use-decisions.ts';
import { WhyPanel } from './why-panel.tsx';

interface EvidenceProps {
  readonly current: MovementRow | null;
  readonly detail: MatchDetail | undefined;
  readonly query: UseQueryResult<MatchDetail>;
  readonly selection: OwnSelection;
  readonly decisions: Decisions;
  /** The item she asked about, why not; null: none. */
  readonly askedItem: number | null;
}

/** Evidence beside the decision: what agrees, why this one and not the other, and what is applied where. */
export function Evidence({ current, detail, query, selection, decisions, askedItem }: EvidenceProps): ReactNode {
  if (current !== null && detail === undefined && query.isError) {
    return (
      <div className="evidence evidence-alone">
        <EmptyFailed error={query.error} retry={() => void query.refetch()} />
      </div>
    );
  }
  if (current === null) {
    return <div className="evidence evidence-alone quiet">Select a movement to see its evidence.</div>;
  }
  return (
    <div className="evidence" aria-busy={detail === undefined}>
      <SideBySide detail={detail} />
      <WhyPanel detail={detail} selection={selection} askedItem={askedItem} />
      <AllocationPanel detail={detail} selection={selection} decisions={decisions} />
    </div>
  );
}
