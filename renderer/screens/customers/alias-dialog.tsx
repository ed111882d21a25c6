import { Field, Input, Select } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import type { AliasRow } from '../../../shared/contract/customer-aliases.ts';
import { ALIAS_KINDS, type AliasKind } from '../../../shared/domain/customer-aliases.ts';
import { useChangeAlias, useRememberAlias } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { ALIAS_KIND_WORDS } from './alias-words.ts';

/** What the dialog begins with: an alias that is changed, or what is on screen for a new one. */
export type AliasStart =
  | { readonly change: AliasRow }
  | { readonly change: null; readonly spelling: string; readonly custId: string };

const SUGGESTIONS = ['The customer told us', 'Trades under both names', 'Their old number'] as const;
const SPELLING_HINTS: Readonly<Record<AliasKind, string>> = {
  name: 'As Stripe writes it; capitals and blanks do not matter.',
  emailDomain: 'Of the company, such as halvorsen.no; not of a mail provider.',
  externalId: 'As it stands in the customer’s metadata in Stripe.',
};

interface AliasDialogProps {
  readonly start: AliasStart;
  readonly close: (row: AliasRow | null) => void;
}

/** Asks for a spelling and whose it is, or changes whose and until when. Enter confirms, Esc leaves with nothing done. */
export function AliasDialog({ start, close }: AliasDialogProps): ReactNode {
  const { say } = useNotices();
  const [remember, change] = [useRememberAlias(), useChangeAlias()];
  const before = start.change;
  const first = start.change ?? start;
  const [kind, setKind] = useState<AliasKind>(before?.kind ?? 'name');
  const [spelling, setSpelling] = useState(first.spelling);
  const [custId, setCustId] = useState(first.custId);
  const [until, setUntil] = useState(before?.expiresDate ?? '');
  const [reason, setReason] = useState('');
  const reasonBox = useRef<HTMLTextAreaElement>(null);
  const isBusy = remember.isPending || change.isPending;
  const isMissing = [spelling, custId, reason].some((text) => text.trim() === '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    if (isMissing) return reasonBox.current?.focus();
    const said = { custId: custId.trim(), expiresDate: until === '' ? null : until, reason: reason.trim() };
    const onSuccess = ({ text, row }: { readonly text: string; readonly row: AliasRow }) => {
      say(text);
      close(row);
    };
    if (before === null) remember.mutate({ kind, spelling: spelling.trim(), ...said }, { onSuccess });
    else change.mutate({ aliasId: before.key, seenVersion: before.version, ...said }, { onSuccess });
  };
  const error = remember.error ?? change.error;
  return (
    <FormDialog
      title={before === null ? 'Remember an alias' : `Change the alias “${before.spelling}”`}
      submitLabel={before === null ? 'Remember' : 'Change'}
      isOff={isMissing || isBusy}
      submit={submit}
      cancel={() => close(null)}
    >
      {before === null && (
        <SpellingFields kind={kind} spelling={spelling} setKind={setKind} setSpelling={setSpelling} />
      )}
      <Field label="PeopleSoft customer, by id">
        <Input
          autoFocus={before !== null}
          maxLength={30}
          value={custId}
          onChange={(_, { value }) => setCustId(value)}
        />
      </Field>
      <Field label="Counts until" hint="Leave it empty and it counts for good.">
        <Input type="date" value={until} onChange={(_, { value }) => setUntil(value)} />
      </Field>
      <ReasonField
        box={reasonBox}
        reason={reason}
        say={setReason}
        isRequired
        suggestions={SUGGESTIONS}
        submit={submit}
      />
      {error !== null && (
        <FailureNotice
          error={error}
          dismiss={() => {
            remember.reset();
            change.reset();
          }}
        />
      )}
    </FormDialog>
  );
}

interface SpellingFieldsProps {
  readonly kind: AliasKind;
  readonly spelling: string;
  readonly setKind: (kind: AliasKind) => void;
  readonly setSpelling: (spelling: string) => void;
}

function SpellingFields({ kind, spelling, setKind, setSpelling }: SpellingFieldsProps): ReactNode {
  return (
    <>
      <Field label="What it is">
        <Select value={kind} onChange={(_, { value }) => setKind(kindOf(value))}>
          {ALIAS_KINDS.map((each) => (
            <option key={each} value={each}>
              {ALIAS_KIND_WORDS[each]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Spelling" hint={SPELLING_HINTS[kind]}>
        <Input autoFocus maxLength={200} value={spelling} onChange={(_, { value }) => setSpelling(value)} />
      </Field>
    </>
  );
}

function kindOf(value: string): AliasKind {
  return ALIAS_KINDS.find((kind) => kind === value) ?? 'name';
}
