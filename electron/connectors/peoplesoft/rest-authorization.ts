import { ConnectorError } from '../http/connector-error.ts';
import type { TokenKeeper } from '../http/oauth/token-keeper.ts';
import { redact } from '../http/redact.ts';
import { basicHeader, withoutSecrets, type SignIn } from './sign-in.ts';

/** What one REST request goes out with. */
export interface RestCredential {
  /** Value of its Authorization header. */
  readonly header: string;
  /** A text without what the header holds. */
  clean(text: string): string;
  /**
   * PeopleSoft refused the sign-in of this request. Null: another credential can be had, and a read may be sent once more with it; else
   * nothing more goes out with it, and this is the error to tell.
   */
  refused(error: ConnectorError): ConnectorError | null;
  /** PeopleSoft took it. */
  worked(): void;
}

/** Supplies REST requests with their sign-in: HTTP Basic or a bearer token, of the site or of one person. */
export interface RestAuthorization {
  /** Throws `ConnectorError`, `credentials` when the sign-in is missing or was refused: no request may leave then. */
  present(): Promise<RestCredential>;
}

/** User and password, shared with SOAP: what was refused in one is refused in both. Source: RFC 7617. */
export function basicAuthorization(signIn: SignIn): RestAuthorization {
  return {
    async present() {
      const words = await signIn.words();
      return {
        header: basicHeader(words),
        clean: (text) => withoutSecrets(text, words),
        refused(error) {
          signIn.fail(words, error.message);
          return error;
        },
        worked: () => undefined,
      };
    },
  };
}

/** A bearer token, renewed once when PeopleSoft refuses it. Source: RFC 6750. */
export function bearerAuthorization(keeper: TokenKeeper): RestAuthorization {
  return {
    async present() {
      const token = await keeper.token();
      return {
        header: `Bearer ${token}`,
        clean: (text) => redact(text, [token]),
        refused(error) {
          const told = withTokenStep(error);
          return keeper.refused(token, told) ? null : told;
        },
        worked: () => keeper.worked(token),
      };
    },
  };
}

function withTokenStep(error: ConnectorError): ConnectorError {
  return new ConnectorError(
    'peoplesoft',
    'credentials',
    `${error.message} (with a new token as well)`,
    'Ask the PeopleSoft administrator whether the identity provider is registered, with this scope and audience, and whether the token’s user is an operator id.',
    { cause: error },
  );
}
