import type { PeopleSoftProfile } from '../../../shared/contract/profile.ts';
import { ConnectorError } from '../http/connector-error.ts';
import type { TokenKeeper } from '../http/oauth/token-keeper.ts';
import type { OAuthClient } from '../http/oauth/token-request.ts';
import { createDepositWriter, type ServiceRoad } from './deposit-writer.ts';
import type { ServiceName } from './gateway-address.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { createQueryClient } from './queries/query-client.ts';
import { personalTokens, type BrowserPorts } from './personal-tokens.ts';
import { basicAuthorization, bearerAuthorization, type RestAuthorization } from './rest-authorization.ts';
import { createSignIn } from './sign-in.ts';
import { createPendingItemWriter } from './pending-item-writer.ts';
import type { PendingItemWriter, PeopleSoftWriter } from './types.ts';

/** One person's own way into PeopleSoft: the site's gateway and pace, her operator id and password. */
export interface PersonalConnection {
  /**
   * Proves operator id and password by one read of one row that changes nothing. Throws `ConnectorError`: `credentials` when PeopleSoft
   * refuses them, and then for every further call with the same password without sending it: PeopleSoft locks users out.
   */
  prove(password: string, signal?: AbortSignal): Promise<void>;
  /**
   * Proves her by the identity provider of the site and her browser, and by the same read with the token. Throws `ConnectorError` as
   * `personalTokens`.
   */
  proveByBrowser(browser: BrowserPorts): Promise<void>;
  /** The operator id was unlocked: a password that was refused may be sent once more. */
  allowAgain(): void;
  /** Forgets the password; what was refused stays refused. */
  forget(): void;
  /** Whether she was proven, and was neither refused nor forgotten since. */
  isProven(): boolean;
  /** Writes under the person's own id; PeopleSoft's security and audit apply to her. Null: SOAP takes passwords, and none was proven. */
  writer(): PeopleSoftWriter | null;
  /** The same for items from outside; null also where the site takes none. */
  itemWriter(): PendingItemWriter | null;
  /** What REST requests of hers go out with: her bearer token, or her password; null while she is not signed in. */
  rest(): RestAuthorization | null;
}

const FIX =
  'Sign in with another password, or unlock the operator id in PeopleSoft first; the refused password is not sent again, so that the operator id is not locked out.';

/** The same refusal with the next step of a person instead of an administrator's. */
function sayWhatToDo(error: unknown): never {
  if (!(error instanceof ConnectorError) || error.kind !== 'credentials') throw error;
  throw new ConnectorError('peoplesoft', 'credentials', error.message, FIX, { cause: error });
}

interface Parts {
  readonly gateway: Gateway;
  readonly roadOf: (service: ServiceName) => ServiceRoad;
  /** Our client at the site's identity provider; null where it has none. */
  readonly client: OAuthClient | null;
}

export function createPersonalConnection(parts: Parts, operatorId: string): PersonalConnection {
  const { gateway, roadOf, client } = parts;
  const { profile, clock } = gateway;
  let typed = '';
  let proven: 'password' | 'token' | null = null;
  let tokens: TokenKeeper | null = null;
  const places = { user: { vault: 'operator id' }, password: { vault: 'password' } } as const;
  const secrets: Parameters<typeof createSignIn>[1] = async (credential) =>
    credential === places.user ? operatorId : typed;
  const signIn = createSignIn(places satisfies Pick<PeopleSoftProfile, 'user' | 'password'>, secrets, FIX);
  const own = createGateway({ ...gateway, signIn, rest: basicAuthorization(signIn) });
  const writer = createDepositWriter(own, roadOf);
  const { pendingItem } = profile;
  const items = pendingItem === undefined ? null : createPendingItemWriter(own, roadOf, pendingItem);
  const readOneRow = async (through: Gateway, signal?: AbortSignal) =>
    createQueryClient(through).run('customers', { SETID: profile.setId, AFTER_KEY: '' }, 1, signal);
  return {
    async prove(password, signal) {
      proven = null;
      typed = password;
      await signIn.assertUsable();
      if ((await signIn.words()).password !== password) signIn.reset();
      await readOneRow(own, signal).catch(sayWhatToDo);
      proven = 'password';
    },
    async proveByBrowser(browser) {
      const provider = profile.oauth;
      if (client === null || provider === undefined) throw noProvider();
      proven = null;
      const fresh = await personalTokens({ client, provider, clock }, operatorId, browser);
      const { signIn: site } = gateway;
      await readOneRow(createGateway({ ...gateway, signIn: site, rest: bearerAuthorization(fresh) }), browser.signal);
      tokens = fresh;
      proven = 'token';
    },
    allowAgain: () => signIn.reset(),
    forget() {
      proven = null;
      typed = '';
      tokens = null;
      if (!signIn.isRefused()) signIn.reset();
    },
    isProven: () => (proven === 'token' ? tokens?.isRefused() === false : proven !== null && !signIn.isRefused()),
    writer: () => (proven === 'password' ? writer : null),
    itemWriter: () => (proven === 'password' ? items : null),
    rest() {
      if (proven === 'token' && tokens !== null) return bearerAuthorization(tokens);
      return proven === 'password' ? own.rest : null;
    },
  };
}

function noProvider(): ConnectorError {
  return new ConnectorError(
    'peoplesoft',
    'refused',
    'This site has no identity provider for signing in by the browser.',
    'Sign in with your operator id and password.',
  );
}
