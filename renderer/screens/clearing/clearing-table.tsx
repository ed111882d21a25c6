import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { ClearingLine } from '../../../shared/contract/clearing.ts';
import { formatCount, formatMoney } from '../../ui/money.ts';
import { Tag } from '../../ui/tag.tsx';
import { approvableOf, CLASS_WORDS, cutOffDate, waitingOf } from './clearing-days.ts';
import type { ClearingRow } from './clearing-days.ts';

interface ClearingTableProps {
  readonly rows: readonly ClearingRow[];
  readonly current: string | null;
  readonly choose: (row: ClearingRow) => void;
}

/** The days of a month, each with its money by class and how that is booked. The arrow keys walk it; one row has the keyboard. */
export function ClearingTable({ rows, current, choose }: ClearingTableProps): ReactNode {
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    const row = body.current?.querySelector<HTMLElement>('tr[aria-current=true]');
    const holdsKeyboard = body.current?.contains(document.activeElement) === true;
    if (holdsKeyboard && row !== document.activeElement) row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <table className="plain-table clearing-table" aria-label="Money by day">
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col" className="right">
            Amount
          </th>
          <th scope="col">Currency</th>
          <th scope="col" className="right">
            Rows
          </th>
          <th scope="col">How it is booked</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row) => (
          <tr
            key={row.id}
            className={row.kind === 'day' ? 'mapping-level' : undefined}
            aria-current={row.id === current}
            tabIndex={row.id === current ? 0 : -1}
            onFocus={() => choose(row)}
            onClick={() => choose(row)}
          >
            {row.kind === 'day' ? <DayCells row={row} /> : <LineCells line={row.line} />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DayCells({ row }: { readonly row: Extract<ClearingRow, { kind: 'day' }> }): ReactNode {
  const [waiting, hers, cutOff] = [waitingOf(row).length, approvableOf(row).length, cutOffDate(row)];
  return (
    <th scope="rowgroup" colSpan={5}>
      {row.date}
      {hers > 0 && <span className="quiet"> {formatCount(hers)} to approve</span>}
      {waiting > hers && <span className="quiet"> {formatCount(waiting - hers)} for a reviewer</span>}
      {cutOff !== null && <CutOff date={cutOff} />}
    </th>
  );
}

/** Money that posts on another day than its own. */
function CutOff({ date }: { readonly date: string }): ReactNode {
  return (
    <>
      {' '}
      <Tag tone="warn">cut-off: posts on {date}</Tag>
    </>
  );
}

function LineCells({ line }: { readonly line: ClearingLine }): ReactNode {
  const { journalClass, date, amount, currency, count, words, posting, acceptedDate } = line;
  const cutOff = acceptedDate ?? (posting !== null && posting.accountingDate !== date ? posting.accountingDate : null);
  return (
    <>
      <th scope="row">{CLASS_WORDS[journalClass]}</th>
      <td className="right figures">{formatMoney(amount)}</td>
      <td>{currency}</td>
      <td className="right figures">{formatCount(count)}</td>
      <td>
        {words}
        {cutOff !== null && <CutOff date={cutOff} />}
        {posting !== null && <span className="quiet"> {posting.reference}</span>}
      </td>
    </>
  );
}
