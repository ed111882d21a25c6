import { useState } from 'react';
import type { RefObject } from 'react';
import type { CommandInput, CommandOutput } from '../../../shared/contract/contract.ts';
import type { MatchDetail, WithoutItem } from '../../../shared/contract/workbench.ts';
import type { ContractError, WindowErrorCode } from '../../api/contract-error.ts';
import { useApprove, useRedo, useReject, useUndo } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { shortId } from '../../ui/short-id.ts';
import { capital } from '../../ui/capital.ts';
import type { Allocation } from './allocation.ts';
import {
  approveCommand,
  journalCommand,
  withoutItemCommand,
  whyNotJournal,
  reasonNeeded,
  whyNotApprove,
  whyNotWithoutItem,
  whyNotUndo,
} from './decision.ts';
import type { OwnSelection } from './own-selection.ts';

type IsThere = () => boolean;
type Decision = CommandOutput<'match.approve'>;

export interface AskedReason {
  readonly cause: NonNullable<ReturnType<typeof reasonNeeded>> | WithoutItem;
  /** The suspicion of a duplicate that she passes over, a sentence; null: none is held against it. */
  readonly duplicate: string | null;
  /** Her decision as it stood when the question came up, and what she has said already: a row that changes meanwhile is not decided by it. */
  readonly command: CommandInput<'match.approve'>;
  readonly allocation: Allocation | null;
  /** Whether she is still where she was when she decided. */
  readonly isThere: IsThere;
}
export interface Decisions {
  readonly approve: (post: boolean) => void;
  /** Decides about the whole charge on screen without items, once she has said why. */
  readonly decideWithoutItem: (form: WithoutItem) => void;
  readonly reject: () => void;
  /** What was decided on the row on screen. */
  readonly undo: () => void;
  /** Her latest decision, on whatever row. */
  readonly undoLatest: () => void;
  readonly redo: () => void;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly dismissError: () => void;
  /** Set while a reason is asked. */
  readonly asksReason: AskedReason | null;
  readonly giveReason: (reason: string | null) => void;
}

/**
 * Approve, reject, undo and redo for the movement on screen. Afterwards the grid keeps its scroll position, the next open row is
 * the current one and the keyboard is in the grid; a person who has gone on meanwhile, to another row or into a text, is left there.
 */
export function useDecisions(
  detail: MatchDetail | undefined,
  selection: OwnSelection,
  grid: RefObject<GridHandle<'movements'> | null>,
): Decisions {
  const { say } = useNotices();
  const [approve, reject, undo, redo] = [useApprove(), useReject(), useUndo(), useRedo()];
  const [error, setError] = useState<unknown>(null);
  const [asksReason, setAsksReason] = useState<AskedReason | null>(null);
  const isBusy = approve.isPending || reject.isPending || undo.isPending || redo.isPending;
  const { failed, decided, restored } = useOutcomes(selection, grid, setError);
  const herPlace = (): IsThere => grid.current?.rememberPlace() ?? (() => false);
  const send = (command: CommandInput<'match.approve'>, isThere: IsThere) =>
    approve.mutate(command, { onSuccess: decided(approvedWords(command), isThere), onError: failed(isThere) });
  const back = (input: { movementKey?: number }) => {
    const isThere = herPlace();
    undo.mutate(input, { onSuccess: restored('taken back', isThere), onError: failed(isThere) });
  };
  return {
    isBusy,
    error,
    dismissError: () => setError(null),
    asksReason,
    approve: (post) => {
      if (isBusy) return;
      const why = whyNotApprove(detail, selection, post);
      if (why !== null || detail === undefined) return say(why ?? '', 'hint');
      const cause = reasonNeeded(detail, selection);
      const [command, { allocation }] = [approveCommand(detail, selection, post), selection];
      const isThere = herPlace();
      if (cause !== null)
        return setAsksReason({ cause, command, allocation, isThere, duplicate: detail.duplicate?.text ?? null });
      send(command, isThere);
    },
    decideWithoutItem: (form) => {
      if (isBusy) return;
      const why = form === 'directJournal' ? whyNotJournal(detail) : whyNotWithoutItem(detail, form);
      if (why !== null || detail === undefined) return say(why ?? '', 'hint');
      setAsksReason({ ...withoutItemQuestion(detail, form), isThere: herPlace() });
    },
    giveReason: (reason) => {
      setAsksReason(null);
      if (reason === null || asksReason === null) return;
      send({ ...asksReason.command, reason }, asksReason.isThere);
    },
    reject: () => {
      if (isBusy || detail === undefined) return;
      if (!detail.can.reject) return say(detail.can.why ?? 'There is no proposal to refuse.', 'hint');
      const { key, version } = detail.movement;
      const isThere = herPlace();
      reject.mutate(
        { movementKey: key, seenVersion: version },
        { onSuccess: decided(() => 'is not a match', isThere), onError: failed(isThere) },
      );
    },
    undo: () => {
      if (isBusy) return;
      const why = whyNotUndo(detail);
      if (why !== null || detail === undefined) return say(why ?? '', 'hint');
      back({ movementKey: detail.movement.key });
    },
    undoLatest: () => (isBusy ? undefined : back({})),
    redo: () => {
      if (isBusy) return;
      const isThere = herPlace();
      redo.mutate({}, { onSuccess: restored('made again', isThere), onError: failed(isThere) });
    },
  };
}

