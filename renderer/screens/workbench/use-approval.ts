import { useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/contract.ts';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { useApprove } from '../../api/mutations.ts';
import type { ContractError } from '../../api/contract-error.ts';
import { useNotices } from '../../app/notice.ts';
import { approveCommand, NO_REASONS, reasonNeeded, whyNotApprove } from './decision.ts';
import type { GivenReasons } from './decision.ts';
import type { OwnSelection } from './own-selection.ts';

export interface AskedReason {
  readonly cause: 'remainder' | 'alreadyKeyed' | 'quietWindow';
  /** What she wanted: approve and post, or only approve. */
  readonly post: boolean;
  /** What she has said already. */
  readonly given: GivenReasons;
  /** Why the engine asks; null where the window knows by itself. */
  readonly text: string | null;
}
export interface Approval {
  readonly isPending: boolean;
  readonly start: (post: boolean) => void;
  /** Set while a reason is asked. */
  readonly asksReason: AskedReason | null;
  readonly giveReason: (reason: string | null) => void;
}
interface Outcome {
  readonly decided: (words: string, output: CommandOutput<'match.approve'>) => void;
  readonly failed: (thrown: ContractError) => void;
}

/** Approving the movement on screen, with the questions that come before it: what only her own words can explain. */
export function useApproval(
  detail: MatchDetail | undefined,
  selection: OwnSelection,
  { decided, failed }: Outcome,
): Approval {
  const { say } = useNotices();
  const approve = useApprove();
  const [asksReason, setAsksReason] = useState<AskedReason | null>(null);
  const send = (post: boolean, given: GivenReasons) => {
    if (detail === undefined) return;
    const words = post ? 'approved and on its way to PeopleSoft' : 'approved';
    approve.mutate(approveCommand(detail, selection, post, given), {
      onSuccess: (output) => decided(words, output),
      onError: (thrown) => {
        if (thrown.code !== 'POSTING_REASON_NEEDED') return failed(thrown);
        setAsksReason({ cause: 'quietWindow', post, given, text: thrown.message });
      },
    });
  };
  return {
    isPending: approve.isPending,
    asksReason,
    start: (post) => {
      const why = whyNotApprove(detail, selection, post);
      if (why !== null || detail === undefined) return say(why ?? '', 'hint');
      const cause = reasonNeeded(detail, selection);
      if (cause !== null) return setAsksReason({ cause, post, given: NO_REASONS, text: null });
      send(post, NO_REASONS);
    },
    giveReason: (reason) => {
      setAsksReason(null);
      if (reason === null || asksReason === null) return;
      const { cause, post, given } = asksReason;
      send(post, cause === 'quietWindow' ? { ...given, sendNowReason: reason } : { ...given, reason });
    },
  };
}
