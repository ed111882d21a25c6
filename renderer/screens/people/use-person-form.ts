import { useState } from 'react';
import type { FormEvent } from 'react';
import type { PersonRow } from '../../../shared/contract/people.ts';
import type { Role } from '../../../shared/domain/states.ts';
import { useProposePerson } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import { limitsInput, parseLimits } from './person-words.ts';

/** What is typed of a person, as text. */
export interface PersonDraft {
  readonly personId: string;
  readonly name: string;
  readonly operatorId: string;
  readonly roles: readonly Role[];
  readonly isLimited: boolean;
  readonly limits: string;
  readonly isActive: boolean;
  readonly reason: string;
}
export interface PersonFormState {
  readonly draft: PersonDraft;
  readonly set: (change: Partial<PersonDraft>) => void;
  /** What is wrong with the limits, a sentence; null: nothing. */
  readonly limitsFault: string | null;
  /** Why it cannot be proposed as it is, a sentence; null: it can. */
  readonly missing: string | null;
  readonly submit: (event: FormEvent) => void;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly dismiss: () => void;
}

function draftOf(person: PersonRow | null): PersonDraft {
  return {
    personId: person?.personId ?? '',
    name: person?.name ?? '',
    operatorId: person?.operatorId ?? '',
    roles: person?.roles ?? ['preparer'],
    isLimited: person === null || person.limits !== null,
    limits: limitsInput(person?.limits ?? null),
    isActive: person?.isActive ?? true,
    reason: '',
  };
}

/** The form of one person, or of a new one; `why`: she who looks may propose nothing. */
export function usePersonForm(person: PersonRow | null, why: string | null): PersonFormState {
  const { say } = useNotices();
  const propose = useProposePerson();
  const [draft, setDraft] = useState(() => draftOf(person));
  const set = (change: Partial<PersonDraft>) => setDraft((before) => ({ ...before, ...change }));
  const limits = draft.isLimited ? parseLimits(draft.limits) : null;
  const limitsFault = typeof limits === 'string' ? limits : null;
  const missing = missingOf(draft) ?? limitsFault;
  return {
    draft,
    set,
    limitsFault,
    missing,
    submit(event) {
      event.preventDefault();
      if (why !== null || missing !== null || typeof limits === 'string' || propose.isPending) return;
      const { roles, isActive } = draft;
      const operatorId = draft.operatorId.trim() === '' ? null : draft.operatorId.trim();
      const after = { name: draft.name.trim(), operatorId, roles: [...roles], limits: limits && [...limits], isActive };
      propose.mutate(
        { personId: draft.personId.trim(), seenVersion: person?.version ?? 0, after, reason: draft.reason.trim() },
        {
          onSuccess: ({ personId, state }) => {
            set({ reason: '' });
            say(`The change of ${personId} ${state === 'proposed' ? 'waits for a second person' : 'holds now'}.`);
          },
        },
      );
    },
    isBusy: propose.isPending,
    error: propose.error,
    dismiss: () => propose.reset(),
  };
}

function missingOf({ personId, name, reason }: PersonDraft): string | null {
  if (personId.trim() === '' || name.trim() === '') return 'Sign-in name and name are needed.';
  return reason.trim() === '' ? 'The second person needs a reason to read.' : null;
}
