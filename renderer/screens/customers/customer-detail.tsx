import { useState } from 'react';
import type { ReactNode } from 'react';
import type { CustomerCandidateRow, CustomerDetail } from '../../../shared/contract/customers.ts';
import { formatPoints } from '../../ui/money.ts';
import { ObjectId } from '../../ui/object-id.tsx';
import { figures, TableHead } from '../../ui/table-head.tsx';
import { Tag } from '../../ui/tag.tsx';
import { CustomerActs } from './customer-acts.tsx';
import { CustomerFields } from './customer-fields.tsx';
import { linkWords, scoreText, STANDING_WORDS } from './customer-words.ts';
import type { CustomerActions } from './use-customer-actions.ts';

interface CustomerDetailProps {
  readonly detail: CustomerDetail;
  readonly chosen: CustomerCandidateRow | undefined;
  readonly choose: (custId: string) => void;
  /** Looks at a PeopleSoft customer of this id as well. */
  readonly lookAt: (custId: string) => void;
  readonly actions: CustomerActions;
}

/** One Stripe customer: the three systems side by side, what speaks for the chosen pair, and what may be said of it. */
export function CustomerDetailPane({ detail, chosen, choose, lookAt, actions }: CustomerDetailProps): ReactNode {
  const { row } = detail;
  const words = STANDING_WORDS[row.state];
  return (
    <>
      <header>
        <strong>{row.name ?? row.customerId}</strong>
        <Tag tone={words.tone}>{words.label}</Tag>
        <span className="pane-total figures">
          {row.margin === null ? '' : `${scoreText(row.margin)} before the next`}
        </span>
      </header>
      <CustomerActs detail={detail} chosen={chosen} actions={actions} />
      <div className="customer-scroll" tabIndex={0} role="group" aria-label="Details of the customer">
        <SideBySide detail={detail} chosen={chosen} choose={choose} />
        <LookUp key={row.key} lookAt={lookAt} />
        {chosen !== undefined && <CustomerFields candidate={chosen} />}
        {chosen !== undefined && <Why candidate={chosen} />}
      </div>
    </>
  );
}

function SideBySide({ detail, chosen, choose }: Pick<CustomerDetailProps, 'detail' | 'chosen' | 'choose'>): ReactNode {
  const { row, candidates } = detail;
  return (
    <section aria-label="Side by side">
      <h2>Side by side</h2>
      <table className="plain-table customer-table">
        <TableHead columns={['System', 'Id', 'Name', 'More', figures('Score'), 'Decision']} />
        <tbody>
          <tr>
            <th scope="row">Stripe</th>
            <td>
              <ObjectId id={row.customerId} />
            </td>
            <td>{row.name ?? '—'}</td>
            <td>{row.email ?? '—'}</td>
            <td />
            <td />
          </tr>
          <tr>
            <th scope="row">Pipedrive</th>
            <td colSpan={5} className="quiet">
              Not connected
            </td>
          </tr>
          {candidates.length === 0 && (
            <tr>
              <th scope="row">PeopleSoft</th>
              <td colSpan={5} className="quiet">
                No customer resembles it
              </td>
            </tr>
          )}
          {candidates.map((candidate) => (
            <tr key={candidate.custId} className={candidate === chosen ? 'chosen' : undefined}>
              <th scope="row">PeopleSoft</th>
              <td>
                <label className="customer-choice">
                  <input
                    type="radio"
                    name={`candidate-${row.key}`}
                    checked={candidate === chosen}
                    onChange={() => choose(candidate.custId)}
                  />
                  {candidate.custId}
                </label>
              </td>
              <td>{candidate.name === '' ? '—' : candidate.name}</td>
              <td>{[candidate.status, candidate.externalId ?? ''].filter((text) => text !== '').join(' · ')}</td>
              <td className="right figures">{candidate.score === null ? '—' : scoreText(candidate.score)}</td>
              <td>{linkWords(candidate.link)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function LookUp({ lookAt }: { readonly lookAt: (custId: string) => void }): ReactNode {
  const [custId, setCustId] = useState('');
  return (
    <form
      className="customer-look-up"
      onSubmit={(event) => {
        event.preventDefault();
        if (custId.trim() !== '') lookAt(custId.trim());
      }}
    >
      <label>
        Another PeopleSoft customer, by id{' '}
        <input value={custId} maxLength={30} onChange={({ target }) => setCustId(target.value)} />
      </label>
      <button type="submit" className="chip">
        Look at it
      </button>
    </form>
  );
}

const WITHOUT_POINTS = 'No score stands behind it: a stored id or a person’s own word made this link.';

function Why({ candidate }: { readonly candidate: CustomerCandidateRow }): ReactNode {
  const { custId, whyNot, points, score, modelVersion } = candidate;
  return (
    <section aria-label="Why">
      <h2>{whyNot === null ? `Why ${custId}` : `Why not ${custId}`}</h2>
      {whyNot !== null && <p>{whyNot}</p>}
      {whyNot === null && points.length === 0 && <p className="quiet">{WITHOUT_POINTS}</p>}
      {points.length > 0 && (
        <table className="plain-table">
          <caption>
            Points are hundredths of a logarithm of odds: their sum gives the score. Version {modelVersion} of the
            model.
          </caption>
          <TableHead columns={['What speaks for and against it', figures('Points')]} />
          <tbody>
            {points.map(({ signal, text, points: count }) => (
              <tr key={signal}>
                <td>{text}</td>
                <td className="right figures">{formatPoints(count)}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">Sum, and the score it gives: {scoreText(score)}</th>
              <td className="right figures">{formatPoints(points.reduce((sum, each) => sum + each.points, 0))}</td>
            </tr>
          </tbody>
        </table>
      )}
    </section>
  );
}
