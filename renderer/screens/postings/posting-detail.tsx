import type { ReactNode } from 'react';
import type { PostingDetail } from '../../../shared/contract/postings.ts';
import { useCompany } from '../../app/company-context.ts';
import { capital } from '../../ui/capital.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatInstant, shortInstant } from '../../ui/dates.ts';
import { formatCount, formatMoney, formatMoneyWithCurrency } from '../../ui/money.ts';
import { ObjectId } from '../../ui/object-id.tsx';
import { PortalLinks } from '../../ui/portal-links.tsx';
import { Tag } from '../../ui/tag.tsx';
import { POSTING_WORDS } from '../../ui/words.ts';
import { figures, TableHead } from '../../ui/table-head.tsx';
import { Attempts } from './attempts.tsx';
import { PostingActs } from './posting-acts.tsx';
import type { PostingActions } from './use-posting-actions.ts';

interface PostingDetailProps {
  readonly detail: PostingDetail;
  readonly actions: PostingActions;
}

/** One posting: what is sent, what PeopleSoft will book, the deposit around it, every attempt, and its life so far. */
export function PostingDetailPane({ detail, actions }: PostingDetailProps): ReactNode {
  const { posting } = detail;
  const words = POSTING_WORDS[posting.state];
  return (
    <>
      <header>
        <strong className="mono">{posting.reference}</strong>
        <CopyButton text={posting.reference} label={isItem(posting) ? 'the group id' : 'the payment id'} />
        <Tag tone={words.tone}>{words.label}</Tag>
        <span className="pane-total figures">{formatMoneyWithCurrency(posting.amount)}</span>
      </header>
      <PostingActs detail={detail} actions={actions} />
      <PortalLinks links={detail.portalLinks} />
      <div className="posting-scroll" tabIndex={0} role="group" aria-label="Details of the posting">
        <Linked linked={detail.linked} show={actions.show} />
        <Accounting detail={detail} />
        {isItem(posting) ? null : <Deposit detail={detail} />}
        <Attempts attempts={detail.attempts} />
        <Payload detail={detail} />
        <Timeline detail={detail} />
      </div>
    </>
  );
}

/** It travels in a group of its own, which is among what is sent. */
function isItem({ kind }: PostingDetail['posting']): boolean {
  return kind === 'pendingItem';
}

interface LinkedProps {
  readonly linked: PostingDetail['linked'];
  readonly show: (postingKey: number) => void;
}

/** The other documents this one is tied to: both sides of a correction, and what waits for what. */
function Linked({ linked, show }: LinkedProps): ReactNode {
  if (linked.length === 0) return null;
  return (
    <section aria-label="Linked postings">
      <h2>Linked postings</h2>
      <ul className="plain-list">
        {linked.map(({ key, reference, words, state }) => (
          <li key={`${key} ${words}`}>
            {capital(words)}{' '}
            <button type="button" className="link-button mono" onClick={() => show(key)}>
              {reference}
            </button>{' '}
            <Tag tone={POSTING_WORDS[state].tone}>{POSTING_WORDS[state].label}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Accounting({ detail }: { readonly detail: PostingDetail }): ReactNode {
  return (
    <section aria-label="Accounting preview">
      <h2>Accounting preview</h2>
      <p className="quiet">What PeopleSoft’s own processes will book; Tieout never writes the general ledger.</p>
      <table className="plain-table">
        <TableHead columns={['Account', 'Text', figures('Debit'), figures('Credit')]} />
        <tbody>
          {detail.accounting.map(({ account, text, debit, credit }) => (
            <tr key={`${account} ${text}`}>
              <td className="mono">{account}</td>
              <td>{text}</td>
              <td className="right figures">{debit === null ? '' : formatMoney(debit)}</td>
              <td className="right figures">{credit === null ? '' : formatMoney(credit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Deposit({ detail }: { readonly detail: PostingDetail }): ReactNode {
  const { unit } = useCompany();
  const { deposit } = detail;
  if (deposit === null)
    return (
      <section aria-label="Deposit">
        <h2>Deposit</h2>
        <p className="quiet">
          Not cut yet: it joins the next deposit of its unit, clearing account, currency and date.
        </p>
      </section>
    );
  const fields: readonly (readonly [string, string])[] = [
    ['Deposit', `${deposit.depositBu} ${deposit.depositId}`],
    ['State', deposit.state],
    ['Bank', deposit.bank],
    ['Accounting date', deposit.accountingDate],
    [
      'Control total',
      `${formatMoneyWithCurrency(deposit.control)} in ${formatCount(deposit.controlCount)} ${deposit.controlCount === 1 ? 'payment' : 'payments'}`,
    ],
    ['Cut', `${deposit.cutNumber}, attempt ${deposit.generation}, ${formatInstant(deposit.cutAt, unit.zone)}`],
    ['Mapping', deposit.mappingVersion === null ? 'connection profile' : `version ${deposit.mappingVersion}`],
    ['Sent', deposit.sentAt === null ? 'not yet' : formatInstant(deposit.sentAt, unit.zone)],
  ];
  return (
    <section aria-label="Deposit">
      <h2>Deposit</h2>
      <Fields fields={fields} />
    </section>
  );
}

function Fields({ fields }: { readonly fields: readonly (readonly [string, string])[] }): ReactNode {
  return (
    <dl className="fields">
      {fields.map(([field, value]) => (
        <div key={field}>
          <dt>{field}</dt>
          <dd className="figures">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Payload({ detail }: { readonly detail: PostingDetail }): ReactNode {
  const { posting } = detail;
  return (
    <section aria-label="What is sent">
      <h2>What is sent</h2>
      <p className="quiet">
        Fixed when {posting.approvedBy} approved it
        {posting.approvedRule === null ? '' : ` by rule ${posting.approvedRule}`}, for{' '}
        <ObjectId id={posting.objectId} />.
      </p>
      <Fields fields={detail.payload.map(({ field, value }) => [field, value] as const)} />
      <p className="quiet">
        SHA-256 <span className="mono">{detail.payloadHash.slice(0, 16)}…</span>{' '}
        <CopyButton text={detail.payloadHash} label="the hash" />
      </p>
    </section>
  );
}

function Timeline({ detail }: { readonly detail: PostingDetail }): ReactNode {
  const { unit } = useCompany();
  return (
    <section aria-label="Timeline">
      <h2>Timeline</h2>
      <ol className="timeline">
        {detail.timeline.map(({ at, state, text }) => (
          <li key={`${at} ${state}`}>
            <span className="figures quiet">{shortInstant(at, unit.zone)}</span>
            <b>{state}</b>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
