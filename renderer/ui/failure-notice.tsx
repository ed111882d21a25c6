import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { asContractError } from '../api/contract-error.ts';

/** Details under which the engine hands on PeopleSoft's or Stripe's own words. */
const VERBATIM_DETAILS: readonly string[] = ['verbatim', 'peoplesoft', 'stripe', 'fault'];

/** What happened, what was not lost and what to do next, with the other system's own words verbatim below. */
export function FailureNotice({
  error,
  dismiss,
}: {
  readonly error: unknown;
  readonly dismiss?: () => void;
}): ReactNode {
  const failure = asContractError(error);
  const verbatim = VERBATIM_DETAILS.flatMap((name) => failure.details[name] ?? []);
  return (
    <div className="failure" role="alert">
      <div className="failure-words">
        <strong>{failure.message}</strong> {failure.nextStep}
        {failure.traceId !== null && <span className="quiet"> Trace {failure.traceId}</span>}
        {verbatim.map((words) => (
          <pre key={words}>{words}</pre>
        ))}
      </div>
      {dismiss !== undefined && (
        <Button size="small" appearance="subtle" onClick={dismiss}>
          Dismiss
        </Button>
      )}
    </div>
  );
}
