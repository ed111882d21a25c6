import { Button, Checkbox } from '@fluentui/react-components';
import { isOpenMovement } from '../../../shared/domain/open-movement.ts';
import type { ReactNode } from 'react';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { formatCount, formatMoney } from '../../ui/money.ts';
import { shortId } from '../../ui/short-id.ts';
import { KIND_WORDS } from '../../ui/words.ts';
import type { Allocation } from './allocation.ts';
import {
  customerToLink,
  isOutward,
  isTakenOver,
  linkToConfirm,
  whyNotApprove,
  whyNotJournal,
  whyNotWithoutItem,
  whyNotUndo,
} from './decision.ts';
import { LostDispute } from './lost-dispute.tsx';
import type { OwnSelection } from './own-selection.ts';
import type { Decisions } from './use-decisions.ts';

interface AllocationPanelProps {
  readonly detail: MatchDetail | undefined;
  readonly selection: OwnSelection;
  readonly decisions: Decisions;
}

/** What is applied where with its running remainder, and the decision. */
export function AllocationPanel({ detail, selection, decisions }: AllocationPanelProps): ReactNode {
  return (
    <section aria-label="Allocation" data-pane="decision" className="allocation">
      <h2>
        Allocation
        {selection.isOwn && (
          <button type="button" className="link-button" onClick={selection.reset}>
            Back to the proposal
          </button>
        )}
      </h2>
      <div className="allocation-figures" tabIndex={0} role="group" aria-label="Amounts">
        {detail !== undefined && selection.allocation !== null && (
          <Sums kind={KIND_WORDS[detail.movement.kind]} isOut={isOutward(detail)} allocation={selection.allocation} />
        )}
        <Remarks detail={detail} selection={selection} />
      </div>
      {detail?.can.decideLost === true && <LostDispute key={detail.movement.key} detail={detail} />}
      <Actions detail={detail} selection={selection} decisions={decisions} />
    </section>
  );
}

interface SumsProps {
  readonly kind: string;
  readonly isOut: boolean;
  readonly allocation: Allocation;
}

function Sums({ kind, isOut, allocation }: SumsProps): ReactNode {
  const { total, lines, applied, remainder, unused } = allocation;
  return (
    <>
      <table className="sums figures">
        <tbody>
          <tr>
            <th scope="row">
              {kind}, {total.currency}
            </th>
            <td />
            <td>{formatMoney(total)}</td>
          </tr>
          {lines.length > 1 &&
            lines.map((line) => (
              <tr key={line.itemKey} className="sums-line">
                <th scope="row">{shortId(line.item)}</th>
                <td>{formatMoney(line.amount)}</td>
                <td className="quiet">{formatMoney(line.leftAfter)}</td>
              </tr>
            ))}
          <tr>
            <th scope="row">
              {isOut ? 'Paid back on' : 'Applied to'}{' '}
              {lines.length === 1 && lines[0] !== undefined
                ? shortId(lines[0].item)
                : `${formatCount(lines.length)} items`}
            </th>
            <td />
            <td>{formatMoney(applied)}</td>
          </tr>
        </tbody>
        <tfoot>
          <tr className={remainder.minor === 0 ? '' : 'sums-left'}>
            <th scope="row">Remainder</th>
            <td />
            <td>
              <output aria-live="polite">{formatMoney(remainder)}</output>
            </td>
          </tr>
        </tfoot>
      </table>
      {unused.map(({ item, why }) => (
        <p key={item} className="remark">
          {shortId(item)} {why}.
        </p>
      ))}
    </>
  );
}

/** Both ends of a link; the name on the other side only where it reads differently. */
function linkText(customer: string, { custId, name }: { readonly custId: string; readonly name: string }): string {
  return customer === name ? `${customer} → ${custId}` : `${customer} → ${custId} ${name}`.replace(/\.$/, '');
}

