import { instantOf } from '../../../shared/domain/calendar.ts';
import type { PeopleSoftWriter, PendingItemWriter } from '../../connectors/peoplesoft/types.ts';
import type { ItemPorts } from '../items/item-ports.ts';
import type { SenderClaim } from './sender-claim.ts';
import type { SenderPorts } from './sender.ts';
import type { Stop } from './stop.ts';
import { waitForSignIn, type PersonalSenders } from './wait-for-sign-in.ts';

const CHUNK = 1_000;

/** Payments whose approver has to send them herself wait while she is not signed in. */
export async function sortBySignIn(ports: SenderPorts, claim: SenderClaim): Promise<void> {
  if (ports.personal === undefined) return;
  const signedIn = ports.personal.signedIn();
  const args = { claim, signedIn, at: instantOf(ports.now()), limit: CHUNK };
  while ((await ports.ledger.write(waitForSignIn, args)) >= CHUNK) continue;
}

/** She signed out between the cut and the send: certainly nothing has left. */
const signedOut = () =>
  Promise.reject(
    Object.assign(new Error('Its approver signed out before it was sent.'), {
      name: 'ConnectorError',
      kind: 'credentials',
      nextStep: 'It is sent when she is signed in again.',
    }),
  );
/** Writes as somebody who is not signed in: refuses before anything leaves. */
export const SIGNED_OUT: PeopleSoftWriter = { createDeposit: signedOut, dryRunDeposit: signedOut };

/** Who writes a deposit; null while the person who has to is not signed in. */
export function writerOf(
  { peopleSoft, personal }: Pick<SenderPorts, 'peopleSoft' | 'personal'>,
  operatorId: string | null,
): PeopleSoftWriter | null {
  return whoWrites<PeopleSoftWriter>(peopleSoft, personal, operatorId, (people, id) => people.writerOf(id));
}

/** Who writes an item; null while the person who has to is not signed in, or cannot write items. */
export function itemWriterOf(
  { writer, personal }: Pick<ItemPorts, 'writer' | 'personal'>,
  operatorId: string | null,
): PendingItemWriter | null {
  return whoWrites(writer, personal, operatorId, (people, id) => people.itemWriterOf?.(id) ?? null);
}

function whoWrites<Writer>(
  site: Writer,
  personal: PersonalSenders | undefined,
  operatorId: string | null,
  hers: (people: PersonalSenders, operatorId: string) => Writer | null,
): Writer | null {
  if (personal === undefined) return site;
  return operatorId === null ? null : hers(personal, operatorId);
}

/** Her own sign-in was refused, so that she cannot write any more: what is hers waits for her, and what is of others need not. */
export function isHersAlone(stop: Stop, hersNow: PeopleSoftWriter | PendingItemWriter | null): boolean {
  return stop.kind === 'credentials' && hersNow === null;
}
