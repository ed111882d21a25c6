import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  Select,
} from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import type { AliasRow } from '../../../shared/contract/customer-aliases.ts';
import { ALIAS_KINDS, type AliasKind } from '../../../shared/domain/customer-aliases.ts';
import { useChangeAlias, useRememberAlias } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
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

/** Asks for a spelling and whose it is, or changes whose and until when. Enter confirms, Esc leaves with nothing done. */
export function AliasDialog({
  start,
  close,
}: {
  readonly start: AliasStart;
  readonly close: (row: AliasRow | null) => void;
}): ReactNode {
  useReturnFocus();
  const { say } = useNotices();
  const [remember, change] = [useRememberAlias(), useChangeAlias()];
  const { change: before } = start;
  const [kind, setKind] = useState<AliasKind>(before?.kind ?? 'name');
  const [spelling, setSpelling] = useState(before?.spelling ?? (start.change === null ? start.spelling : ''));
  const [custId, setCustId] = useState(before?.custId ?? (start.change === null ? start.custId : ''));
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
    <Dialog open onOpenChange={(_, { open }) => !open && close(null)}>
      <DialogSurface className="dialog">
        <form onSubmit={submit}>
          <DialogBody>
            <DialogTitle>{before === null ? 'Remember an alias' : `Change the alias “${before.spelling}”`}</DialogTitle>
            <DialogContent className="dialog-content">
              {before === null && (
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
            </DialogContent>
            <DialogActions>
              <Button onClick={() => close(null)}>Cancel</Button>
              <Button appearance="primary" type="submit" disabledFocusable={isMissing || isBusy}>
                {before === null ? 'Remember' : 'Change'}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

function kindOf(value: string): AliasKind {
  return ALIAS_KINDS.find((kind) => kind === value) ?? 'name';
}
