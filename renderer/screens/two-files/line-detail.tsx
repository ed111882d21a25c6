import { Button } from '@fluentui/react-components';
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { TwoFileDetail, TwoFileRow } from '../../../shared/contract/two-files.ts';
import { actProps } from '../../ui/act-props.ts';
import { capital } from '../../ui/capital.ts';
import { formatPlainDecimal } from '../../ui/money.ts';
import { figures, TableHead } from '../../ui/table-head.tsx';
import { Tag } from '../../ui/tag.tsx';
import { standingWords } from './two-file-words.ts';
import type { LineActions } from './use-line-actions.ts';

interface LineDetailProps {
  readonly detail: TwoFileDetail;
  readonly actions: LineActions;
}

/** One line: both rows whole, why they belong together, what stands with it, and what else its rows could be. */
export function LineDetail({ detail, actions }: LineDetailProps): ReactNode {
  const whyId = useId();
  const { row, can } = detail;
  const words = standingWords(row);
  const why = can.whyNotUndo === null ? null : can.whyNotAccept;
  return (
    <>
      <header>
        <strong>{titleOf(row)}</strong>
        <Tag tone={words.tone}>{words.label}</Tag>
        <span className="pane-total figures">{formatPlainDecimal(row.amount)}</span>
      </header>
      <div className="two-file-acts">
        {why !== null && (
          <p className="remark" id={whyId}>
            {why}
          </p>
        )}
        <div className="acts">
          <Button appearance="primary" {...actProps(can.whyNotAccept, actions.isBusy, whyId)} onClick={actions.accept}>
            Accept <kbd>A</kbd>
          </Button>
          <Button {...actProps(can.whyNotRefuse, actions.isBusy, whyId)} onClick={actions.refuse}>
            Refuse <kbd>R</kbd>
          </Button>
          <Button {...actProps(can.whyNotUndo, actions.isBusy, whyId)} onClick={actions.undo}>
            Take back <kbd>U</kbd>
          </Button>
        </div>
      </div>
      <div className="two-file-scroll" tabIndex={0} role="group" aria-label="Details of the line">
        <Reasons detail={detail} />
        <WholeRow title="Left row" cells={detail.left} />
        <WholeRow title="Right row" cells={detail.right} />
        <Lines title="Stand and fall with it" rows={detail.together} />
        <Lines title="What else its rows could be" rows={detail.candidates} />
        <Nearest nearest={detail.nearest} />
      </div>
    </>
  );
}

function titleOf({ left, right }: TwoFileRow): string {
  if (left === null || right === null) return `${(left ?? right)?.id ?? ''} by itself`;
  return `${left.id} and ${right.id}`;
}

function Reasons({ detail: { row, reasons } }: { readonly detail: TwoFileDetail }): ReactNode {
  return (
    <section aria-label="Why">
      <h2>Why{row.score === 0 ? '' : `, score ${row.score.toFixed(2)}`}</h2>
      <table className="plain-table">
        <TableHead columns={['What speaks for and against it', figures('Points')]} />
        <tbody>
          {reasons.map((reason) => (
            <Reason key={reason} reason={reason} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A reason with its points at the end, as the exported file has it; one without points is a sentence. */
function Reason({ reason }: { readonly reason: string }): ReactNode {
  const [, text, points] = /^(.*) ([+-]\d+\.\d\d)$/.exec(reason) ?? ['', reason, ''];
  return (
    <tr>
      <td>{capital(text ?? reason)}</td>
      <td className="right figures">{points?.replace('-', '\u2212')}</td>
    </tr>
  );
}

function WholeRow({ title, cells }: { readonly title: string; readonly cells: TwoFileDetail['left'] }): ReactNode {
  if (cells === null) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <table className="plain-table two-file-row">
        <tbody>
          {cells.map(({ column, value }) => (
            <tr key={column}>
              <th scope="row">{column}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Lines({ title, rows }: { readonly title: string; readonly rows: readonly TwoFileRow[] }): ReactNode {
  if (rows.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <table className="plain-table">
        <TableHead columns={['Left', 'Right', figures('Amount'), figures('Score'), 'State']} />
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <td>{row.left?.id ?? ''}</td>
              <td>{row.right?.id ?? ''}</td>
              <td className="right figures">{formatPlainDecimal(row.amount)}</td>
              <td className="right figures">{row.score.toFixed(2)}</td>
              <td>{standingWords(row).label}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** For a row that stays alone: what comes nearest, and why it was not taken. */
function Nearest({ nearest }: { readonly nearest: TwoFileDetail['nearest'] }): ReactNode {
  if (nearest.length === 0) return null;
  return (
    <section aria-label="Nearest rows of the other file">
      <h2>Nearest rows of the other file</h2>
      <table className="plain-table two-file-nearest">
        <TableHead columns={['Row', 'Date', figures('Amount'), 'What speaks against it']} />
        <tbody>
          {nearest.map(({ side, against }) => (
            <tr key={side.id}>
              <td>{[side.id, side.party || side.reference].filter((text) => text !== '').join(' · ')}</td>
              <td className="figures">{side.date}</td>
              <td className="right figures">{formatPlainDecimal(side.amount)}</td>
              <td>{against.join(' ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
