import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useClient } from '../../api/client-context.ts';
import { useRunSync } from '../../api/mutations.ts';
import { connectionsQuery } from '../../api/queries.ts';
import { useNotices } from '../../app/notice.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { clockWords } from '../../ui/clock-words.ts';
import { Empty, EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { SYSTEM_WORDS } from '../../ui/words.ts';
import { ConnectionCard } from './connection-card.tsx';
import { WaitingSettings } from './waiting-settings.tsx';

/** Health of each system: its state, what is complete to when, what is refused and why, and reading now. */
export function Connections(): ReactNode {
  const query = useQuery(connectionsQuery(useClient()));
  const sync = useRunSync();
  const { say } = useNotices();
  const connections = query.data?.connections ?? [];
  const run = (systems: (typeof connections)[number]['system'][]) =>
    sync.mutate(
      { systems },
      { onSuccess: () => say(`Reading ${systems.map((system) => SYSTEM_WORDS[system]).join(' and ')}.`) },
    );
  const fine = connections.filter(({ state }) => state === 'ok').length;
  return (
    <section className="screen" aria-label="Connections">
      <ScreenHead
        title="Connections"
        sentence={
          query.data === undefined
            ? ''
            : `${fine} of ${connections.length} systems are well. ${clockWords(query.data.sendersClock)}`
        }
      >
        <Button
          size="small"
          disabledFocusable={connections.length === 0 || sync.isPending}
          onClick={() => run(connections.map(({ system }) => system))}
        >
          Sync all now
        </Button>
      </ScreenHead>
      <WaitingSettings />
      {sync.error !== null && <FailureNotice error={sync.error} dismiss={() => sync.reset()} />}
      <div className="scroll cards" data-pane="rows" tabIndex={0} role="group" aria-label="Systems">
        {query.isPending && <EmptyLoading what="the connections" />}
        {query.isError && <EmptyFailed error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && connections.length === 0 && <Empty title="No system is connected" />}
        {connections.map((connection) => (
          <ConnectionCard
            key={connection.system}
            connection={connection}
            sync={() => run([connection.system])}
            isBusy={sync.isPending}
          />
        ))}
      </div>
    </section>
  );
}
