import type { ReactNode } from 'react';
import type { WaitingReads as Waiting } from '../../../shared/contract/completeness-proofs.ts';
import { useCompany } from '../../app/company-context.ts';
import { shortInstant } from '../../ui/dates.ts';
import { formatCount } from '../../ui/money.ts';
import { Figure } from './figure.tsx';

/** What is still to be read by its id or its list, and the events that were heard. */
export function WaitingReads({ waiting }: { readonly waiting: Waiting }): ReactNode {
  const { zone } = useCompany().unit;
  const { count, oldestAt, failed, events, newestEventAt, refusedEvents } = waiting;
  return (
    <p className="proof-line">
      Still to be read by id or list:{' '}
      <Figure
        of={{ figure: 'waiting', failed: false }}
        title="Still to be read"
        text={formatCount(count)}
        isNothing={count === 0}
      />
      {oldestAt !== null && <span className="quiet">, the oldest since {shortInstant(oldestAt, zone)}</span>}
      {failed > 0 && (
        <span className="bad">
          , <Figure of={{ figure: 'waiting', failed: true }} title="Asked for in vain" text={formatCount(failed)} />{' '}
          asked for in vain
        </span>
      )}
      . Events heard:{' '}
      <Figure
        of={{ figure: 'events', refused: false }}
        title="Events heard"
        text={formatCount(events)}
        isNothing={events === 0}
      />
      {newestEventAt !== null && <span className="quiet">, the latest of {shortInstant(newestEventAt, zone)}</span>}
      {refusedEvents > 0 && (
        <span className="bad">
          ,{' '}
          <Figure
            of={{ figure: 'events', refused: true }}
            title="Events that cannot be read"
            text={formatCount(refusedEvents)}
          />{' '}
          cannot be read
        </span>
      )}
      .
    </p>
  );
}
