import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import {
  RULE_FIGURES,
  type RuleFigure,
  type RuleTrial,
  type RuleTrialRow,
  type TriedLinkRow,
} from '../../../shared/contract/rules.ts';
import { useClient } from '../../api/client-context.ts';
import { ruleTrialQuery } from '../../api/queries.ts';
import { formatCount, formatMoneyWithCurrency } from '../../ui/money.ts';
import { ObjectId } from '../../ui/object-id.tsx';
import { figures as figuresColumn, TableHead } from '../../ui/table-head.tsx';
import { Tag } from '../../ui/tag.tsx';

const FIGURE_WORDS: Readonly<Record<RuleFigure, string>> = {
  gained: 'Gained',
  lost: 'Lost',
  changed: 'Changed',
  wrong: 'Wrong',
};

/** What the latest dry run would have done to the history: four figures, and the rows behind the one that is chosen. */
export function TrialReport(): ReactNode {
  const { data, isFetched } = useQuery(ruleTrialQuery(useClient()));
  const trial = data?.trial ?? null;
  const wasHere = useRef(false);
  const [chosen, choose] = useState<RuleFigure>('gained');
  const section = useRef<HTMLElement>(null);
  const shownAt = useRef<string | null>(null);
  const endedAt = trial?.endedAt ?? null;
  useEffect(() => {
    // What she has just asked for is brought on screen; what stood there when she came is not.
    if (isFetched && shownAt.current !== endedAt) {
      if (wasHere.current) section.current?.scrollIntoView({ block: 'nearest' });
      shownAt.current = endedAt;
    }
    if (isFetched) wasHere.current = true;
  }, [isFetched, endedAt]);
  if (trial === null) return null;
  const { figures, approvedCharges, wrongAutomatic, lines } = trial;
  return (
    <section ref={section} aria-label="Dry run" className="rules-trial">
      <h2>Dry run on the history</h2>
      <p className="quiet">
        {lines.length === 0 ? 'The rules of the program' : lines.join('; ')}. {formatCount(approvedCharges)} approved
        charges were thought open again; wrong is what differs from their approval
        {wrongAutomatic > 0 ? `, ${formatCount(wrongAutomatic)} of it without a person` : ''}. Nothing was changed.
      </p>
      <div className="chips" role="group" aria-label="Figures">
        {RULE_FIGURES.map((figure) => (
          <button
            key={figure}
            type="button"
            className="chip"
            aria-pressed={figure === chosen}
            onClick={() => choose(figure)}
          >
            {FIGURE_WORDS[figure]} <em>{formatCount(figures[figure])}</em>
          </button>
        ))}
      </div>
      <TrialRows trial={trial} figure={chosen} />
      <TriedLinks links={trial.links} />
    </section>
  );
}

/** Customers that would be linked without a person, and those that would wait for one again; nothing where no link changes. */
function TriedLinks({ links }: Pick<RuleTrial, 'links'>): ReactNode {
  const { linked, unlinked, rows } = links;
  return (
    <>
      <LinkRows title="Customers linked without a person" total={linked} rows={rows.linked} />
      <LinkRows title="Links that wait for a person again" total={unlinked} rows={rows.unlinked} />
    </>
  );
}

interface LinkRowsProps {
  readonly title: string;
  readonly total: number;
  readonly rows: readonly TriedLinkRow[];
}

function LinkRows({ title, total, rows }: LinkRowsProps): ReactNode {
  if (total === 0) return null;
  return (
    <section aria-label={title}>
      <h3>
        {title}: {formatCount(total)}
      </h3>
      {rows.length < total && (
        <p className="quiet">
          The first {formatCount(rows.length)} of {formatCount(total)}.
        </p>
      )}
      <table className="plain-table">
        <TableHead columns={['Stripe', 'PeopleSoft', figuresColumn('Score')]} />
        <tbody>
          {rows.map(({ customerId, name, custId, peopleSoftName, score }) => (
            <tr key={`${customerId} ${custId}`}>
              <th scope="row">{name ?? customerId}</th>
              <td>
                {custId} {peopleSoftName}
              </td>
              <td className="right figures">{score === null ? 'not scored' : score.toFixed(2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function TrialRows({ trial, figure }: { readonly trial: RuleTrial; readonly figure: RuleFigure }): ReactNode {
  const rows = trial.rows[figure];
  const total = trial.figures[figure];
  if (total === 0) return <p className="quiet">None.</p>;
  return (
    <>
      {rows.length < total && (
        <p className="quiet">
          The first {formatCount(rows.length)} of {formatCount(total)}.
        </p>
      )}
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Movement</th>
            <th scope="col">Customer</th>
            <th scope="col" className="money">
              Amount
            </th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
            <th scope="col">Approved</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <TrialRow key={row.movementKey} row={row} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function TrialRow({ row }: { readonly row: RuleTrialRow }): ReactNode {
  const { objectId, customerName, amount, isAutomatic, wasAutomatic, before, after, approved } = row;
  return (
    <tr>
      <th scope="row">
        <ObjectId id={objectId} />
      </th>
      <td>{customerName ?? ''}</td>
      <td className="money figures">{formatMoneyWithCurrency(amount)}</td>
      <td>
        {before ?? 'none'} {wasAutomatic && <Tag tone="warn">alone</Tag>}
      </td>
      <td>
        {after ?? 'none'} {isAutomatic && <Tag tone="warn">alone</Tag>}
      </td>
      <td>{approved ?? 'undecided'}</td>
    </tr>
  );
}
