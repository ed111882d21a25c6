import { instantOf } from '../../shared/domain/calendar.ts';
import type { PeopleSoftWriter } from '../connectors/peoplesoft/types.ts';
import type { SenderClaim } from './sender-claim.ts';
import type { SenderPorts } from './sender.ts';
import { waitForSignIn } from './wait-for-sign-in.ts';

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

/** Who writes; null while the person who has to is not signed in. */
export function writerOf(
  ports: Pick<SenderPorts, 'peopleSoft' | 'personal'>,
  operatorId: string | null,
): PeopleSoftWriter | null {
  if (ports.personal === undefined) return ports.peopleSoft;
  return operatorId === null ? null : ports.personal.writerOf(operatorId);
}
