import { ApiError } from './api-error.ts';
import type { ApiKey } from './api-keys.ts';
import type { StripeBooks } from './books.ts';

/** The key a request carries: `Bearer key`, or HTTP Basic with the key as user and an empty password. */
export function keyOf(authorization: string | undefined): string | null {
  const [scheme, value] = (authorization ?? '').split(' ', 2);
  if (!value) return null;
  if (scheme?.toLowerCase() === 'bearer') return value;
  if (scheme?.toLowerCase() !== 'basic') return null;
  const user = Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0];
  return user === undefined || user === '' ? null : user;
}

function masked(key: string): string {
  return key.length <= 12 ? '*'.repeat(key.length) : `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`;
}

const CHALLENGE = { 'www-authenticate': 'Basic realm="Stripe"' };

export function invalidKey(key: string): ApiError {
  return new ApiError(401, { message: `Invalid API Key provided: ${masked(key)}` }, CHALLENGE);
}

export function expiredKey(key: string): ApiError {
  return new ApiError(401, { code: 'api_key_expired', message: `Expired API Key provided: ${masked(key)}` }, CHALLENGE);
}

/** The key behind a request; throws Stripe's 401 when there is none, or it is wrong or expired. */
export function authenticate(books: StripeBooks, authorization: string | undefined): ApiKey {
  const given = keyOf(authorization);
  if (given === null)
    throw new ApiError(
      401,
      {
        message:
          'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth ' +
          "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we " +
          'can help at https://support.stripe.com/.',
      },
      CHALLENGE,
    );
  const key = books.keys.all().find((candidate) => candidate.key === given);
  if (!key) throw invalidKey(given);
  if (key.expired) throw expiredKey(given);
  return key;
}

/** Throws Stripe's 403 when a restricted key lacks the right. */
export function demandRight(key: ApiKey, right: string, account: string): void {
  if (key.rights === null || key.rights.includes(right)) return;
  throw lacking(key.key, right, account);
}

/** Stripe's 403 for a restricted key, which names the right that it lacks. */
export function lacking(key: string, right: string, account: string): ApiError {
  return new ApiError(403, {
    message:
      `The provided key '${masked(key)}' does not have the required permissions for this endpoint on account ` +
      `'${account}'. Having the 'rak_${right}' permission would allow this request to continue.`,
  });
}