function Remarks({ detail, selection }: Pick<AllocationPanelProps, 'detail' | 'selection'>): ReactNode {
  if (detail === undefined) return null;
  const link = linkToConfirm(detail, selection);
  const remarks = [
    link === null
      ? null
      : `Approving also confirms the link ${linkText(detail.movement.customer ?? link.stripeCustomer, link)}.`,
    detail.asked === null ? null : detail.asked.text,
    detail.asksReviewer,
    detail.notHers,
    detail.postingBlocked === null ? null : detail.postingBlocked,
    detail.waitsFor,
    detail.cutOff === null || isTakenOver(detail, selection) ? null : detail.cutOff.text,
  ];
  const toLink = customerToLink(detail, selection);
  return (
    <>
      {toLink !== null && (
        <Checkbox
          className="remark"
          checked={selection.linksCustomer}
          onChange={(_event, { checked }) => selection.setLinksCustomer(checked === true)}
          label={`Also link ${linkText(detail.movement.customer ?? '', toLink)}`}
        />
      )}
      {remarks.map((remark) =>
        remark === null ? null : (
          <p key={remark} className="remark">
            {remark}
          </p>
        ),
      )}
    </>
  );
}

interface WithoutItemProps {
  readonly detail: MatchDetail;
  readonly decisions: Decisions;
}

/** What may become of a whole charge that no item takes. */
function WithoutItem({ detail, decisions }: WithoutItemProps): ReactNode {
  const { chargeForms, journalTemplate } = detail;
  const [whyNotAccount, whyNotItem] = [whyNotWithoutItem(detail, 'onAccount'), whyNotWithoutItem(detail, 'makeItem')];
  const noJournal = whyNotJournal(detail);
  return (
    <>
      <Button
        disabledFocusable={whyNotAccount !== null || decisions.isBusy}
        title={whyNotAccount ?? 'No item takes it: it goes on the account of its customer, with your reason'}
        onClick={() => decisions.decideWithoutItem('onAccount')}
      >
        On account…
      </Button>
      {chargeForms.makeItem && (
        <Button
          disabledFocusable={whyNotItem !== null || decisions.isBusy}
          title={whyNotItem ?? 'No item takes it: one is made of it first, and the payment follows'}
          onClick={() => decisions.decideWithoutItem('makeItem')}
        >
          Make an item…
        </Button>
      )}
      {journalTemplate !== null && (
        <Button
          disabledFocusable={noJournal !== null || decisions.isBusy}
          title={noJournal ?? `No invoice stands behind it: journal it by ${journalTemplate}, with your reason`}
          onClick={() => decisions.decideWithoutItem('directJournal')}
        >
          Journal…
        </Button>
      )}
    </>
  );
}

function Actions({ detail, selection, decisions }: AllocationPanelProps): ReactNode {
  const whyNotPost = whyNotApprove(detail, selection, true);
  const whyNot = whyNotApprove(detail, selection, false);
  const whyNotBack = whyNotUndo(detail);
  const preview = detail?.postingPreview ?? null;
  const previewText =
    preview === null
      ? ''
      : `Deposit in ${preview.depositBu}, bank ${preview.bank}, cash account ${preview.cashAccount}, accounting date ${preview.accountingDate}, reference ${preview.reference}`;
  return (
    <div className="acts">
      <Button
        appearance="primary"
        disabledFocusable={whyNotPost !== null || decisions.isBusy}
        title={whyNotPost ?? previewText}
        onClick={() => decisions.approve(true)}
      >
        Approve and post <kbd>P</kbd>
      </Button>
      <Button
        disabledFocusable={whyNot !== null || decisions.isBusy}
        title={whyNot ?? 'Approve now, send with the next deposit'}
        onClick={() => decisions.approve(false)}
      >
        Approve <kbd>A</kbd>
      </Button>
      {detail?.movement.kind === 'charge' && <WithoutItem detail={detail} decisions={decisions} />}
      <Button
        disabledFocusable={detail?.can.reject !== true || decisions.isBusy}
        title={detail?.can.reject === true ? 'This proposal is not made again' : (detail?.can.why ?? '')}
        onClick={decisions.reject}
      >
        Not a match <kbd>R</kbd>
      </Button>
      {/* A row nobody has decided has nothing to take back, and on a small screen its remarks need the place. */}
      {(whyNotBack === null || (detail !== undefined && !isOpenMovement(detail.movement))) && (
        <Button
          disabledFocusable={whyNotBack !== null || decisions.isBusy}
          title={whyNotBack ?? 'Take back what was decided on this row'}
          onClick={decisions.undo}
        >
          Undo <kbd>U</kbd>
        </Button>
      )}
    </div>
  );
}
