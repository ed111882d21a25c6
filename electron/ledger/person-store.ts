import type { Instant } from '../../shared/domain/ids.ts';
import type { Money } from '../../shared/domain/money.ts';
import type { Role } from '../../shared/domain/states.ts';
import { appendAudit } from './audit-store.ts';
import type { JsonValue } from './canonical-json.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** What may be said of a person, and changed by two people. */
export interface PersonRecord {
  readonly name: string;
  /** PeopleSoft operator id she signs in with; null: none. */
  readonly operatorId: string | null;
  readonly roles: readonly Role[];
  /** Most she may approve alone, by currency; a currency that is not named she may not approve. Null: no limit. */
  readonly limits: readonly Money[] | null;
  readonly isActive: boolean;
}
export interface Person extends PersonRecord {
  /** Sign-in name on this machine, or the name the person was given; what the audit calls her. */
  readonly personId: string;
  /** Who stands behind her roles: two people, or the one who set the home up. */
  readonly basis: 'firstAdministrator' | 'addedAlone' | 'twoPeople' | 'sample';
  readonly sinceAt: Instant;
  readonly version: number;
}

/** Roles that may confirm what another person proposed. */
export const CONFIRMING_ROLES: readonly Role[] = ['administrator', 'reviewer'];

interface StoredPerson {
  personId: string;
  name: string;
  operatorId: string | null;
  rolesJson: string;
  limitsJson: string | null;
  active: 0 | 1;
  basis: Person['basis'];
  sinceAt: Instant;
  version: number;
}
const SELECT = `SELECT person_id AS personId, name, operator_id AS operatorId, roles_json AS rolesJson, limits_json AS limitsJson, active, basis,
  since_at AS sinceAt, version FROM person`;

function personOf(row: StoredPerson): Person {
  const { rolesJson, limitsJson, active, ...rest } = row;
  return {
    ...rest,
    roles: JSON.parse(rolesJson) as Role[],
    limits: limitsJson === null ? null : (JSON.parse(limitsJson) as Money[]),
    isActive: active === 1,
  };
}

/** Everybody the home knows, also who has left, by name. */
export function listPeople(db: ReadableLedger): readonly Person[] {
  return statement<StoredPerson>(db, `${SELECT} ORDER BY name, person_id`).all().map(personOf);
}

/** The person of that sign-in name, in any case; null when there is none. */
export function findPerson(db: ReadableLedger, personId: string): Person | null {
  const row = statement<StoredPerson>(db, `${SELECT} WHERE person_id = ?`).get(personId.trim());
  return row === undefined ? null : personOf(row);
}

/** Whether the home keeps people; before the first one its host alone says who may do what. */
export function hasPeople(db: ReadableLedger): boolean {
  return statement<{ one: number }>(db, 'SELECT 1 AS one FROM person LIMIT 1').get() !== undefined;
}

/** Active people who may confirm what somebody else proposed. */
export function confirmers(people: readonly Person[]): readonly Person[] {
  return people.filter(({ isActive, roles }) => isActive && roles.some((role) => CONFIRMING_ROLES.includes(role)));
}

/** Writes a person as a change left her; the caller writes the audit row. */
export function putPerson(
  db: WritableLedger,
  personId: string,
  record: PersonRecord,
  { basis, at }: { readonly basis: Person['basis']; readonly at: Instant },
): void {
  statement(
    db,
    `INSERT INTO person (person_id, name, operator_id, roles_json, limits_json, active, basis, since_at, version)
     VALUES (@personId, @name, @operatorId, @roles, @limits, @active, @basis, @at, 1)
     ON CONFLICT (person_id) DO UPDATE SET name = @name, operator_id = @operatorId, roles_json = @roles, limits_json = @limits, active = @active,
       basis = @basis, since_at = @at, version = version + 1`,
  ).run({
    personId: personId.trim(),
    name: record.name,
    operatorId: record.operatorId,
    roles: JSON.stringify(record.roles),
    limits: record.limits === null ? null : JSON.stringify(record.limits),
    active: record.isActive ? 1 : 0,
    basis,
    at,
  });
}

/** A person the home begins with; no second person has confirmed her. */
export interface Founder {
  readonly personId: string;
  readonly record: PersonRecord;
  readonly basis: 'firstAdministrator' | 'sample';
}

/**
 * The people a home begins with, where it has none yet: its first administrator, and those of a sample company. The one exception to
 * the rule that a second person confirms, and the audit says so. Answers whether they were added.
 */
export function adoptFounders(
  db: WritableLedger,
  args: { readonly founders: readonly Founder[]; readonly machine: string; readonly at: Instant },
): boolean {
  if (hasPeople(db)) return false;
  for (const { personId, record, basis } of args.founders) {
    putPerson(db, personId, record, { basis, at: args.at });
    appendAudit(db, {
      at: args.at,
      actor: personId,
      machine: args.machine,
      action: 'person.first',
      subject: `person/${personId}`,
      detail: { basis, alone: true, after: recordJson(record) },
    });
  }
  return args.founders.length > 0;
}

/** What may be said of a person, in the form that is kept, hashed and audited. */
export function recordJson({ name, operatorId, roles, limits, isActive }: PersonRecord): { [key: string]: JsonValue } {
  return {
    name,
    operatorId,
    roles: [...roles],
    limits: limits === null ? null : limits.map((limit) => ({ ...limit })),
    isActive,
  };
}
