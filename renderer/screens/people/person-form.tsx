import { Button, Checkbox, Field, Input, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import type { PersonRow } from '../../../shared/contract/people.ts';
import { ROLES, type Role } from '../../../shared/domain/states.ts';
import { useProposePerson } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { limitsInput, parseLimits, ROLE_WORDS } from './person-words.ts';

interface PersonFormProps {
  /** The person to change; null: a new one. */
  readonly person: PersonRow | null;
  /** Why the person who looks may propose nothing; null: she may. */
  readonly why: string | null;
  readonly startNew: () => void;
}

/** Proposes a new person, or a change of one. */
export function PersonForm({ person, why, startNew }: PersonFormProps): ReactNode {
  const { say } = useNotices();
  const propose = useProposePerson();
  const [personId, setPersonId] = useState(person?.personId ?? '');
  const [name, setName] = useState(person?.name ?? '');
  const [operatorId, setOperatorId] = useState(person?.operatorId ?? '');
  const [roles, setRoles] = useState<readonly Role[]>(person?.roles ?? ['preparer']);
  const [isLimited, setLimited] = useState(person === null || person.limits !== null);
  const [limits, setLimits] = useState(limitsInput(person?.limits ?? null));
  const [isActive, setActive] = useState(person?.isActive ?? true);
  const [reason, setReason] = useState('');
  const parsed = parseLimits(limits);
  const limitsFault = isLimited && typeof parsed === 'string' ? parsed : null;
  const missing =
    personId.trim() === '' || name.trim() === ''
      ? 'Sign-in name and name are needed.'
      : reason.trim() === ''
        ? 'The second person needs a reason to read.'
        : limitsFault;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (why !== null || missing !== null || typeof parsed === 'string' || propose.isPending) return;
    const after = {
      name: name.trim(),
      operatorId: operatorId.trim() === '' ? null : operatorId.trim(),
      roles: [...roles],
      limits: isLimited ? [...parsed] : null,
      isActive,
    };
    propose.mutate(
      { personId: personId.trim(), seenVersion: person?.version ?? 0, after, reason: reason.trim() },
      {
        onSuccess: (change) => {
          setReason('');
          say(
            change.state === 'proposed'
              ? `The change of ${change.personId} waits for a second person.`
              : `The change of ${change.personId} holds now.`,
          );
        },
      },
    );
  };
  return (
    <form
      aria-label={person === null ? 'New person' : `Change ${person.name}`}
      onSubmit={submit}
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
      <Field
        size="small"
        label="Sign-in name"
        hint="The name of her sign-in to this computer, or any name where she signs in with her operator id"
      >
        <Input
          size="small"
          value={personId}
          maxLength={64}
          disabled={person !== null}
          spellCheck={false}
          onChange={(_, { value }) => setPersonId(value)}
        />
      </Field>
      <Field size="small" label="Name">
        <Input size="small" value={name} maxLength={80} onChange={(_, { value }) => setName(value)} />
      </Field>
      <Field size="small" label="PeopleSoft operator id" hint="Goes into PeopleSoft’s documents as who approved">
        <Input
          size="small"
          value={operatorId}
          maxLength={30}
          spellCheck={false}
          onChange={(_, { value }) => setOperatorId(value)}
        />
      </Field>
      <fieldset className="person-roles">
        <legend>Roles</legend>
        {ROLES.map((role) => (
          <Checkbox
            key={role}
            checked={roles.includes(role)}
            label={`${ROLE_WORDS[role].label}: ${ROLE_WORDS[role].may}`}
            onChange={(_, { checked }) =>
              setRoles(checked === true ? [...roles, role] : roles.filter((each) => each !== role))
            }
          />
        ))}
      </fieldset>
      <Checkbox
        checked={!isLimited}
        label="Approves any amount alone"
        onChange={(_, { checked }) => setLimited(checked !== true)}
      />
      {isLimited && (
        <Field
          size="small"
          label="Approves alone up to"
          hint="One amount a currency, e.g. 500 USD, 400 EUR; in other currencies she asks a reviewer"
          validationState={limitsFault === null ? 'none' : 'error'}
          validationMessage={limitsFault}
        >
          <Input size="small" value={limits} maxLength={400} onChange={(_, { value }) => setLimits(value)} />
        </Field>
      )}
      {person !== null && (
        <Checkbox
          checked={!isActive}
          label="Has left: may do nothing any more"
          onChange={(_, { checked }) => setActive(checked !== true)}
        />
      )}
      <Field size="small" label="Reason" required>
        <Textarea rows={2} maxLength={500} value={reason} onChange={(_, { value }) => setReason(value)} />
      </Field>
      <div className="acts">
        <Button
          size="small"
          appearance="primary"
          type="submit"
          disabledFocusable={why !== null || missing !== null || propose.isPending}
        >
          Propose
        </Button>
        {(why ?? missing) !== null && <span className="quiet">{why ?? missing}</span>}
      </div>
      {propose.error !== null && <FailureNotice error={propose.error} dismiss={() => propose.reset()} />}
    </form>
  );
}
