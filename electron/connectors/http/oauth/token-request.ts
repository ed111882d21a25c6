import { z } from 'zod';
import type { SystemName } from '../../../../shared/domain/states.ts';
import { ConnectorError, type ConnectorFailure } from '../connector-error.ts';
import type { FetchPort } from '../fetch-port.ts';
import { redact } from '../redact.ts';
import { sendRequest } from '../send-request.ts';

/** A client of an identity provider, and where it asks for tokens. */
export interface OAuthClient {
  /** Whose sign-in this is, for messages and for who has to act. */
  readonly system: SystemName;
  readonly tokenAddress: string;
  readonly clientId: string;
  /** Null: a public client, which shows no secret. */
  readonly clientSecret: () => Promise<string | null>;
  readonly fetch: FetchPort;
  readonly timeoutMs: number;
}

export interface TokenSet {
  readonly accessToken: string;
  /** Seconds it is good for; null: the provider does not say. */
  readonly expiresInSeconds: number | null;
  /** Takes the place of the one that was shown; null: none was given. */
  readonly refreshToken: string | null;
}

const MAX_ANSWER_BYTES = 256 * 1024;
const NEXT_STEP = 'Check client id, client secret and addresses of the identity provider in the connection profile.';
/** Visible characters only: a token that could break a header out of its line is none. Source: RFC 6750, section 2.1. */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
const answerSchema = z.object({
  access_token: z.string().max(65_536).regex(TOKEN),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive().max(31_536_000).optional(),
  refresh_token: z.string().min(1).max(65_536).optional(),
});
const errorSchema = z.object({ error: z.string().max(200), error_description: z.string().max(2_000).optional() });

/** What each error of RFC 6749, section 5.2, asks of us. */
const FAILURES: Readonly<Record<string, ConnectorFailure>> = {
  invalid_client: 'credentials',
  invalid_grant: 'credentials',
  unauthorized_client: 'rights',
  invalid_scope: 'rights',
  access_denied: 'rights',
  temporarily_unavailable: 'unreachable',
  slow_down: 'rateLimited',
};

/**
 * One request to the token endpoint, never repeated here. Throws `ConnectorError`: `credentials` when the provider refuses client, code or
 * refresh token; `rights`, `unreachable`, `rateLimited`, `refused`, `malformed`. Secrets, codes and tokens are in no message. Source: RFC 6749.
 */
export async function requestToken(client: OAuthClient, form: Readonly<Record<string, string>>): Promise<TokenSet> {
  const secret = await client.clientSecret();
  const secrets = [secret ?? '', ...SECRET_FIELDS.map((name) => form[name] ?? '')].filter((each) => each !== '');
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Content-Type': 'application/x-www-form-urlencoded',
  };
  if (secret !== null) headers['Authorization'] = clientHeader(client.clientId, secret);
  const fields = secret === null ? { ...form, client_id: client.clientId } : form;
  const answer = await sendRequest(client.fetch, {
    system: client.system,
    method: 'POST',
    url: client.tokenAddress,
    headers,
    body: new URLSearchParams(fields).toString(),
    timeoutMs: client.timeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
  });
  const body = parsed(answer.text);
  if (answer.status === 200) {
    const tokens = answerSchema.safeParse(body);
    if (tokens.success) return tokenSet(tokens.data);
    throw failure(client, 'malformed', 'gave no usable bearer token');
  }
  const said = errorSchema.safeParse(body);
  if (said.success) {
    const { error, error_description: words } = said.data;
    const kind = FAILURES[error] ?? (answer.status >= 500 ? 'unreachable' : 'refused');
    throw failure(client, kind, `says ${redact(words === undefined ? error : `${error}: ${words}`, secrets)}`);
  }
  if (answer.status === 401) throw failure(client, 'credentials', 'refuses the client');
  throw failure(client, answer.status >= 500 ? 'unreachable' : 'malformed', `answered HTTP ${answer.status}`);
}

const SECRET_FIELDS = ['code', 'code_verifier', 'refresh_token'];

function tokenSet(answer: z.infer<typeof answerSchema>): TokenSet {
  return {
    accessToken: answer.access_token,
    expiresInSeconds: answer.expires_in ?? null,
    refreshToken: answer.refresh_token ?? null,
  };
}

/** Both parts are form-encoded before they are joined. Source: RFC 6749, section 2.3.1. */
function clientHeader(clientId: string, secret: string): string {
  const encoded = [clientId, secret].map((part) => new URLSearchParams([['', part]]).toString().slice(1)).join(':');
  return `Basic ${Buffer.from(encoded, 'utf8').toString('base64')}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null; // no JSON: the status says the rest
  }
}

function failure({ system, tokenAddress }: OAuthClient, kind: ConnectorFailure, words: string): ConnectorError {
  return new ConnectorError(system, kind, `the identity provider ${new URL(tokenAddress).host} ${words}`, NEXT_STEP);
}
