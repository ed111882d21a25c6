import { Field, Input } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import type { BandRow, CustomerBand } from '../../../shared/contract/customer-bands.ts';
import { useClient } from '../../api/client-context.ts';
import { useConfirmBand } from '../../api/mutations.ts';
import { customerBandQuery } from '../../api/queries.ts';
import { useNotices } from '../../app/notice.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { formatCount } from '../../ui/money.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { figures, TableHead } from '../../ui/table-head.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { leftOutWords, scoreText } from './customer-words.ts';

const FIRST_THRESHOLD = '0.95';
const TYPING_MS = 250;
const SUGGESTIONS = ['Looked through the weakest', 'Same names, same places', 'First linking of the company'] as const;

/** Asks from which probability on the proposed links are confirmed together. Enter confirms in the reason, Esc leaves with nothing done. */
export function BandDialog({ close }: { readonly close: (changed: boolean) => void }): ReactNode {
  const client = useClient();
  const { say } = useNotices();
  const [threshold, setThreshold] = useState(FIRST_THRESHOLD);
  const [reason, setReason] = useState('');
  const confirm = useConfirmBand();
  const reasonBox = useRef<HTMLTextAreaElement>(null);
  const fromScore = thresholdOf(useSettled(threshold, TYPING_MS));
  const query = useQuery({ ...customerBandQuery(client, fromScore ?? 1), enabled: fromScore !== null });
  const band = fromScore !== null && fromScore === thresholdOf(threshold) ? query.data : undefined;
  const whyNot = whyNotConfirm(thresholdOf(threshold), band);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (whyNot !== null || band === undefined || confirm.isPending) return;
    if (reason.trim() === '') return reasonBox.current?.focus();
    confirm.mutate(
      { fromScore: band.fromScore, seen: band.seen, reason: reason.trim() },
      {
        onSuccess: ({ text }) => {
          say(text);
          close(true);
        },
      },
    );
  };
  const isOff = whyNot !== null || band === undefined || reason.trim() === '' || confirm.isPending;
  return (
    <FormDialog
      title={'Link all proposed from a score on'}
      className="band-dialog"
      submitLabel={band === undefined || band.count === 0 ? 'Link' : `Link ${formatCount(band.count)}`}
      isOff={isOff}
      submit={submit}
      cancel={() => close(false)}
    >
      <Field
        label="From score"
        hint="0.50 to 1.00: the probability that the two customers are one."
        {...(whyNot === null ? {} : { validationMessage: whyNot })}
      >
        <Input
          autoFocus
          type="number"
          min={0.5}
          max={1}
          step={0.01}
          value={threshold}
          onChange={(_, { value }) => setThreshold(value)}
        />
      </Field>
      <p aria-live="polite" className="band-count">
        {band === undefined ? 'Counting…' : countSentence(band)}
      </p>
      {band !== undefined && <Weakest rows={band.weakest} />}
      {band !== undefined && <LeftOut leftOut={band.leftOut} />}
      <ReasonField
        box={reasonBox}
        reason={reason}
        say={setReason}
        isRequired
        suggestions={SUGGESTIONS}
        submit={submit}
      />
      {confirm.error !== null && <FailureNotice error={confirm.error} dismiss={() => confirm.reset()} />}
    </FormDialog>
  );
}

/** The typed probability, or null where it is none from one half to one. */
function thresholdOf(typed: string): number | null {
  const value = Number(typed.replace(',', '.'));
  return typed.trim() === '' || !(value >= 0.5 && value <= 1) ? null : value;
}

function whyNotConfirm(threshold: number | null, band: CustomerBand | undefined): string | null {
  if (threshold === null) return 'A score from 0.50 to 1.00: below one half nothing is proposed.';
  if (band === undefined) return null;
  return band.whyNot ?? (band.count === 0 ? 'No proposed link is left from this score on.' : null);
}

function countSentence({ count, differing }: CustomerBand): string {
  const first = `${formatCount(count)} ${count === 1 ? 'customer' : 'customers'} would be linked`;
  if (differing === 0) return `${first}.`;
  return `${first}; ${formatCount(differing)} of them ${differing === 1 ? 'is' : 'are'} spelled otherwise in PeopleSoft, which is remembered as an alias.`;
}

function Weakest({ rows }: { readonly rows: readonly BandRow[] }): ReactNode {
  if (rows.length === 0) return null;
  return (
    <section aria-label="The weakest of them">
      <h3>The weakest of them</h3>
      <BandTable rows={rows} />
    </section>
  );
}

function LeftOut({ leftOut }: Pick<CustomerBand, 'leftOut'>): ReactNode {
  if (leftOut.length === 0) return null;
  return (
    <section aria-label="Left out">
      <h3>Left out, to be looked at one by one</h3>
      {leftOut.map(({ why, count, rows }) => (
        <div key={why}>
          <p className="quiet">
            {formatCount(count)}: {leftOutWords(why)}
          </p>
          <BandTable rows={rows} />
        </div>
      ))}
    </section>
  );
}

function BandTable({ rows }: { readonly rows: readonly BandRow[] }): ReactNode {
  return (
    <table className="plain-table band-table">
      <TableHead columns={['Stripe', 'PeopleSoft', figures('Score'), figures('Before the next')]} />
      <tbody>
        {rows.map(({ customerKey, customerId, name, custId, peopleSoftName, score, margin }) => (
          <tr key={`${customerKey} ${custId}`}>
            <td>{name ?? customerId}</td>
            <td>
              {custId} {peopleSoftName}
            </td>
            <td className="right figures">{scoreText(score)}</td>
            <td className="right figures">{margin === null ? '—' : scoreText(margin)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
