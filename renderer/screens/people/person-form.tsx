import { Button, Checkbox, Field, Input, Textarea } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { PersonRow } from '../../../shared/contract/people.ts';
import { ROLES } from '../../../shared/domain/states.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { ROLE_WORDS } from './person-words.ts';
import { usePersonForm } from './use-person-form.ts';
import type { PersonFormState } from './use-person-form.ts';

interface PersonFormProps {
  /** The person to change; null: a new one. */
  readonly person: PersonRow | null;
  /** Why the person who looks may propose nothing; null: she may. */
  readonly why: string | null;
  readonly startNew: () => void;
}

/** Proposes a new person, or a change of one. */
export function PersonForm({ person, why, startNew }: PersonFormProps): ReactNode {
  const form = usePersonForm(person, why);
  const { draft, set } = form;
  const notYet = why ?? form.missing;
  return (
    <form
      aria-label={person === null ? 'New person' : `Change ${person.name}`}
      onSubmit={form.submit}
      className="person-form"
    >
      <h2>
        {person === null ? 'Propose a new person' : `Propose a change of ${person.name}`}
        {person !== null && (
          <button type="button" className="link-button" onClick={startNew}>
            New person instead
          </button>
        )}
      </h2>
      <Names form={form} isNew={person === null} />
      <Rights form={form} />
      {person !== null && (
        <Checkbox
          checked={!draft.isActive}
          label="Has left: may do nothing any more"
          onChange={(_, { checked }) => set({ isActive: checked !== true })}
        />
      )}
      <Field size="small" label="Reason" required>
        <Textarea rows={2} maxLength={500} value={draft.reason} onChange={(_, { value }) => set({ reason: value })} />
      </Field>
      <div className="acts">
        <Button size="small" appearance="primary" type="submit" disabledFocusable={notYet !== null || form.isBusy}>
          Propose
        </Button>
        {notYet !== null && <span className="quiet">{notYet}</span>}
      </div>
      {form.error !== null && <FailureNotice error={form.error} dismiss={form.dismiss} />}
    </form>
  );
}

const SIGN_IN_HINT = 'The name of her sign-in to this computer, or any name where she signs in with her operator id';

function Names({ form, isNew }: { readonly form: PersonFormState; readonly isNew: boolean }): ReactNode {
  const { draft, set } = form;
  return (
    <>
      <Field size="small" label="Sign-in name" hint={SIGN_IN_HINT}>
        <Input
          size="small"
          value={draft.personId}
          maxLength={64}
          disabled={!isNew}
          spellCheck={false}
          onChange={(_, { value }) => set({ personId: value })}
        />
      </Field>
      <Field size="small" label="Name">
        <Input size="small" value={draft.name} maxLength={80} onChange={(_, { value }) => set({ name: value })} />
      </Field>
      <Field size="small" label="PeopleSoft operator id" hint="Goes into PeopleSoft’s documents as who approved">
        <Input
          size="small"
          value={draft.operatorId}
          maxLength={30}
          spellCheck={false}
          onChange={(_, { value }) => set({ operatorId: value })}
        />
      </Field>
    </>
  );
}

function Rights({ form }: { readonly form: PersonFormState }): ReactNode {
  const { draft, set, limitsFault } = form;
  const { roles } = draft;
  return (
    <>
      <fieldset className="person-roles">
        <legend>Roles</legend>
        {ROLES.map((role) => (
          <Checkbox
            key={role}
            checked={roles.includes(role)}
            label={`${ROLE_WORDS[role].label}: ${ROLE_WORDS[role].may}`}
            onChange={(_, { checked }) =>
              set({ roles: checked === true ? [...roles, role] : roles.filter((each) => each !== role) })
            }
          />
        ))}
      </fieldset>
      {draft.isLimited && (
        <Field
          size="small"
          label="Approves alone up to"
          hint="One amount a currency, e.g. 500 USD, 400 EUR; in other currencies she asks a reviewer"
          validationState={limitsFault === null ? 'none' : 'error'}
          validationMessage={limitsFault}
        >
          <Input
            size="small"
            value={draft.limits}
            maxLength={400}
            onChange={(_, { value }) => set({ limits: value })}
          />
        </Field>
      )}
      <Checkbox
        className="person-any-amount"
        checked={!draft.isLimited}
        label="Approves any amount alone"
        onChange={(_, { checked }) => set({ isLimited: checked !== true })}
      />
    </>
  );
}
