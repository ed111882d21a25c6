import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Grants, refusedToken, type TokenAnswer } from './grants.ts';

export interface IdentityProviderOptions {
  /** Virtual time in milliseconds since 1970. */
  readonly now: () => number;
  /** PeopleSoft user behind a client-credentials token. */
  readonly clientUser: string;
  readonly accessSeconds?: number;
}

/** An error the token endpoint, or the authorize page, answers with next. */
export interface PlannedError {
  readonly at: 'token' | 'authorize';
  readonly error: string;
  readonly status?: number;
  readonly description?: string;
}

export interface IdentityProviderSimulator {
  readonly tokenAddress: string;
  readonly authorizeAddress: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Requests to the token endpoint so far, by grant type. */
  readonly asked: Readonly<Record<string, number>>;
  /** The user behind an access token that is good now; null for any other text. */
  userOf(token: string): string | null;
  /** The next answer is this error. */
  failNext(error: PlannedError): void;
  /** Nobody takes the access tokens given so far any more; refresh tokens stay good. */
  revokeAccess(): void;
  /** From now on the authorize page signs this user in, whatever the hint. */
  signInAs(user: string): void;
  close(): Promise<void>;
}

const LOOPBACK = /^http:\/\/127\.0\.0\.1:\d+\//;

/**
 * An identity provider on loopback: authorize page (approves by itself, PKCE S256 demanded), token endpoint with client credentials,
 * authorization code (used once, bound to its redirect) and refresh tokens with rotation.
 */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProviderSimulator> {
  const provider = new Provider(options);
  const server = createServer((request, response) => provider.serve(request, response));
  provider.origin = await listen(server);
  const { grants, asked, clientId, clientSecret, origin } = provider;
  return {
    tokenAddress: `${origin}/token`,
    authorizeAddress: `${origin}/authorize`,
    clientId,
    clientSecret,
    asked,
    userOf: (token) => grants.userOf(token),
    failNext: (error) => void provider.planned.push(error),
    revokeAccess: () => grants.revokeAccess(),
    signInAs(user) {
      provider.user = user;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

class Provider {
  readonly clientId = 'tieout-desktop';
  readonly clientSecret = randomBytes(16).toString('base64url');
  readonly grants: Grants;
  readonly planned: PlannedError[] = [];
  readonly asked: Record<string, number> = {};
  readonly #clientUser: string;
  origin = '';
  /** Whom the authorize page signs in; null: whom the hint names. */
  user: string | null = null;

  constructor({ now, clientUser, accessSeconds = 300 }: IdentityProviderOptions) {
    this.#clientUser = clientUser;
    const nowSeconds = () => Math.floor(now() / 1_000);
    this.grants = new Grants({ issuer: () => this.origin, nowSeconds, accessSeconds });
  }

  serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method === 'GET' && url.pathname === '/authorize') return this.#authorize(url, response);
    if (request.method !== 'POST' || url.pathname !== '/token') return void response.writeHead(404).end();
    return void readForm(request).then((form) => {
      const { status, body } = this.#token(request.headers.authorization, form);
      response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
      response.end(JSON.stringify(body));
    });
  }

  #authorize(url: URL, response: ServerResponse): void {
    const of = (name: string) => url.searchParams.get(name) ?? '';
    const redirectUri = of('redirect_uri');
    if (of('client_id') !== this.clientId || !LOOPBACK.test(redirectUri))
      return void response.writeHead(400).end('unknown client or redirect address');
    const back = new URL(redirectUri);
    back.searchParams.set('state', of('state'));
    const error = this.#plannedFor('authorize');
    const challenge = of('code_challenge');
    const isCode = of('response_type') === 'code' && of('code_challenge_method') === 'S256' && challenge !== '';
    if (error !== null || !isCode) {
      back.searchParams.set('error', error?.error ?? 'invalid_request');
      back.searchParams.set('error_description', error?.description ?? 'code and S256 are needed');
    } else {
      const user = this.user ?? of('login_hint');
      back.searchParams.set('code', this.grants.newCode({ user, scope: of('scope'), redirectUri, challenge }));
    }
    return void response.writeHead(302, { Location: back.href }).end();
  }

  #token(authorization: string | undefined, form: URLSearchParams): TokenAnswer {
    const grantType = form.get('grant_type') ?? '';
    this.asked[grantType] = (this.asked[grantType] ?? 0) + 1;
    const error = this.#plannedFor('token');
    if (error !== null) return refusedToken(error.error, error.description, error.status);
    const wanted = `Basic ${Buffer.from(`${this.clientId}:${this.clientSecret}`).toString('base64')}`;
    if (authorization !== wanted) return refusedToken('invalid_client', undefined, 401);
    if (grantType === 'client_credentials') return this.grants.forClient(this.#clientUser, form.get('scope') ?? '');
    if (grantType === 'authorization_code') return this.grants.byCode(form);
    return grantType === 'refresh_token' ? this.grants.byRefresh(form) : refusedToken('unsupported_grant_type');
  }

  #plannedFor(at: PlannedError['at']): PlannedError | null {
    const index = this.planned.findIndex((each) => each.at === at);
    return index < 0 ? null : (this.planned.splice(index, 1)[0] ?? null);
  }
}

/** Resolves the origin once it listens, on any free port. */
async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
