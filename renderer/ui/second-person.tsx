import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { WaitingRights } from '../../shared/contract/second-person.ts';
import { FailureNotice } from './failure-notice.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

/** A command that is on its way or has failed, as the query library keeps it. */
interface Step {
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly reset: () => void;
}
interface SecondPersonProps {
  readonly can: WaitingRights;
  readonly steps: readonly [confirm: Step, end: Step];
  readonly confirm: () => void;
  /** What the yes is called; default: Confirm. */
  readonly confirmLabel?: string;
  /** Null: withdrawn by who proposed it, who need not say why. */
  readonly end: (reason: string | null) => void;
  /** What is asked before it is refused. */
  readonly refusal: { readonly title: string; readonly explanation: string; readonly suggestions: readonly string[] };
  /** What else one may do here, between the no and the sentence why not. */
  readonly children?: ReactNode;
}

/** A second person's yes or no to what waits: Confirm, and Refuse with a reason or Withdraw, with what went wrong about either. */
export function SecondPerson({
  can,
  steps,
  confirm,
  confirmLabel = 'Confirm',
  end,
  refusal,
  children,
}: SecondPersonProps): ReactNode {
  const [isAsking, setAsking] = useState(false);
  const isBusy = steps.some(({ isPending }) => isPending);
  const error = steps.find((step) => step.error !== null)?.error ?? null;
  const endWith = (reason: string | null) => {
    setAsking(false);
    end(reason);
  };
  return (
    <>
      <div className="acts">
        <Button
          size="small"
          appearance="primary"
          disabledFocusable={!can.confirm || isBusy}
          title={can.why ?? ''}
          onClick={confirm}
        >
          {confirmLabel}
        </Button>
        {can.end !== null && (
          <Button
            size="small"
            disabledFocusable={isBusy}
            onClick={() => (can.end === 'withdraw' ? endWith(null) : setAsking(true))}
          >
            {can.end === 'withdraw' ? 'Withdraw' : 'Refuse…'}
          </Button>
        )}
        {children}
        {can.why !== null && <span className="quiet">{can.why}</span>}
      </div>
      {error !== null && <FailureNotice error={error} dismiss={() => steps.forEach((step) => step.reset())} />}
      {isAsking && (
        <ReasonDialog
          {...refusal}
          confirmLabel="Refuse"
          isRequired
          onCancel={() => setAsking(false)}
          onConfirm={endWith}
        />
      )}
    </>
  );
}
