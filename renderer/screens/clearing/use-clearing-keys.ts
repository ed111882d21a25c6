import { useRouter } from '@tanstack/react-router';
import { useDecisionKeys } from '../../app/decision-keys.ts';
import { useKeys } from '../../app/key-dispatch.ts';
import { useNotices } from '../../app/notice.ts';
import { enterPane } from '../../app/panes.ts';
import { walkRows } from '../../app/walk-rows.ts';
import { neighbourMonth } from './clearing-days.ts';
import type { ClearingRow } from './clearing-days.ts';
import type { ClearingActions } from './use-clearing-actions.ts';

interface ClearingScreen {
  readonly rows: readonly ClearingRow[];
  readonly current: ClearingRow | null;
  readonly choose: (row: ClearingRow | undefined) => void;
  readonly actions: ClearingActions;
  readonly month: string;
  readonly earlierMonth: string | null;
  readonly goTo: (month: string) => void;
  readonly exportList: () => void;
}

/** What the keys do in Clearing. */
export function useClearingKeys(screen: ClearingScreen): void {
  const { rows, current, choose, actions, month, earlierMonth, goTo } = screen;
  const { say } = useNotices();
  const router = useRouter();
  useDecisionKeys(
    {
      approve: () => actions.approve(false),
      approveAndPost: () => actions.approve(true),
      undo: () => actions.takeBack(),
    },
    { isBusy: actions.isBusy, place: current?.id ?? null },
  );
  useKeys({
    row: walkRows(
      rows,
      rows.findIndex(({ id }) => id === current?.id),
      choose,
    ),
    open: () => enterPane('decision'),
    back: () => enterPane('rows'),
    previousFacet: () => goTo(neighbourMonth(month, -1)),
    nextFacet: () => goTo(neighbourMonth(month, 1)),
    earlierMonth: () =>
      earlierMonth === null ? say('No earlier month has anything to approve.', 'hint') : goTo(earlierMonth),
    exportList: () => screen.exportList(),
    openPosting: () => {
      const posting = current?.kind === 'line' ? current.line.posting : null;
      if (posting === null) return say('There is no document here yet.', 'hint');
      void router.navigate({ to: '/postings', search: { row: posting.key } });
    },
  });
}
