import { Button, Spinner } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { asContractError } from '../api/contract-error.ts';

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** Nothing to do, or nothing found (then with a way out). */
export function Empty({ title, children, action }: EmptyProps): ReactNode {
  return (
    <div className="empty" role="status">
      <strong>{title}</strong>
      {children !== undefined && <p>{children}</p>}
      {action !== undefined && <Button onClick={action.run}>{action.label}</Button>}
    </div>
  );
}

/** Not loaded because it failed: the reason, the next step, and a try at once. */
export function EmptyFailed({ error, retry }: { readonly error: unknown; readonly retry: () => void }): ReactNode {
  const failure = asContractError(error);
  return (
    <div className="empty" role="alert">
      <strong>Not loaded</strong>
      <p>
        {failure.message} {failure.nextStep}
      </p>
      <Button onClick={retry}>Try again</Button>
    </div>
  );
}

/** Not loaded yet. */
export function EmptyLoading({ what }: { readonly what: string }): ReactNode {
  return (
    <div className="empty" role="status">
      <Spinner size="tiny" label={`Reading ${what}`} />
    </div>
  );
}
