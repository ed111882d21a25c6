import type { CommandInput, CommandOutput, QueryOutput } from '../../../shared/contract/contract.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { KnownDatabase } from '../../ledger/known-database-store.ts';
import {
  readKnownDatabase,
  writeDatabaseConfirmation,
  writeDatabaseDeclaration,
  writeDeclarationEnd,
} from '../../ledger/operations.ts';
import { factWords } from '../../posting/database/compare-database.ts';
import { lookAtDatabase, recogniseDatabase } from '../../posting/database/recognise-database.ts';
import type { Session } from '../contract/session.ts';
import { recogniserScope } from '../rounds/posting-round.ts';
import type { EngineContext } from './engine-context.ts';
import { administrator, mapper } from './permissions.ts';
import { confirmedAs, endOf, enderOf, rightsOver } from './second-person.ts';

const ORIGIN: Readonly<Record<KnownDatabase['origin'], string>> = {
  firstSeen: 'remembered when it was first met',
  learned: 'remembered since PeopleSoft told more about it',
  declared: 'declared to be the same database',
};

/** What is known of the database, from the ledger alone, with what the person who asks may do about it. */
export async function currentDatabase(
  context: EngineContext,
  session: Session,
): Promise<QueryOutput<'database.current'>> {
  const { inForce, proposed, ended } = await context.ledger.read(readKnownDatabase, null);
  const differences = (inForce?.differences ?? []).map((each) => ({ ...each }));
  const why = whyNotDeclare(session, differences.length > 0);
  const end = ended === null ? null : endOf(ended);
  return {
    known:
      inForce === null
        ? null
        : {
            facts: factWords(inForce.facts),
            sinceAt: inForce.confirmedAt ?? inForce.proposedAt,
            origin: ORIGIN[inForce.origin],
            comparedAt: inForce.comparedAt,
          },
    differences,
    declaration: proposed === null ? null : declarationRow(proposed, session),
    endedDeclaration: end === null || ended === null ? null : { ...end, declaredBy: ended.proposedBy },
    can: { declare: why === null, why },
  };
}

/**
 * An administrator says that the database met now is the same one all the same. PeopleSoft is asked once more, so that the declaration
 * is about what it is now. Throws BAD_INPUT when nothing differs, and what the connection throws.
 */
export async function declareDatabaseSame(
  context: EngineContext,
  { reason }: CommandInput<'database.declare'>,
  session: Session,
): Promise<CommandOutput<'database.declare'>> {
  const actor = administrator(session);
  await context.posting.alone(async () => {
    const look = await lookAtDatabase(portsOf(context), scopeOf(context));
    if (look.differences.length === 0) {
      await recogniseDatabase(portsOf(context), scopeOf(context));
      throw new TieoutError('BAD_INPUT', 'Nothing differs any more: it is the database that is known.', {
        nextStep: 'There is nothing to declare; what waits is posted in the next round.',
      });
    }
    const { facts, highestInstance, differences } = look;
    const who = { actor, machine: session.machine, at: instantOf(context.nowMs()) };
    await context.ledger.write(writeDatabaseDeclaration, { facts, highestInstance, differences, reason, ...who });
  });
  context.hub.changed('connections', 'audit');
  return currentDatabase(context, session);
}

/** A second person's yes to a declaration; PeopleSoft must still be what was declared. What waits is posted in the next round. */
export async function confirmDatabaseSame(
  context: EngineContext,
  { version, hash }: CommandInput<'database.confirm'>,
  session: Session,
): Promise<CommandOutput<'database.confirm'>> {
  const actor = mapper(session);
  await context.posting.alone(async () => {
    const { facts, highestInstance } = await lookAtDatabase(portsOf(context), scopeOf(context));
    const who = { actor, machine: session.machine, at: instantOf(context.nowMs()) };
    await context.ledger.write(writeDatabaseConfirmation, {
      version,
      hash,
      facts,
      highestInstance,
      ...who,
      as: confirmedAs(session),
    });
  });
  context.hub.changed('connections', 'audit');
  return currentDatabase(context, session);
}

/** The no to a declaration: another person's refusal, or the withdrawal of who declared it. Nothing is read or posted as before. */
export async function endDatabaseDeclaration(
  context: EngineContext,
  input: CommandInput<'database.end'>,
  session: Session,
): Promise<CommandOutput<'database.end'>> {
  const { proposed } = await context.ledger.read(readKnownDatabase, null);
  const who = { actor: enderOf(proposed, session, mapper), machine: session.machine, at: instantOf(context.nowMs()) };
  await context.ledger.write(writeDeclarationEnd, { ...input, ...who });
  context.hub.changed('connections', 'audit');
  return currentDatabase(context, session);
}

function scopeOf({ company, options }: EngineContext) {
  return recogniserScope({ company, isSample: options.sample });
}

function portsOf({ ledger, company, nowMs, options }: EngineContext) {
  return { ledger, peopleSoft: company.peopleSoft, now: nowMs, machine: options.machine };
}

function declarationRow(
  declared: KnownDatabase,
  session: Session,
): NonNullable<QueryOutput<'database.current'>['declaration']> {
  const { version, hash, reason, proposedBy, proposedAt, declaredDifferences } = declared;
  return {
    version,
    hash,
    reason: reason ?? '',
    declaredBy: proposedBy,
    declaredAt: proposedAt,
    differences: declaredDifferences.map((each) => ({ ...each })),
    can: rightsOver(declared, session),
  };
}

function whyNotDeclare(session: Session, differs: boolean): string | null {
  if (!differs) return 'Nothing differs.';
  return session.actor.roles.includes('administrator') ? null : 'Only an administrator may declare it the same.';
}
