import { useRouter } from '@tanstack/react-router';
import { useDecisionKeys } from '../../app/decision-keys.ts';
import { useKeys } from '../../app/key-dispatch.ts';
import { useNotices } from '../../app/notice.ts';
import { openSource } from '../../app/open-source.ts';
import { enterPane } from '../../app/panes.ts';
import { walkRows } from '../../app/walk-rows.ts';
import { neighbourIn } from '../../ui/neighbour-in.ts';
import { TABS } from './invoice-lines.ts';
import type { Line, Tab } from './invoice-lines.ts';
import type { InvoiceActions } from './use-invoice-actions.ts';

interface InvoiceScreen {
  readonly tab: Tab;
  readonly show: (tab: Tab) => void;
  readonly lines: readonly Line[];
  readonly current: Line | null;
  readonly choose: (line: Line | undefined) => void;
  readonly actions: InvoiceActions;
}

/** What the keys do in Invoices. */
export function useInvoiceKeys({ tab, show, lines, current, choose, actions }: InvoiceScreen): void {
  const { say } = useNotices();
  const router = useRouter();
  const turn = (step: 1 | -1) => show(neighbourIn(TABS, tab, step));
  useDecisionKeys(
    {
      approve: () => (tab === 'orders' ? actions.askClose() : actions.approve(false)),
      approveAndPost: () => actions.approve(true),
      undo: () => actions.askWithdraw(),
      linkCustomer: () => actions.confirmLink(),
    },
    { isBusy: actions.isBusy, place: current?.id ?? null },
  );
  useKeys({
    row: walkRows(lines, current === null ? -1 : lines.indexOf(current), choose),
    open: () => void enterPane('decision'),
    back: () => void enterPane('rows'),
    openSource: () => {
      const url = current?.of.tab === 'waiting' ? current.of.row.sourceUrl : null;
      if (!openSource(url)) say('It has no page in Stripe to open.', 'hint');
    },
    openPosting: () => {
      if (current?.of.tab !== 'approved') return say('There is no posting of it yet.', 'hint');
      void router.navigate({ to: '/postings', search: { row: current.of.row.postingKey } });
    },
    previousFacet: () => turn(-1),
    nextFacet: () => turn(1),
  });
}
