import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { PeopleList, PersonRow } from '../../../shared/contract/people.ts';
import { useClient } from '../../api/client-context.ts';
import { peopleQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { formatInstant } from '../../ui/dates.ts';
import { EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { formatCount } from '../../ui/money.ts';
import { ChangeToConfirm } from './change-to-confirm.tsx';
import { PersonForm } from './person-form.tsx';
import { SettingsNotTaken } from './settings-not-taken.tsx';
import { SettingsToConfirm } from './settings-to-confirm.tsx';
import { BASIS_WORDS, changesOf, decidedWords, limitsText, ROLE_WORDS } from './person-words.ts';

/** Who may do what and up to which amount; changes one person proposes and another confirms. */
export function People(): ReactNode {
  const { data: list, error, refetch } = useQuery(peopleQuery(useClient()));
  const [chosen, setChosen] = useState<string | null>(null);
  const person = list?.people.find(({ personId }) => personId === chosen) ?? null;
  return (
    <section className="screen" aria-label="People">
      <ScreenHead title="People" sentence={list?.note ?? ''} />
      <div className="own-columns mapping-columns">
        <div className="scroll card" data-pane="rows" role="region" aria-label="Everybody" tabIndex={0}>
          {list === undefined ? (
            error === null ? (
              <EmptyLoading what="the people" />
            ) : (
              <EmptyFailed error={error} retry={() => void refetch()} />
            )
          ) : (
            <>
              {list.settings !== null && <SettingsToConfirm settings={list.settings} />}
              {list.changes
                .filter(({ state }) => state === 'proposed')
                .map((change) => (
                  <ChangeToConfirm key={change.changeId} change={change} />
                ))}
              <PeopleTable people={list.people} chosen={chosen} choose={setChosen} />
              {list.endedSettings !== null && <SettingsNotTaken ended={list.endedSettings} />}
              <PastChanges list={list} />
            </>
          )}
        </div>
        <aside className="card scroll check-pane" data-pane="decision" aria-label="Propose a change" tabIndex={0}>
          {list !== undefined && (
            <PersonForm
              key={`${person?.personId ?? ''} ${person?.version ?? 0}`}
              person={person}
              why={list.can.why}
              startNew={() => setChosen(null)}
            />
          )}
        </aside>
      </div>
    </section>
  );
}

interface PeopleTableProps {
  readonly people: readonly PersonRow[];
  readonly chosen: string | null;
  readonly choose: (personId: string) => void;
}

function PeopleTable({ people, chosen, choose }: PeopleTableProps): ReactNode {
  return (
    <table className="plain-table people-table">
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col">Operator id</th>
          <th scope="col">Roles</th>
          <th scope="col">Approves alone</th>
          <th scope="col">Confirmed</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.personId} aria-current={person.personId === chosen}>
            <th scope="row">
              {person.name}
              {person.isYou && <span className="quiet"> you</span>}
              {!person.isActive && <span className="quiet"> has left</span>}
              <span className="quiet people-id">{person.personId}</span>
            </th>
            <td>{person.operatorId ?? <span className="quiet">none</span>}</td>
            <td>{person.roles.map((role) => ROLE_WORDS[role].label).join(', ') || 'no role'}</td>
            <td className="figures">{limitsText(person.limits)}</td>
            <td className="quiet">{BASIS_WORDS[person.basis]}</td>
            <td>
              <button
                type="button"
                className="link-button"
                aria-label={`Change ${person.name}`}
                onClick={() => choose(person.personId)}
              >
                Change
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What was decided about people before. */
function PastChanges({ list }: { readonly list: PeopleList }): ReactNode {
  const { unit } = useCompany();
  const past = list.changes.filter(({ state }) => state !== 'proposed');
  if (past.length === 0) return null;
  return (
    <section aria-label="Earlier changes" className="people-past">
      <h2>Earlier changes, {formatCount(past.length)}</h2>
      <ul>
        {past.map((change) => (
          <li key={change.changeId}>
            <span className="figures quiet">
              {change.decidedAt === null ? '' : formatInstant(change.decidedAt, unit.zone)}
            </span>{' '}
            {change.personId}: {changesOf(null, change.after).join('; ')}. Proposed by {change.proposedBy} (
            {change.reason}), {decidedWords(change)}.
          </li>
        ))}
      </ul>
    </section>
  );
}
