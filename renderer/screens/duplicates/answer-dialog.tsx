import { Checkbox, Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import type { FormEvent, KeyboardEvent, ReactNode } from 'react';
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
  const [strangers, setStrangers] = useState<readonly number[]>([]);
  const form = useAnswerForm(untilDate);
  const as = choice === NOT_DUPLICATE ? 'notDuplicate' : 'sameEvent';
  const apart = as === 'sameEvent' ? strangers.filter((position) => position !== Number(choice)) : [];
  const whyNot = as === 'sameEvent' ? whyNotKeep(detail, Number(choice), apart) : null;
  const isMissing = form.reason.trim() === '' || whyNot !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isMissing) return form.reasonBox.current?.focus();
    const parts = apart.length === 0 ? {} : { apart };
    give(form.answer({ as, keep: as === 'sameEvent' ? Number(choice) : null, ...parts }));
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
      {as === 'sameEvent' && row.members > 2 && (
        <Parts detail={detail} keep={Number(choice)} apart={apart} change={setStrangers} submit={submit} />
      )}
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
            label={`One event: keep ${name}${detail.members.length > 2 ? '' : ', drop the other'}${placeOf(detail.members, position)}`}
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

interface PartsProps {
  readonly detail: DuplicateDetail;
  readonly keep: number;
  readonly apart: readonly number[];
  readonly change: (apart: readonly number[]) => void;
  readonly submit: (event: FormEvent) => void;
}

/** Which of the others are the same event as the one that is kept: all of them, unless she says otherwise. The digit of a row changes its part. */
function Parts({ detail: { members }, keep, apart, change, submit }: PartsProps): ReactNode {
  const others = members.filter(({ position }) => position !== keep);
  const turn = (position: number): void =>
    change(apart.includes(position) ? apart.filter((each) => each !== position) : [...apart, position]);
  const onKey = (event: KeyboardEvent): void => {
    const digit = others.find(({ position }) => `${position + 1}` === event.key);
    if (digit !== undefined) turn(digit.position);
    else if (event.key === 'Enter') submit(event);
  };
  return (
    <fieldset className="duplicate-parts">
      <legend>Dropped as the same event</legend>
      {others.map(({ position, name }) => (
        <Checkbox
          key={position}
          checked={!apart.includes(position)}
          onChange={() => turn(position)}
          onKeyDown={onKey}
          label={`${position + 1}: ${name}`}
        />
      ))}
      <p className="quiet">What is not ticked stands for itself. Its digit, or Space, changes it.</p>
    </fieldset>
  );
}

/** Names may be equal, of one document booked twice: then the places tell them apart. */
function placeOf(members: DuplicateDetail['members'], position: number): string {
  const isNamesake = new Set(members.map(({ name }) => name)).size < members.length;
  return isNamesake ? ` (column ${position + 1})` : '';
}

/** Why the others cannot be dropped in favour of this one, a sentence; null: they can. */
function whyNotKeep({ members }: DuplicateDetail, keep: number, apart: readonly number[]): string | null {
  const dropped = members.filter(({ position }) => position !== keep && !apart.includes(position));
  if (dropped.length === 0) return 'Nothing is dropped: then it is not a duplicate.';
  const stuck = dropped.find(({ whyNotDrop }) => whyNotDrop !== null);
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
