import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { DuplicateDetail } from '../../../shared/contract/duplicates.ts';
import { MERGE_FIELD_WORDS } from '../../../shared/domain/merge-fields.ts';
import { useCompany } from '../../app/company-context.ts';
import { formatInstant } from '../../ui/dates.ts';
import { formatMoneyWithCurrency, formatPoints } from '../../ui/money.ts';
import { ObjectId } from '../../ui/object-id.tsx';
import { figures, TableHead } from '../../ui/table-head.tsx';
import { Tag } from '../../ui/tag.tsx';
import { DuplicateActs } from './duplicate-acts.tsx';
import { DUPLICATE_KIND_WORDS, standingWords } from './duplicate-words.ts';
import type { DuplicateActions } from './use-duplicate-actions.ts';

interface DuplicateDetailProps {
  readonly detail: DuplicateDetail;
  readonly actions: DuplicateActions;
}

/** One suspicion: its rows side by side, what speaks for it, what happened, and what is to be said or done. */
export function DuplicateDetailPane({ detail, actions }: DuplicateDetailProps): ReactNode {
  const { row } = detail;
  const words = standingWords(row);
  return (
    <>
      <header>
        <strong>{DUPLICATE_KIND_WORDS[row.kind]}</strong>
        <Tag tone={words.tone}>{words.label}</Tag>
        <span className="pane-total figures">
          {row.amount === null ? `${row.members} customers` : `${row.members} × ${formatMoneyWithCurrency(row.amount)}`}
        </span>
      </header>
      <DuplicateActs detail={detail} actions={actions} />
      <div className="duplicate-scroll" tabIndex={0} role="group" aria-label="Details of the suspicion">
        <ToDo detail={detail} />
        <SideBySide detail={detail} />
        <Points detail={detail} />
        <Timeline detail={detail} />
      </div>
    </>
  );
}

/** What is left to do after an answer; the program does none of it by itself. */
function ToDo({ detail }: { readonly detail: DuplicateDetail }): ReactNode {
  const left = detail.members.filter(({ toDo }) => toDo !== null);
  if (left.length === 0) return null;
  return (
    <section aria-label="Still to do">
      <h2>Still to do</h2>
      <ul className="plain-list">
        {left.map(({ position, toDo, sourceUrl }) => (
          <li key={position}>
            {toDo}{' '}
            {sourceUrl !== null && (
              <>
                <a href={sourceUrl} target="_blank" rel="noreferrer">
                  Open in Stripe
                </a>{' '}
                <kbd>O</kbd>
              </>
            )}
          </li>
        ))}
      </ul>
      <p className="quiet">It counts as done once a read shows it.</p>
    </section>
  );
}

function SideBySide({ detail }: { readonly detail: DuplicateDetail }): ReactNode {
  const { unit } = useCompany();
  const { members, fields } = detail;
  const isSame = members.some((member) => member.part === 'kept') && detail.row.kind !== 'doubleCustomer';
  const isMerged = detail.row.state === 'done' && detail.row.kind === 'doubleCustomer';
  const pickedFrom = new Map(isMerged ? detail.picks.map((pick) => [MERGE_FIELD_WORDS[pick.field], pick.from]) : []);
  const shown = (as: (typeof fields)[number]['as'], value: string): ReactNode => {
    if (value === '') return '—';
    if (as === 'instant') return formatInstant(value, unit.zone);
    return as === 'id' ? <ObjectId id={value} /> : value;
  };
  return (
    <section aria-label="Side by side">
      <h2>Side by side</h2>
      <table className="plain-table duplicate-table">
        <thead>
          <tr>
            <th scope="col">Field</th>
            {members.map(({ position, name, part, movementKey, sourceUrl }) => (
              <th scope="col" key={position}>
                <ObjectId id={name} /> {part === null && isSame && <Tag tone="ok">stands for itself</Tag>}
                {part !== null && <Tag tone={part === 'kept' ? 'ok' : 'mute'}>{partWord(detail.row.kind, part)}</Tag>}
                <span className="duplicate-links">
                  {movementKey !== null && (
                    <Link to="/workbench" search={{ facet: 'all', row: movementKey }}>
                      In workbench
                    </Link>
                  )}
                  {sourceUrl !== null && (
                    <a href={sourceUrl} target="_blank" rel="noreferrer">
                      In Stripe
                    </a>
                  )}
                </span>
              </th>
            ))}
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ field, values, verdict, as }) => (
            <tr key={field} className={verdict === 'differs' ? 'differs' : undefined}>
              <th scope="row">{field}</th>
              {members.map(({ position }, at) => (
                <td key={position} title={values[at]} className={as === 'instant' ? 'figures' : undefined}>
                  {shown(as, values[at] ?? '')}
                  {pickedFrom.get(field) === position && (
                    <>
                      {' '}
                      <Tag tone="ok">picked</Tag>
                    </>
                  )}
                </td>
              ))}
              <td>
                <Tag tone={VERDICTS[verdict].tone}>{VERDICTS[verdict].word}</Tag>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const VERDICTS = {
  same: { word: 'same', tone: 'ok' },
  differs: { word: 'differs', tone: 'warn' },
  partlyTold: { word: 'partly', tone: 'mute' },
} as const;

/** Of customers none is dropped: the others go by the kept one. */
function partWord(kind: DuplicateDetail['row']['kind'], part: 'kept' | 'dropped'): string {
  if (kind !== 'doubleCustomer') return part;
  return part === 'kept' ? 'stands for all' : 'goes by it';
}

function Points({ detail: { points, row } }: { readonly detail: DuplicateDetail }): ReactNode {
  return (
    <section aria-label="Why suspected">
      <h2>Why suspected</h2>
      <table className="plain-table">
        {row.members > 2 && <caption>Of the two that resemble each other least.</caption>}
        <TableHead columns={['What speaks for and against it', figures('Points')]} />
        <tbody>
          {points.map(({ signal, text, points: count }) => (
            <tr key={signal}>
              <td>{text}</td>
              <td className="right figures">{formatPoints(count)}</td>
            </tr>
          ))}
          {row.kind === 'doubleCustomer' && (
            <tr>
              <th scope="row">Together, in hundredths of a logarithm of odds</th>
              <td className="right figures">{formatPoints(points.reduce((sum, each) => sum + each.points, 0))}</td>
            </tr>
          )}
          <tr>
            <th scope="row">{row.kind === 'doubleCustomer' ? 'Score: probability of one, %' : 'Score, at most 100'}</th>
            <td className="right figures">{Math.round(row.score * 100)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function Timeline({ detail }: { readonly detail: DuplicateDetail }): ReactNode {
  const { unit } = useCompany();
  return (
    <section aria-label="What happened">
      <h2>What happened</h2>
      <ul className="plain-list duplicate-timeline">
        {detail.timeline.map(({ at, text, tone }, position) => (
          <li key={`${at} ${position} ${text}`} className={`event-${tone}`}>
            <span className="figures quiet">{at.includes('T') ? formatInstant(at, unit.zone) : at}</span>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
