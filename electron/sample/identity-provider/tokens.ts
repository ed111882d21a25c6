import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface AccessClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly scope: string;
  /** Seconds since 1970. */
  readonly exp: number;
  readonly jti: string;
}

const HEADER = encode({ alg: 'HS256', typ: 'JWT' });

/** Signs access tokens with a key of this provider, and reads what it has signed. */
export function createTokenSigner(key: Buffer = randomBytes(32)) {
  const sign = (text: string) => createHmac('sha256', key).update(text).digest();
  return {
    sign(claims: AccessClaims): string {
      const text = `${HEADER}.${encode(claims)}`;
      return `${text}.${sign(text).toString('base64url')}`;
    },
    /** The claims of a token of ours, whatever its age; null for any other text. */
    read(token: string): AccessClaims | null {
      const [header, payload, signature, ...rest] = token.split('.');
      if (header !== HEADER || payload === undefined || signature === undefined || rest.length > 0) return null;
      const wanted = sign(`${header}.${payload}`);
      const given = Buffer.from(signature, 'base64url');
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
      return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as AccessClaims;
    },
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
