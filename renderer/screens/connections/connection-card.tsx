import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { ConnectionRow } from '../../../shared/contract/connections.ts';
import { useCompany } from '../../app/company-context.ts';
import { batchSentence } from '../../ui/batch-sentence.ts';
import { capital } from '../../ui/capital.ts';
import { formatInstant, shortInstant } from '../../ui/dates.ts';
import { formatCount } from '../../ui/money.ts';
import { ObjectId } from '../../ui/object-id.tsx';
import { figures, TableHead } from '../../ui/table-head.tsx';
import { Tag } from '../../ui/tag.tsx';
import { CONNECTION_WORDS, streamWords, SYSTEM_WORDS } from '../../ui/words.ts';
import { Completeness } from './completeness.tsx';
import { KnownDatabase } from './known-database.tsx';
import { QuietWindows } from './quiet-windows.tsx';

interface ConnectionCardProps {
  readonly connection: ConnectionRow;
  readonly sync: () => void;
  readonly isBusy: boolean;
}

/** One system. */
export function ConnectionCard({ connection, sync, isBusy }: ConnectionCardProps): ReactNode {
  const { unit } = useCompany();
  const words = CONNECTION_WORDS[connection.state];
  const batch = batchSentence(connection.batch, unit.zone);
  const name = SYSTEM_WORDS[connection.system];
  const at = (instant: string | null, none: string) => (instant === null ? none : formatInstant(instant, unit.zone));
  const facts: readonly (readonly [string, string])[] = [
    ['Last good answer', at(connection.lastGoodAt, 'never')],
    ['Next try', at(connection.nextTryAt, 'not planned')],
    ['Complete to', at(connection.completeTo, 'not complete yet')],
    ['Backlog', connection.backlog === 0 ? 'none' : connection.backlogText],
    ['Address', connection.address],
    ['Signed in as', connection.signIn],
    ['Version', connection.version],
  ];
  return (
    <article className="card" aria-label={name}>
      <header>
        <h2>{name}</h2>
        <Tag tone={words.tone}>{words.label}</Tag>
        <span className="quiet">since {formatInstant(connection.since, unit.zone)}</span>
        <span className="grow" />
        <Button size="small" disabledFocusable={isBusy} onClick={sync}>
          Sync now
        </Button>
      </header>
      {connection.message !== null && (
        <p className={connection.state === 'ok' ? 'card-note' : 'card-note card-trouble'}>
          {sentence(connection.message)} {connection.nextStep}
        </p>
      )}
      <dl className="facts">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd className="figures" title={value}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {connection.quietWindow !== null && <QuietWindows />}
      {batch !== null && <p className="card-note">{batch}</p>}
      {connection.system === 'peoplesoft' && <KnownDatabase />}
      {connection.system === 'stripe' && <Completeness />}
      <Streams connection={connection} />
      {connection.refusals.length > 0 && <Refusals connection={connection} />}
    </article>
  );
}

/** Messages come without a full stop; what to do next follows as a sentence of its own. */
function sentence(text: string): string {
  return /[.!?:]$/.test(text) ? text : `${text}.`;
}

const COUNTED_TITLES = {
  agrees: undefined,
  agreesInRows: 'As many rows as PeopleSoft counts; some cannot be read, so their sums could not be compared',
  notCounted: 'PeopleSoft has no query that counts this list',
} as const;
const COUNTS = ['held', 'read', 'new', 'changed', 'refused'] as const;

function Streams({ connection }: { readonly connection: ConnectionRow }): ReactNode {
  const { unit } = useCompany();
  return (
    <table className="plain-table streams">
      <caption>What is read from {SYSTEM_WORDS[connection.system]}: held in the ledger, and in the latest run</caption>
      <TableHead
        columns={['Stream', ...COUNTS.map((count) => figures(capital(count))), 'Complete to', 'Last run', 'State']}
      />
      <tbody>
        {connection.streams.map((stream) => (
          <tr key={stream.stream}>
            <th scope="row">{streamWords(stream.stream)}</th>
            {COUNTS.map((count) => (
              <td key={count} className={`right figures ${count === 'refused' && stream.refused > 0 ? 'bad' : ''}`}>
                {formatCount(stream[count])}
              </td>
            ))}
            <td className="figures" title={stream.counted === null ? undefined : COUNTED_TITLES[stream.counted]}>
              {stream.completeTo === null ? '—' : shortInstant(stream.completeTo, unit.zone)}
              {stream.counted === 'notCounted' && ', not counted'}
              {stream.counted === 'agreesInRows' && ', sums not compared'}
            </td>
            <td className="figures">{stream.lastRunAt === null ? '—' : shortInstant(stream.lastRunAt, unit.zone)}</td>
            <td>{stream.state}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Refusals({ connection }: { readonly connection: ConnectionRow }): ReactNode {
  const { unit } = useCompany();
  return (
    <table className="plain-table refusals">
      <caption>Refused: counted and kept apart, nothing else was lost</caption>
      <TableHead columns={['Object', 'Reason', figures('Times'), 'Last seen']} />
      <tbody>
        {connection.refusals.map(({ type, id, reason, times, lastSeenAt }) => (
          <tr key={`${type} ${id} ${reason}`}>
            <th scope="row">
              {type} <ObjectId id={id} />
            </th>
            <td>{reason}</td>
            <td className="right figures">{formatCount(times)}</td>
            <td className="figures">{shortInstant(lastSeenAt, unit.zone)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
