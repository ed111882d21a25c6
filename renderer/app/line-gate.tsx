import { Button, Spinner } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useClient, useLineState } from '../api/client-context.ts';
import { sessionQuery } from '../api/queries.ts';
import { EmptyFailed } from '../ui/empty.tsx';
import { CompanyProvider } from './company-context.ts';

/** Lets the window in once the engine has said who is here; else says what is missing and what to do. */
export function LineGate({ children }: { readonly children: ReactNode }): ReactNode {
  const line = useLineState();
  const session = useQuery(sessionQuery(useClient()));
  const [chosen, setChosen] = useState<string | null>(null);
  if (line.kind === 'newTokenNeeded') return <NewTokenNeeded />;
  if (line.kind === 'stopped') return <Stopped reason={line.reason} />;
  if (session.isError) return <EmptyFailed error={session.error} retry={() => void session.refetch()} />;
  if (session.data === undefined) {
    return (
      <div className="gate" role="status">
        <Spinner size="small" label={line.kind === 'lost' ? 'Waiting for the engine' : 'Opening the company'} />
      </div>
    );
  }
  const unit = session.data.units.find(({ unit: name }) => name === chosen) ?? session.data.units[0];
  if (unit === undefined) {
    return (
      <div className="gate" role="alert">
        <h1>This company has no reconciliation unit</h1>
        <p>Its connection profile names none. Add a unit to the profile and start Tieout with it again.</p>
      </div>
    );
  }
  return <CompanyProvider value={{ session: session.data, unit, chooseUnit: setChosen }}>{children}</CompanyProvider>;
}

function NewTokenNeeded(): ReactNode {
  return (
    <div className="gate" role="alert">
      <h1>This tab needs a new address</h1>
      <p>
        Each address of the browser host works once, and this tab’s has been used or is over. Nothing is lost: the
        engine goes on working.
      </p>
      <ul>
        <li>In a Tieout tab that still works: your name at the top right, then “Address for another tab”.</li>
        <li>Or in the terminal that runs Tieout: press Enter, and it prints a new address.</li>
      </ul>
      <Button appearance="primary" onClick={() => window.location.reload()}>
        Try this tab again
      </Button>
    </div>
  );
}

function Stopped({ reason }: { readonly reason: string }): ReactNode {
  return (
    <div className="gate" role="alert">
      <h1>Tieout has stopped</h1>
      <p>{reason}</p>
      <p>Everything that was approved is in the ledger. Start Tieout again to go on.</p>
      <Button onClick={() => window.location.reload()}>Load again</Button>
    </div>
  );
}
