import { createHash, randomBytes } from 'node:crypto';
import { createTokenSigner } from './tokens.ts';

/** What the token endpoint answers. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}
/** What an authorization code stands for. */
export interface CodeGrant {
  readonly user: string;
  readonly scope: string;
  readonly redirectUri: string;
  /** SHA-256 of the verifier, base64url. */
  readonly challenge: string;
}
interface Family {
  readonly user: string;
  readonly scope: string;
  isRevoked: boolean;
}
interface GrantOptions {
  readonly issuer: () => string;
  /** Seconds since 1970. */
  readonly nowSeconds: () => number;
  readonly accessSeconds: number;
}

/** Codes, access tokens and refresh tokens of one provider; a refresh token that is shown twice ends its whole family. */
export class Grants {
  readonly #options: GrantOptions;
  readonly #signer = createTokenSigner();
  readonly #codes = new Map<string, CodeGrant>();
  readonly #refreshTokens = new Map<string, { readonly family: Family; isUsed: boolean }>();
  #serial = 0;
  #revokedUpTo = 0;

  constructor(options: GrantOptions) {
    this.#options = options;
  }

  newCode(grant: CodeGrant): string {
    const code = randomBytes(16).toString('base64url');
    this.#codes.set(code, grant);
    return code;
  }

  forClient(user: string, scope: string): TokenAnswer {
    return this.#tokens(user, scope, null);
  }

  byCode(form: URLSearchParams): TokenAnswer {
    const code = form.get('code') ?? '';
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    if (grant === undefined || grant.redirectUri !== form.get('redirect_uri')) return refusedToken('invalid_grant');
    const verifier = form.get('code_verifier') ?? '';
    if (createHash('sha256').update(verifier).digest('base64url') !== grant.challenge)
      return refusedToken('invalid_grant', 'PKCE verification failed');
    const { user, scope } = grant;
    return this.#tokens(user, scope, { user, scope, isRevoked: false });
  }

  byRefresh(form: URLSearchParams): TokenAnswer {
    const known = this.#refreshTokens.get(form.get('refresh_token') ?? '');
    if (known === undefined || known.family.isRevoked) return refusedToken('invalid_grant');
    if (known.isUsed) {
      known.family.isRevoked = true;
      return refusedToken('invalid_grant', 'refresh token reuse detected');
    }
    known.isUsed = true;
    return this.#tokens(known.family.user, known.family.scope, known.family);
  }

  /** The user behind an access token that is good now; null for any other text. */
  userOf(token: string): string | null {
    const claims = this.#signer.read(token);
    const isGood = claims !== null && claims.exp > this.#options.nowSeconds() && Number(claims.jti) > this.#revokedUpTo;
    return isGood ? claims.sub : null;
  }

  revokeAccess(): void {
    this.#revokedUpTo = this.#serial;
  }

  #tokens(user: string, scope: string, family: Family | null): TokenAnswer {
    this.#serial += 1;
    const { issuer, nowSeconds, accessSeconds } = this.#options;
    const claims = { iss: issuer(), sub: user, aud: 'peoplesoft', scope, exp: nowSeconds() + accessSeconds };
    const refreshToken = family === null ? null : randomBytes(24).toString('base64url');
    if (refreshToken !== null && family !== null) this.#refreshTokens.set(refreshToken, { family, isUsed: false });
    return {
      status: 200,
      body: {
        access_token: this.#signer.sign({ ...claims, jti: String(this.#serial) }),
        token_type: 'Bearer',
        expires_in: accessSeconds,
        scope,
        ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
      },
    };
  }
}

/** An error answer. Source: RFC 6749, section 5.2. */
export function refusedToken(error: string, description?: string, status = 400): TokenAnswer {
  return { status, body: { error, ...(description === undefined ? {} : { error_description: description }) } };
}
