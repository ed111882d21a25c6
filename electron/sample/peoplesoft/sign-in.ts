import { GatewayRefusal, MESSAGES } from './message-catalog.ts';
import { childNamed, type XmlElement } from './xml.ts';

const ANONYMOUS = 'ANONYMOUS';
const WRONG_PASSWORDS_UNTIL_LOCKED = 5;
const SECURITY_NAMESPACE = /wss-wssecurity-secext-1\.0\.xsd$/;

export interface SignIn {
  /**
   * Returns the operator id behind a SOAP header, or throws GatewayRefusal: (158,45) wrong, missing or expired,
   * (158,55) unknown or locked.
   */
  bySoapHeader(envelope: XmlElement): string;
  /** Returns the operator id behind an HTTP Authorization header (Basic, or a bearer token), or throws as above. */
  byHeader(header: string | undefined): string;
  /** The same for user and password that come in headers of their own. */
  byWords(user: string | undefined, password: string | undefined): string;
}

interface SignInOptions {
  readonly users: ReadonlyMap<string, string>;
  readonly anonymous: 'password failed' | 'not defined';
  readonly isExpired: () => boolean;
  /** The user an identity provider's access token names; null: it is not good. Absent: the site has none. */
  readonly bearerUser?: (token: string) => string | null;
}

/** Signs users in by password, in clear text as PeopleSoft takes it; five wrong ones in a row lock the user out. */
export function createSignIn({ users, anonymous, isExpired, bearerUser }: SignInOptions): SignIn {
  const wrong = new Map<string, number>();
  const check = (user: string, password: string): string => {
    const known = [...users.keys()].find((candidate) => candidate.toUpperCase() === user.toUpperCase());
    const isLocked = (wrong.get(known ?? user) ?? 0) >= WRONG_PASSWORDS_UNTIL_LOCKED;
    if (known === undefined || isLocked) throw new GatewayRefusal(MESSAGES.userNotDefined(user), [user]);
    if (users.get(known) !== password) {
      wrong.set(known, (wrong.get(known) ?? 0) + 1);
      throw new GatewayRefusal(MESSAGES.passwordFailed(), [user]);
    }
    wrong.delete(known);
    if (isExpired()) throw new GatewayRefusal(MESSAGES.passwordFailed(), [user]);
    return known;
  };
  const byToken = (token: string): string => {
    const named = bearerUser?.(token) ?? '';
    const known = [...users.keys()].find((candidate) => candidate.toUpperCase() === named.toUpperCase());
    if (known === undefined) throw new GatewayRefusal(MESSAGES.userNotDefined(named), [named]);
    return known;
  };
  const refuseAnonymous = (): never => {
    const entry = anonymous === 'not defined' ? MESSAGES.userNotDefined(ANONYMOUS) : MESSAGES.passwordFailed();
    throw new GatewayRefusal(entry, [ANONYMOUS]);
  };
  return {
    bySoapHeader(envelope) {
      const token = readToken(envelope);
      return token ? check(token.user, token.password) : refuseAnonymous();
    },
    byWords: (user, password) => (user === undefined ? refuseAnonymous() : check(user, password ?? '')),
    byHeader(header) {
      const token = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
      if (token !== undefined) return byToken(token);
      const encoded = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1];
      if (encoded === undefined) return refuseAnonymous();
      const text = Buffer.from(encoded, 'base64').toString('utf8');
      const colon = text.indexOf(':');
      return check(text.slice(0, Math.max(0, colon)), text.slice(colon + 1));
    },
  };
}

function readToken(envelope: XmlElement): { user: string; password: string } | null {
  const header = childNamed(envelope, 'Header');
  const security = header?.children.find((child) => child.local === 'Security' && SECURITY_NAMESPACE.test(child.uri));
  const token = security && childNamed(security, 'UsernameToken');
  const user = token && childNamed(token, 'Username')?.text.trim();
  if (!token || user === undefined || user === '') return null;
  const password = childNamed(token, 'Password');
  const type = password?.attributes.get('Type') ?? '#PasswordText';
  // A digest cannot be checked against what PeopleSoft stores: it counts as a wrong password.
  return { user, password: type.endsWith('#PasswordText') ? (password?.text ?? '') : '' };
}
