import { Field, Input } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { FormEvent, ReactNode, RefObject } from 'react';
import { ReasonField } from '../../ui/reason-field.tsx';
import type { Answer } from './answer.ts';

/** What every answer to a suspicion is asked for: why, and until when "not a duplicate" holds. */
export interface AnswerForm {
  readonly reason: string;
  readonly setReason: (reason: string) => void;
  readonly until: string;
  readonly setUntil: (until: string) => void;
  readonly reasonBox: RefObject<HTMLTextAreaElement | null>;
  /** The answer with them; `what` is the part that each dialog asks for itself. */
  readonly answer: (what: Omit<Answer, 'reason' | 'expiresDate'>) => Answer;
}

/** `untilDate`: the day until which "not a duplicate" holds unless she says otherwise. */
export function useAnswerForm(untilDate: string): AnswerForm {
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState(untilDate);
  const reasonBox = useRef<HTMLTextAreaElement>(null);
  return {
    reason,
    setReason,
    until,
    setUntil,
    reasonBox,
    answer: (what) => ({
      ...what,
      reason: reason.trim(),
      expiresDate: what.as === 'notDuplicate' && until !== '' ? until : null,
    }),
  };
}

interface AnswerFieldsProps {
  readonly as: Answer['as'];
  readonly form: AnswerForm;
  /** What the answer leads to, a sentence or two. */
  readonly consequence: string;
  /** What the suspicion is about: with another state of it, it comes back. */
  readonly what: 'rows' | 'customers';
  readonly suggestions: readonly string[];
  readonly submit: (event: FormEvent) => void;
}

/** The fields below what she chooses. */
export function AnswerFields({ as, form, consequence, what, suggestions, submit }: AnswerFieldsProps): ReactNode {
  return (
    <>
      <p className="quiet">{consequence}</p>
      {as === 'notDuplicate' && (
        <Field
          label="Holds until"
          hint={`Leave it empty and it holds for good. It comes back sooner if the ${what} change.`}
        >
          <Input type="date" value={form.until} onChange={(_, { value }) => form.setUntil(value)} />
        </Field>
      )}
      <ReasonField
        box={form.reasonBox}
        reason={form.reason}
        say={form.setReason}
        isRequired
        suggestions={suggestions}
        submit={submit}
      />
    </>
  );
}
