import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import type { DuplicateDetail } from '../../../shared/contract/duplicates.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import type { Answer, AnswerDialogProps } from './answer.ts';
import { AnswerFields, useAnswerForm } from './answer-form.tsx';
import { DUPLICATE_KIND_WORDS } from './duplicate-words.ts';

const NOT_DUPLICATE = 'not';
const SUGGESTIONS = {
  sameEvent: ['Paid twice by mistake', 'Retried after a time-out', 'Booked twice'],
  notDuplicate: ['Two orders', 'The customer says both are right', 'A regular payment'],
} as const;

/** Asks what the rows of a suspicion are. Arrows choose, Enter goes on and confirms, Esc leaves with nothing said. */
export function AnswerDialog({ detail, untilDate, give }: AnswerDialogProps): ReactNode {
  const { row, suggestedKeep } = detail;
  const [choice, setChoice] = useState(suggestedKeep === null ? NOT_DUPLICATE : `${suggestedKeep}`);
  const form = useAnswerForm(untilDate);
  const as = choice === NOT_DUPLICATE ? 'notDuplicate' : 'sameEvent';
  const whyNot = as === 'sameEvent' ? whyNotKeep(detail, Number(choice)) : null;
  const isMissing = form.reason.trim() === '' || whyNot !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isMissing) return form.reasonBox.current?.focus();
    give(form.answer({ as, keep: as === 'sameEvent' ? Number(choice) : null }));
  };
  return (
    <FormDialog
      title={`${DUPLICATE_KIND_WORDS[row.kind]}: one event or not?`}
      submitLabel={as === 'sameEvent' ? 'One event' : 'Not a duplicate'}
      isOff={isMissing}
      submit={submit}
      cancel={() => give(null)}
    >
      <Choices detail={detail} choice={choice} choose={setChoice} whyNot={whyNot} submit={submit} />
      <AnswerFields
        as={as}
        form={form}
        consequence={consequence(as, row.kind)}
        what="rows"
        suggestions={SUGGESTIONS[as]}
        submit={submit}
      />
    </FormDialog>
  );
}

interface ChoicesProps {
  readonly detail: DuplicateDetail;
  readonly choice: string;
  readonly choose: (choice: string) => void;
  readonly whyNot: string | null;
  readonly submit: (event: FormEvent) => void;
}

/** Which one stands for all, or none. */
function Choices({ detail, choice, choose, whyNot, submit }: ChoicesProps): ReactNode {
  return (
    <Field label="What it is" {...(whyNot === null ? {} : { validationMessage: whyNot })}>
      <RadioGroup
        value={choice}
        onChange={(_, { value }) => choose(value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') submit(event);
        }}
      >
        {detail.members.map(({ position, name }) => (
          <Radio
            key={position}
            value={`${position}`}
            autoFocus={choice === `${position}`}
            label={`One event: keep ${name}${detail.members.length > 2 ? '' : ', drop the other'}${isFirst(detail.members, position)}`}
          />
        ))}
        <Radio
          value={NOT_DUPLICATE}
          autoFocus={choice === NOT_DUPLICATE}
          label="Not a duplicate: each stands for itself"
        />
      </RadioGroup>
    </Field>
  );
}

/** Names may be equal, of one document booked twice: then the places tell them apart. */
function isFirst(members: DuplicateDetail['members'], position: number): string {
  const isNamesake = new Set(members.map(({ name }) => name)).size < members.length;
  return isNamesake ? ` (column ${position + 1})` : '';
}

/** Why the others cannot be dropped in favour of this one, a sentence; null: they can. */
function whyNotKeep({ members }: DuplicateDetail, keep: number): string | null {
  const stuck = members.find(({ position, whyNotDrop }) => position !== keep && whyNotDrop !== null);
  return stuck?.whyNotDrop === undefined || stuck.whyNotDrop === null
    ? null
    : `${stuck.whyNotDrop} Keep that one, or take it back first.`;
}

function consequence(as: Answer['as'], kind: DuplicateDetail['row']['kind']): string {
  if (as === 'notDuplicate') return 'Each is matched and posted like any other. Rules may decide them again.';
  return kind === 'doublePosting'
    ? 'The dropped payment no longer counts for any charge. Take it out of PeopleSoft yourself; it stays on the list until a read shows that.'
    : 'The dropped charge is not posted. Refund it in Stripe yourself; it stays on the list until the refund comes in.';
}
