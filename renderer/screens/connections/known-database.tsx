import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { DatabaseCurrent } from '../../../shared/contract/database.ts';
import { useClient } from '../../api/client-context.ts';
import { useConfirmDatabase, useDeclareDatabase, useEndDeclaration } from '../../api/mutations.ts';
import { databaseQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { useNotices } from '../../app/notice.ts';
import { capital } from '../../ui/capital.ts';
import { formatInstant } from '../../ui/dates.ts';
import { endedWords } from '../../ui/ended-words.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { SecondPerson } from '../../ui/second-person.tsx';

/** Which PeopleSoft database postings go into; when another one is met, what differs and what a person may do about it. */
export function KnownDatabase(): ReactNode {
  const query = useQuery(databaseQuery(useClient()));
  const zone = useZone();
  if (query.isError) return <FailureNotice error={query.error} dismiss={() => void query.refetch()} />;
  if (query.data === undefined) return null;
  const { known, differences, declaration } = query.data;
  return (
    <section aria-label="PeopleSoft database">
      <p className="card-note">{sentenceOf(known, zone)}</p>
      {differences.length > 0 && <OtherDatabase current={query.data} />}
      {declaration !== null && <Declaration declaration={declaration} />}
    </section>
  );
}

function useZone(): string {
  return useCompany().unit.zone;
}

function sentenceOf(known: DatabaseCurrent['known'], zone: string): string {
  if (known === null) return 'Database: not met yet; the first one is remembered.';
  const told = known.facts.flatMap(({ what, value }) => (value === null ? [] : [`${what} ${value}`]));
  const isUntold = known.facts.every(
    ({ what, value }) => value === null || what.includes('address') || what.startsWith('node'),
  );
  const untold = isUntold ? ' PeopleSoft does not tell which database it is.' : '';
  const compared = known.comparedAt === null ? '' : ` Compared ${formatInstant(known.comparedAt, zone)}.`;
  return `${capital(told.join(', ')) || 'Database unknown'}, ${known.origin} (${formatInstant(known.sinceAt, zone)}).${untold}${compared}`;
}

function OtherDatabase({ current }: { readonly current: DatabaseCurrent }): ReactNode {
  const { say } = useNotices();
  const zone = useZone();
  const declare = useDeclareDatabase();
  const [isAsking, setAsking] = useState(false);
  const run = (reason: string) => {
    setAsking(false);
    declare.mutate({ reason }, { onSuccess: () => say('Declared. A second person confirms it.') });
  };
  return (
    <div className="card-note card-trouble">
      <p>Another PeopleSoft database answers. Nothing is read from it or posted into it.</p>
      <Differences rows={current.differences} />
      <p>
        If it is a copy, correct the address or the credentials. If it is the same database all the same, an
        administrator declares so and a second person confirms it.
      </p>
      {current.endedDeclaration !== null && (
        <p>
          What {current.endedDeclaration.declaredBy} declared was {endedWords(current.endedDeclaration, zone)}.
        </p>
      )}
      <div className="acts">
        <Button
          size="small"
          disabledFocusable={!current.can.declare || declare.isPending}
          onClick={() => setAsking(true)}
        >
          Declare it the same…
        </Button>
        {current.can.why !== null && <span className="quiet">{current.can.why}</span>}
      </div>
      {declare.error !== null && <FailureNotice error={declare.error} dismiss={() => declare.reset()} />}
      {isAsking && (
        <ReasonDialog
          title="Declare it the same database"
          explanation="Reading and posting go on only after a second person has confirmed it. Payments that PeopleSoft has lost are not sent again by themselves. The reason goes into the audit."
          confirmLabel="Declare"
          isRequired
          suggestions={['Moved to another server', 'Renamed', 'Restored from a backup, agreed with finance']}
          onCancel={() => setAsking(false)}
          onConfirm={run}
        />
      )}
    </div>
  );
}

function Declaration({
  declaration,
}: {
  readonly declaration: NonNullable<DatabaseCurrent['declaration']>;
}): ReactNode {
  const zone = useZone();
  const { say } = useNotices();
  const [confirm, end] = [useConfirmDatabase(), useEndDeclaration()];
  const { version, hash, reason, declaredBy, declaredAt, differences, can } = declaration;
  return (
    <div className="mapping-waiting" role="group" aria-label="Declaration to confirm">
      <p>
        {declaredBy} declared it the same database, {formatInstant(declaredAt, zone)}: {reason}
      </p>
      <Differences rows={differences} />
      <SecondPerson
        can={can}
        steps={[confirm, end]}
        confirm={() =>
          confirm.mutate(
            { version, hash },
            { onSuccess: () => say('Confirmed. It is read, and what waits is posted, in the next round.') },
          )
        }
        end={(no) =>
          end.mutate(
            { version, hash, reason: no },
            { onSuccess: ({ endedDeclaration }) => say(`The declaration is ${endedDeclaration?.as ?? 'withdrawn'}.`) },
          )
        }
        refusal={{
          title: 'Refuse the declaration',
          explanation: `Nothing is read from that database or posted into it, and ${declaredBy} sees why. The reason goes into the audit.`,
          suggestions: ['It is a copy', 'Not agreed with IT', 'The address is wrong'],
        }}
      />
    </div>
  );
}

function Differences({ rows }: { readonly rows: DatabaseCurrent['differences'] }): ReactNode {
  return (
    <ul>
      {rows.map(({ what, was, now }) => (
        <li key={what}>
          {capital(what)}: was <code>{was}</code>, is <code>{now}</code>
        </li>
      ))}
    </ul>
  );
}
