import type { CommandInput, CommandOutput } from '../../../shared/contract/contract.ts';
import type { EndedSettings, WaitingSettings } from '../../../shared/contract/people.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { canonicalJson } from '../../ledger/canonical-json.ts';
import type { GuardedPair } from '../../ledger/guarded-settings-store.ts';
import { readGuardedSettings, writeGuardedConfirmation, writeGuardedEnd } from '../../ledger/operations.ts';
import type { Session } from '../contract/session.ts';
import { guardedChanges } from '../guarded-changes.ts';
import { guardedOf } from '../guarded-settings.ts';
import { holdConfirmed, holdsAtOnce } from '../hold-settings.ts';
import type { EngineContext } from './engine-context.ts';
import { peopleConfirmer } from './permissions.ts';
import { confirmedAs, endOf, enderOf, rightsOver } from './second-person.ts';

/** Guarded settings that wait for a second person, with what the person who asks may do about them. */
export function waitingSettings(
  context: Pick<EngineContext, 'company' | 'given'>,
  { confirmed, proposed }: GuardedPair,
  session: Session,
): WaitingSettings | null {
  if (confirmed === null || proposed === null) return null;
  const { version, hash, proposedBy, proposedAt, settingsJson, state } = proposed;
  return {
    version,
    hash,
    proposedBy,
    proposedAt,
    lines: [...guardedChanges(confirmed.settingsJson, settingsJson)],
    holds: holdsAtOnce(context) ? 'atOnce' : 'nextStart',
    can: rightsOver({ state, proposedBy }, session),
  };
}

/** Settings that were refused or withdrawn last and that the profile still names; null: none. */
export function endedSettings(
  { given }: Pick<EngineContext, 'given'>,
  { confirmed, proposed, ended }: GuardedPair,
): EndedSettings | null {
  if (confirmed === null || proposed !== null || ended === null) return null;
  const { version, proposedBy, settingsJson } = ended;
  const end = endOf(ended);
  if (end === null || canonicalJson(guardedOf(given.profile)) !== settingsJson) return null;
  const lines = [...guardedChanges(confirmed.settingsJson, settingsJson)];
  return { ...end, version, proposedBy, lines };
}

/** A second person's yes to the guarded settings a changed profile came with. */
export async function confirmSettings(
  context: EngineContext,
  input: CommandInput<'settings.confirm'>,
  session: Session,
): Promise<CommandOutput<'settings.confirm'>> {
  const { ledger, hub } = context;
  const who = { actor: peopleConfirmer(session), machine: session.machine, at: instantOf(context.nowMs()) };
  const pair = await ledger.write(writeGuardedConfirmation, { ...input, ...who, as: confirmedAs(session) });
  const isHeld = holdConfirmed(context, pair);
  hub.changed('people', 'profile', 'movements', 'postings', 'audit');
  if (pair.proposed !== null)
    return {
      text: 'They were changed in the file, by whom is not known, so they are your proposal now; another administrator or a reviewer confirms them.',
    };
  if (isHeld) {
    // The movements of another go-live date, and what a rule may approve now, are found by matching.
    context.work.matchSoon();
    return { text: 'Confirmed; they hold now. What was approved before goes out as it was approved.' };
  }
  return {
    text: 'Confirmed; they hold from the next start of Tieout on, with everything else that was changed in the profile.',
  };
}

/** The no to guarded settings: another person's refusal, or the withdrawal of who brought them in. */
export async function endSettings(
  context: EngineContext,
  input: CommandInput<'settings.end'>,
  session: Session,
): Promise<CommandOutput<'settings.end'>> {
  const { ledger, hub } = context;
  const { proposed } = await ledger.read(readGuardedSettings, null);
  const actor = enderOf(proposed, session, peopleConfirmer);
  const who = { actor, machine: session.machine, at: instantOf(context.nowMs()) };
  const { ended } = await ledger.write(writeGuardedEnd, { ...input, ...who });
  hub.changed('people', 'audit');
  return {
    text: `${ended?.endedAs === 'withdrawn' ? 'Withdrawn' : 'Refused'}; the settings before them go on holding.`,
  };
}
