import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import type { DuplicateDetail } from '../../../shared/contract/duplicates.ts';
import { MERGE_FIELD_WORDS, type MergeField } from '../../../shared/domain/merge-fields.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import type { Answer, AnswerDialogProps } from './answer.ts';
import { AnswerFields, useAnswerForm } from './answer-form.tsx';
import { PickRow } from './pick-row.tsx';

const SUGGESTIONS = {
  sameEvent: ['Made twice', 'Signed up again', 'Same company, other spelling'],
  notDuplicate: ['Two companies of one name', 'Sister companies', 'Departments that pay apart'],
} as const;

/** Asks whether customers are one, and field by field what it is called then. Arrows choose, Tab goes to the next field, Enter goes on and confirms, Esc leaves with nothing said. */
export function MergeDialog({ detail, untilDate, give }: AnswerDialogProps): ReactNode {
  const whyNot = detail.members.find(({ whyNotDrop }) => whyNotDrop !== null)?.whyNotDrop ?? null;
  const [as, setAs] = useState<Answer['as']>(whyNot === null ? 'sameEvent' : 'notDuplicate');
  const [keep, setKeep] = useState(detail.suggestedKeep ?? 0);
  const [from, setFrom] = useState<ReadonlyMap<MergeField, number>>(
    () => new Map(detail.picks.map((pick) => [pick.field, pick.from])),
  );
  const form = useAnswerForm(untilDate);
  const isStripe = detail.picks.length > 0;
  const isMerge = as === 'sameEvent';
  const isMissing = form.reason.trim() === '' || (isMerge && whyNot !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isMissing) return form.reasonBox.current?.focus();
    const picks = [...from].map(([field, position]) => ({ field, from: position }));
    give(form.answer({ as, keep: isMerge ? keep : null, ...(isMerge && isStripe ? { picks } : {}) }));
  };
  return (
    <FormDialog
      title="Double customer: one or not?"
      className="merge-dialog"
      submitLabel={isMerge ? 'One customer' : 'Not a duplicate'}
      isOff={isMissing}
      submit={submit}
      cancel={() => give(null)}
    >
      <WhatTheyAre as={as} choose={setAs} whyNot={whyNot} isStripe={isStripe} submit={submit} />
      {isMerge && (
        <Picks
          detail={detail}
          keep={keep}
          choose={setKeep}
          from={from}
          pick={(field, position) => setFrom(new Map(from).set(field, position))}
        />
      )}
      <AnswerFields
        as={as}
        form={form}
        consequence={consequence(as, isStripe)}
        what="customers"
        suggestions={SUGGESTIONS[as]}
        submit={submit}
      />
    </FormDialog>
  );
}

interface WhatTheyAreProps {
  readonly as: Answer['as'];
  readonly choose: (as: Answer['as']) => void;
  /** Why they cannot be merged, a sentence; null: they can. */
  readonly whyNot: string | null;
  readonly isStripe: boolean;
  readonly submit: (event: FormEvent) => void;
}

function WhatTheyAre({ as, choose, whyNot, isStripe, submit }: WhatTheyAreProps): ReactNode {
  return (
    <Field label="What they are" {...(as === 'sameEvent' && whyNot !== null ? { validationMessage: whyNot } : {})}>
      <RadioGroup
        value={as}
        onChange={(_, { value }) => choose(value === 'sameEvent' ? 'sameEvent' : 'notDuplicate')}
        onKeyDown={(event) => {
          if (event.key === 'Enter') submit(event);
        }}
      >
        <Radio
          value="sameEvent"
          autoFocus={whyNot === null}
          label={isStripe ? 'One customer: merge them' : 'One customer: one of them stays'}
        />
        <Radio value="notDuplicate" autoFocus={whyNot !== null} label="Not a duplicate: each stands for itself" />
      </RadioGroup>
    </Field>
  );
}

interface PicksProps {
  readonly detail: DuplicateDetail;
  readonly keep: number;
  readonly choose: (position: number) => void;
  readonly from: ReadonlyMap<MergeField, number>;
  readonly pick: (field: MergeField, position: number) => void;
}

/** Which id stands for all, and from which of them each field is taken; a field that nobody has is nothing to pick. */
function Picks({ detail, keep, choose, from, pick }: PicksProps): ReactNode {
  const { members, picks } = detail;
  const ids = members.map(({ name }) => name);
  return (
    <div className="pick-rows">
      <PickRow
        label={picks.length > 0 ? 'Stands for all' : 'Stays'}
        values={ids}
        chosen={keep}
        choose={choose}
        areIds
      />
      {picks.map(
        ({ field, values }) =>
          values.some((value) => value !== '') && (
            <PickRow
              key={field}
              label={MERGE_FIELD_WORDS[field]}
              values={values}
              chosen={from.get(field) ?? 0}
              choose={(position) => pick(field, position)}
            />
          ),
      )}
    </div>
  );
}

function consequence(as: Answer['as'], isStripe: boolean): string {
  if (as === 'notDuplicate') return 'Each is matched and shown like any other, and the two are not suspected again.';
  return isStripe
    ? 'They count as one in matching and are shown with these fields. Nothing changes at Stripe, every id stays, and U takes it back at any time.'
    : 'Nothing is changed in PeopleSoft from here. Transfer the open items of the others to the one that stays and set them inactive; it stays on the list until a read shows that.';
}
