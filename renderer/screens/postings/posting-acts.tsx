import { Button } from '@fluentui/react-components';
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { PostingDetail } from '../../../shared/contract/postings.ts';
import { actProps } from '../../ui/act-props.ts';
import { isConfirmedCash } from './use-order-for-posting.ts';
import type { PostingActions } from './use-posting-actions.ts';

interface PostingActsProps {
  readonly detail: PostingDetail;
  readonly actions: PostingActions;
}

/** What may be done about a posting. What its state allows but her role or limit does not is grey, and says why beside it. */
export function PostingActs({ detail, actions }: PostingActsProps): ReactNode {
  const { posting, can, notHers } = detail;
  const whyId = useId();
  const why = whyNotHers(detail);
  const act = (whyNot: string | null) => actProps(whyNot, actions.isBusy, whyId);
  return (
    <div className="acts posting-acts">
      {can.verify && (
        <Button appearance="primary" {...act(notHers.decide)} onClick={actions.verify}>
          {actions.isVerifying ? 'Verifying' : 'Verify'} <kbd>V</kbd>
        </Button>
      )}
      {can.sendNow && (
        <Button {...act(notHers.decide)} onClick={actions.askSendNow}>
          Send now…
        </Button>
      )}
      {can.replay && (
        <Button {...act(notHers.approve)} onClick={actions.replay}>
          Replay
        </Button>
      )}
      {can.reverse && (
        <Button {...act(notHers.approve)} onClick={actions.askReverse}>
          Take back…
        </Button>
      )}
      {isConfirmedCash(detail) && (
        <Button {...act(notHers.decide)} onClick={actions.askOrder}>
          Work order…
        </Button>
      )}
      {can.settle && (
        <>
          <Button disabledFocusable={actions.isBusy} onClick={() => actions.askSettle('present')}>
            It is there…
          </Button>
          <Button disabledFocusable={actions.isBusy} onClick={() => actions.askSettle('absent')}>
            It is not there…
          </Button>
        </>
      )}
      <span className="quiet">
        {posting.stateReason ?? can.why} <span id={whyId}>{why}</span>
      </span>
    </div>
  );
}

/** Why something that could be done is not hers to do; null when everything is. */
function whyNotHers({ can, notHers }: PostingDetail): string | null {
  if (notHers.decide !== null) return can.verify || can.sendNow || can.replay || can.reverse ? notHers.decide : null;
  return can.replay || can.reverse ? notHers.approve : null;
}
