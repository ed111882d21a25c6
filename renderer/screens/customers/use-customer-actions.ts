import { useState } from 'react';
import type { RefObject } from 'react';
import type { CustomerCandidateRow, CustomerDetail } from '../../../shared/contract/customers.ts';
import { useDecideCustomer, useRetireCustomer, useUndoCustomer } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import { useRowDecisions } from '../../app/use-row-decisions.ts';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';

export interface CustomerActions {
  readonly decide: (as: 'confirmed' | 'rejected') => void;
  readonly undo: () => void;
  /** All that were confirmed together with it. */
  readonly undoWhole: () => void;
  /** Asks from when on the link of the customer on screen holds no more. */
  readonly askEnd: () => void;
  /** The customer whose link she is asked to end. */
  readonly ends: CustomerDetail | null;
  readonly end: (end: { readonly validUntilDate: string; readonly reason: string } | null) => void;
  /** Her latest decision, here or elsewhere. */
  readonly undoLatest: () => void;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly dismissError: () => void;
}

const NOTHING = 'Nothing is selected.';

/** Why the pair on screen cannot be decided so now, a sentence; null: it can. */
export function whyNotDecide(
  detail: CustomerDetail | undefined,
  chosen: CustomerCandidateRow | undefined,
  as: 'confirmed' | 'rejected',
): string | null {
  if (detail === undefined) return NOTHING;
  if (detail.whyNotDecide !== null) return detail.whyNotDecide;
  if (chosen === undefined) return 'No PeopleSoft customer is chosen: look one up by its id first.';
  if (detail.row.state === 'confirmed') return 'This customer is linked. Take that back first.';
  return chosen.link?.state === as ? `This pair is ${as} already.` : null;
}

/**
 * Confirm, reject and take back for the customer on screen. Afterwards the grid keeps its place and the next one that waits is current; a
 * person who has gone on meanwhile is left there.
 */
export function useCustomerActions(
  detail: CustomerDetail | undefined,
  chosen: CustomerCandidateRow | undefined,
  grid: RefObject<GridHandle<'customers'> | null>,
): CustomerActions {
  const { say } = useNotices();
  const [decide, undo, retire] = [useDecideCustomer(), useUndoCustomer(), useRetireCustomer()];
  const { done, herPlace, undoLatest, isUndoing, error, dismissError } = useRowDecisions(grid);
  const [ends, setEnds] = useState<CustomerDetail | null>(null);
  const isBusy = decide.isPending || retire.isPending || undo.isPending || isUndoing;
  const takeBack = (what: { readonly whole?: true }) => {
    if (isBusy) return;
    if (detail === undefined) return say(NOTHING, 'hint');
    if (detail.whyNotUndo !== null) return say(detail.whyNotUndo, 'hint');
    undo.mutate({ customerKey: detail.row.key, ...what }, done(herPlace(), false));
  };
  return {
    isBusy,
    error,
    dismissError,
    decide: (as) => {
      if (isBusy) return;
      const why = whyNotDecide(detail, chosen, as);
      if (why !== null || detail === undefined || chosen === undefined) return say(why ?? NOTHING, 'hint');
      const seenVersion = chosen.link?.version ?? 0;
      decide.mutate({ customerKey: detail.row.key, custId: chosen.custId, seenVersion, as }, done(herPlace(), true));
    },
    ends,
    askEnd: () => {
      if (isBusy || detail === undefined) return;
      if (detail.whyNotDecide !== null) return say(detail.whyNotDecide, 'hint');
      setEnds(detail);
    },
    end: (end) => {
      setEnds(null);
      if (end === null || ends === null) return;
      const { key, version } = ends.row;
      retire.mutate({ customerKey: key, seenVersion: version, ...end }, done(herPlace(), false));
    },
    undo: () => takeBack({}),
    undoWhole: () => takeBack({ whole: true }),
    undoLatest: () => {
      if (!isBusy) undoLatest();
    },
  };
}
