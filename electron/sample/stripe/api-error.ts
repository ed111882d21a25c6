/** An answer that is not a success, with Stripe's own error body (Stripe API reference, "Errors"). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly body: { readonly error: Readonly<Record<string, unknown>> };
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    error: { message: string; type?: string; code?: string; param?: string },
    headers: Record<string, string> = {},
  ) {
    super(error.message);
    this.status = status;
    const doc =
      error.code === undefined
        ? {}
        : { doc_url: `https://stripe.com/docs/error-codes/${error.code.replaceAll('_', '-')}` };
    this.body = { error: { type: 'invalid_request_error', ...doc, ...error } };
    this.headers = headers;
  }
}

export function unknownParameter(param: string): ApiError {
  return new ApiError(400, { code: 'parameter_unknown', message: `Received unknown parameter: ${param}`, param });
}

export function invalidInteger(param: string, value: string): ApiError {
  return new ApiError(400, { code: 'parameter_invalid_integer', message: `Invalid integer: ${value}`, param });
}

/** 404 where the id is in the address, 400 where it is a parameter. */
export function missing(what: string, id: string, param: string): ApiError {
  const noun = what.replaceAll('_', ' ');
  return new ApiError(param === 'id' ? 404 : 400, {
    code: 'resource_missing',
    message: `No such ${noun}: '${id}'`,
    param,
  });
}

export function unrecognizedUrl(method: string, path: string): ApiError {
  return new ApiError(404, {
    message: `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  });
}

export const RATE_LIMIT_REASONS = [
  'global-rate',
  'global-concurrency',
  'endpoint-rate',
  'endpoint-concurrency',
  'resource-specific',
] as const;
export type RateLimitReason = (typeof RATE_LIMIT_REASONS)[number];

/** 429 with the headers it is to carry; older ones name no reason, and few say how long to wait. */
export function rateLimited(reason: RateLimitReason | null, retryAfterSeconds: number | null = null): ApiError {
  const message =
    'Request rate limit exceeded. You can learn more about rate limits here https://stripe.com/docs/rate-limits.';
  const headers = {
    ...(reason === null ? {} : { 'stripe-rate-limited-reason': reason }),
    ...(retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) }),
  };
  return new ApiError(429, { code: 'rate_limit', message }, headers);
}

export function serverError(): ApiError {
  const message = 'An unknown error occurred. Please try again, or contact support@stripe.com if the problem persists.';
  return new ApiError(500, { type: 'api_error', message });
}
