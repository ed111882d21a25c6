import type { MovementRow } from '../../../shared/contract/views.ts';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { useDecisionKeys } from '../../app/decision-keys.ts';
import { useKeys } from '../../app/key-dispatch.ts';
import { useNotices } from '../../app/notice.ts';
import { openSource } from '../../app/open-source.ts';
import { enterPane, isOnHeading } from '../../app/panes.ts';
import type { Decisions } from './use-decisions.ts';
import { useDuplicateJump } from './use-duplicate-jump.ts';

interface WorkbenchScreen {
  readonly current: MovementRow | null;
  readonly detail: MatchDetail | undefined;
  readonly decisions: Decisions;
  /** To the facet before or after. */
  readonly turn: (step: 1 | -1) => void;
  readonly find: () => void;
  readonly showArrived: () => void;
  /** Says why the movement is not matched with the item she is on; false: she is on none. */
  readonly askWhyNot: () => boolean;
}

/** What the keys do in the Workbench. */
export function useWorkbenchKeys(screen: WorkbenchScreen): void {
  const { current, detail, decisions, turn, find, showArrived, askWhyNot } = screen;
  const { say } = useNotices();
  useDecisionKeys(
    {
      approve: () => decisions.approve(false),
      approveAndPost: () => decisions.approve(true),
      reject: () => decisions.reject(),
      undo: () => decisions.undo(),
    },
    { isBusy: decisions.isBusy, place: current?.key ?? null },
  );
  useKeys({
    duplicate: useDuplicateJump(detail),
    undoLatest: () => decisions.undoLatest(),
    redo: () => decisions.redo(),
    open: () => !isOnHeading() && enterPane('decision'),
    openSource: () => {
      if (!openSource(detail?.movement.sourceUrl)) say('It has no page in Stripe to open.', 'hint');
    },
    previousFacet: () => turn(-1),
    nextFacet: () => turn(1),
    find,
    showArrived,
    whyNotItem: () => {
      if (!askWhyNot()) say('Go to an AR item of the right list first, then ask why not.', 'hint');
    },
  });
}
