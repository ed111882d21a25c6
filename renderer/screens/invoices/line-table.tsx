import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { formatMoney } from '../../ui/money.ts';
import { Tag } from '../../ui/tag.tsx';
import type { Line, Tab } from './invoice-lines.ts';

/** What stands in the columns of each list. */
const HEADS: Readonly<Record<Tab, readonly [what: string, who: string, when: string]>> = {
  waiting: ['What', 'Customer', 'Booked on'],
  approved: ['Group', 'Approved by', ''],
  orders: ['What to do', 'Customer', 'Since'],
};

interface LineTableProps {
  readonly tab: Tab;
  readonly lines: readonly Line[];
  readonly current: Line | null;
  readonly choose: (line: Line) => void;
}

/** One row a document, with the keyboard on exactly one of them. */
export function LineTable({ tab, lines, current, choose }: LineTableProps): ReactNode {
  const row = useRef<HTMLTableRowElement>(null);
  const id = current?.id ?? null;
  const [what, who, when] = HEADS[tab];
  // The keyboard follows the current row, but only where it is in the table (or nowhere) already.
  useEffect(() => {
    const { activeElement, body } = document;
    const isHere = row.current?.closest('table')?.contains(activeElement) === true;
    if (activeElement === body || isHere) row.current?.focus();
  }, [id]);
  return (
    <table className="plain-table invoice-table">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">{what}</th>
          <th scope="col">Item</th>
          <th scope="col">{who}</th>
          {when !== '' && <th scope="col">{when}</th>}
          <th scope="col" className="head-right">
            Amount
          </th>
          <th scope="col">Currency</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr
            key={line.id}
            ref={line.id === id ? row : null}
            tabIndex={line.id === id ? 0 : -1}
            aria-current={line.id === id}
            onFocus={() => choose(line)}
            onClick={() => choose(line)}
          >
            <td>
              <Tag tone={line.state.tone}>{line.state.label}</Tag>
            </td>
            <td>{line.kind}</td>
            <th scope="row" className="cell-id">
              {line.item}
            </th>
            <td>{line.customer}</td>
            {when !== '' && <td className="figures">{line.date}</td>}
            <td className="figures head-right">{formatMoney(line.amount)}</td>
            <td>{line.amount.currency}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