/** What she chose was chosen on a row that is another by now; after any other failure she only tries again. */
const OUTDATED: ReadonlySet<WindowErrorCode> = new Set(['STALE_VERSION', 'MATCH_ALREADY_DECIDED', 'NOT_FOUND']);

const approvedWords =
  ({ post }: CommandInput<'match.approve'>) =>
  ({ waitsForWindow, waits }: Decision): string => {
    if (waits !== null) return `waits for a reviewer. ${waits}`;
    if (!post) return 'approved';
    return waitsForWindow === null ? 'approved and on its way to PeopleSoft' : `approved; it waits: ${waitsForWindow}`;
  };

/**
 * What happens on screen after a decision: the row is replaced, and while she is where she decided it the next open one is current
 * and the keyboard is in the grid. What she types elsewhere by then must not become a command on a row.
 */
function useOutcomes(
  selection: OwnSelection,
  grid: RefObject<GridHandle<'movements'> | null>,
  setError: (error: unknown) => void,
) {
  const { say } = useNotices();
  return {
    failed: (isThere: IsThere) => (thrown: ContractError) => {
      setError(thrown);
      if (OUTDATED.has(thrown.code)) selection.reset();
      if (isThere()) grid.current?.focus();
    },
    decided: (wordsOf: (output: Decision) => string, isThere: IsThere) => (output: Decision) => {
      setError(null);
      say(`${shortId(output.movement.objectId)} ${wordsOf(output)}`);
      grid.current?.replace(output.movement);
      if (!isThere()) return;
      void grid.current?.goToNextOpen(true).then((isFound) => {
        if (!isFound && isThere()) grid.current?.focus();
      });
    },
    restored: (words: string, isThere: IsThere) => (output: CommandOutput<'match.undo'>) => {
      setError(null);
      say(`${capital(output.undone)} ${words}`);
      if (output.movement === null) return;
      grid.current?.replace(output.movement);
      if (isThere()) void grid.current?.goToKey(output.movement.key, true);
    },
  };
}

/** What is asked before a charge goes without items: the command it becomes once she has said why. */
function withoutItemQuestion(detail: MatchDetail, form: WithoutItem): Omit<AskedReason, 'isThere'> {
  const command = form === 'directJournal' ? journalCommand(detail) : withoutItemCommand(detail, form);
  return { cause: form, command, allocation: null, duplicate: detail.duplicate?.text ?? null };
}
