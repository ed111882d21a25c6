import type { PeopleSoftProfile } from '../../../shared/contract/profile.ts';
import { createDepositWriter } from './deposit-writer.ts';
import type { ServiceName } from './gateway-address.ts';
import type { Gateway } from './gateway.ts';
import { createQueryClient } from './queries/query-client.ts';
import { createSignIn } from './sign-in.ts';
import type { ServiceSchema } from './soap/service-schema.ts';
import type { PeopleSoftWriter } from './types.ts';

/** One person's own way into PeopleSoft: the site's gateway and pace, her operator id and password. */
export interface PersonalConnection {
  /**
   * Proves operator id and password by one read of one row that changes nothing. Throws `ConnectorError`: `credentials` when PeopleSoft
   * refuses them, and then for every further call with the same password without sending it: PeopleSoft locks users out.
   */
  prove(password: string, signal?: AbortSignal): Promise<void>;
  /** The operator id was unlocked: a password that was refused may be sent once more. */
  allowAgain(): void;
  /** Forgets the password; what was refused stays refused. */
  forget(): void;
  /** Whether the password was proven, and neither refused nor forgotten since. */
  isProven(): boolean;
  /** Writes under the person's own id; PeopleSoft's security and audit apply to her. */
  readonly writer: PeopleSoftWriter;
}

const FIX =
  'Sign in with another password, or unlock the operator id in PeopleSoft first; the refused password is not sent again, so that the operator id is not locked out.';

export function createPersonalConnection(
  gateway: Gateway,
  schemaOf: (service: ServiceName) => ServiceSchema,
  operatorId: string,
): PersonalConnection {
  let typed = '';
  let proven = false;
  const places = { user: { vault: 'operator id' }, password: { vault: 'password' } } as const;
  const secrets: Parameters<typeof createSignIn>[1] = async (credential) =>
    credential === places.user ? operatorId : typed;
  const signIn = createSignIn(places satisfies Pick<PeopleSoftProfile, 'user' | 'password'>, secrets, FIX);
  const own: Gateway = { ...gateway, signIn };
  const client = createQueryClient(own);
  return {
    async prove(password, signal) {
      proven = false;
      typed = password;
      await signIn.assertUsable();
      if ((await signIn.words()).password !== password) signIn.reset();
      await client.run('customers', { SETID: gateway.profile.setId, AFTER_KEY: '' }, 1, signal);
      proven = true;
    },
    allowAgain: () => signIn.reset(),
    forget() {
      proven = false;
      typed = '';
      if (!signIn.isRefused()) signIn.reset();
    },
    isProven: () => proven && !signIn.isRefused(),
    writer: createDepositWriter(own, schemaOf),
  };
}
