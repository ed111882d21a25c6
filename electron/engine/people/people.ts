import type { Ledger } from '../../ledger/operation.ts';
import { readPeople } from '../../ledger/operations.ts';
import type { PersonChange } from '../../ledger/person-change-store.ts';
import type { Person } from '../../ledger/person-store.ts';
import type { Session } from '../contract/session.ts';
import type { PersonalSignIns } from './personal-sign-ins.ts';

const CHANGES_SHOWN = 30;

/** Who is at work in which window: people of the ledger, and those of them who signed in with their own operator id. */
export class People {
  readonly #ledger: Pick<Ledger, 'read'>;
  readonly #signIns: PersonalSignIns;
  #people: readonly Person[] = [];

  constructor(ledger: Pick<Ledger, 'read'>, signIns: PersonalSignIns) {
    this.#ledger = ledger;
    this.#signIns = signIns;
  }

  /** Everybody with the latest changes, as the ledger has them now; from here on sessions count by it. */
  async read(): Promise<{ readonly people: readonly Person[]; readonly changes: readonly PersonChange[] }> {
    const found = await this.#ledger.read(readPeople, { changes: CHANGES_SHOWN });
    this.#people = found.people;
    return found;
  }

  /** The active person with this operator id; null when there is none. */
  byOperatorId(operatorId: string): Person | null {
    const wanted = operatorId.trim().toLowerCase();
    return this.#people.find((each) => each.isActive && each.operatorId?.toLowerCase() === wanted) ?? null;
  }

  /** The active person of that sign-in name; null when there is none. */
  byId(personId: string): Person | null {
    const wanted = personId.trim().toLowerCase();
    return this.#people.find((each) => each.isActive && each.personId.toLowerCase() === wanted) ?? null;
  }

  /**
   * The session as the person it is now: the one who signed in with her operator id, else the person of the machine's own sign-in name.
   * Who is no person of the home has no role; a home without people leaves it to its host.
   */
  sessionOf(session: Session): Session {
    if (this.#people.length === 0) return session;
    const signedIn = this.#signIns.operatorOf(session.sessionId);
    const person = (signedIn === null ? null : this.byOperatorId(signedIn)) ?? this.byId(session.actor.id);
    const machineName = session.actor.id;
    if (person === null) return { ...session, machineName, actor: { ...session.actor, operatorId: null, roles: [] } };
    const { personId: id, name, roles } = person;
    const isProven = signedIn !== null && person.operatorId?.toLowerCase() === signedIn.toLowerCase();
    return { ...session, machineName, actor: { id, name, roles, operatorId: isProven ? person.operatorId : null } };
  }
}
