import { ConnectorError } from '../http/connector-error.ts';
import { redact } from '../http/redact.ts';
import type { HttpAnswer } from '../http/send-request.ts';
import { asCancelled, type Gateway } from './gateway.ts';
import { withoutSecrets, type SignIn, type SignInWords } from './sign-in.ts';
import type { CiWire, WireRequest } from './soap/ci-wire.ts';
import type { UsernameToken } from './soap/envelope.ts';
import type { SchemaFinding } from './soap/schema-finding.ts';
import { certainlyNotSent } from './soap/not-sent.ts';
import { postSoap } from './soap/post-soap.ts';
import type { CiDocument, OperationSchema } from './soap/schema-model.ts';
import { concludeCreate, notSentOutcome, type Conclusion } from './soap/send-outcome.ts';
import type { ServiceSchema } from './soap/service-schema.ts';
import type { SendOutcome } from './types.ts';

const MASK = '********';

/** How a service is reached at this site: where, and how it is written and read. */
export interface ServiceRoad {
  readonly url: string;
  readonly wire: CiWire;
  readonly schema: ServiceSchema;
  /** Value of the Authorization header, in the place of user and password. */
  readonly authorization?: () => Promise<string>;
}
/** A document in the site's own names, checked against the schema of its service. */
export interface Prepared {
  /** For messages: `deposit D123`. */
  readonly what: string;
  readonly operation: OperationSchema;
  readonly document: CiDocument;
  readonly findings: readonly SchemaFinding[];
  readonly road: ServiceRoad;
  /** The id it goes out under (`NEXT`: PeopleSoft gives one), and the properties of that id and of the rows a fault may name. */
  readonly id: { readonly sent: string; readonly property: string; readonly rowProperty: string };
  /** What it was mapped by, for the message about findings: `mapping version 3`; null: the connection profile. */
  readonly mappedBy: string | null;
}

/** The document as it would leave, and what the schema objects to; nothing is sent. */
export async function previewDocument(
  { signIn }: Gateway,
  prepared: Prepared,
): Promise<{ readonly xml: string; readonly findings: readonly SchemaFinding[] }> {
  const words = await wordsOrNone(signIn);
  return { xml: maskedEnvelope(prepared, words), findings: prepared.findings };
}

/**
 * Sends one document by one request, which is never repeated in here, whatever comes back. Throws `ConnectorError` only while nothing has
 * left; findings of the schema are `mapping`.
 */
export async function sendDocument(
  gateway: Gateway,
  prepared: Prepared,
  signal?: AbortSignal,
): Promise<SendOutcome & { readonly request: string }> {
  const { signIn } = gateway;
  if (prepared.findings.length > 0) throw mappingError(prepared);
  const { conclusion, words, request } = await sendPaced(gateway, prepared, signal);
  const outcome = cleaned(conclusion.outcome, (text) => withoutToken(withoutSecrets(text, words), request));
  const isOwnToken = prepared.road.authorization !== undefined;
  if (outcome.outcome === 'refused' && outcome.credentialsFailed && !isOwnToken)
    signIn.fail(words, `PeopleSoft refuses the sign-in: ${firstWords(outcome)}`);
  if (conclusion.credentialsSuspect === true && outcome.outcome === 'unknown') signIn.fail(words, outcome.reason);
  const isStale =
    conclusion.schemaSuspect && (await hasSchemaChanged(prepared.road.schema, prepared.operation, signal));
  return {
    ...(outcome.outcome === 'refused' && isStale ? { ...outcome, retryable: true } : outcome),
    request: maskedEnvelope(prepared, words),
  };
}

function written({ document, operation, road }: Prepared, token: UsernameToken): WireRequest {
  return road.wire.write(operation, document, token);
}

/** The request as it leaves. Throws what the supplier of its Authorization header throws: nothing has left then. */
async function signed(prepared: Prepared, words: SignInWords): Promise<WireRequest> {
  const request = written(prepared, words);
  const { authorization } = prepared.road;
  if (authorization === undefined) return request;
  return { ...request, headers: { ...request.headers, Authorization: await authorization() } };
}

/** Neither the header that signed the request in nor the token in it, where an answer repeats them. */
function withoutToken(text: string, { headers }: WireRequest): string {
  const header = headers['Authorization'];
  return header === undefined ? text : redact(text, [header, header.replace(/^\w+\s+/, '')]);
}

/** The request as it may be shown and kept; without a sign-in at hand the user is masked too. */
function maskedEnvelope(prepared: Prepared, words: SignInWords | null): string {
  return withoutSecrets(written(prepared, { user: words?.user ?? MASK, password: MASK }).body, words);
}

async function sendPaced(
  gateway: Gateway,
  prepared: Prepared,
  signal?: AbortSignal,
): Promise<{ readonly conclusion: Conclusion; readonly words: SignInWords; readonly request: WireRequest }> {
  try {
    return await gateway.pace.run(async () => {
      // Only now: whoever waited in line must not go out with a sign-in that failed or was replaced meanwhile.
      const words = await gateway.signIn.words();
      signal?.throwIfAborted();
      const request = await signed(prepared, words);
      return { conclusion: await sendOnce(gateway, prepared, request), words, request };
    }, signal);
  } catch (error) {
    throw asCancelled(error, prepared.what, signal);
  }
}

/**
 * From here on the request may have left: every failure becomes an outcome. Nobody can cancel it any more, as that would only make its
 * outcome unknown; the bounded time-out ends it.
 */
async function sendOnce(
  gateway: Gateway,
  { operation, road, id }: Prepared,
  request: WireRequest,
): Promise<Conclusion> {
  const { profile, fetch } = gateway;
  let answer: HttpAnswer;
  try {
    answer = await postSoap(fetch, {
      url: road.url,
      ...request,
      timeoutMs: profile.writeTimeoutSeconds * 1_000,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const outcome: SendOutcome = certainlyNotSent(error)
      ? notSentOutcome(reason)
      : { outcome: 'unknown', reason, answer: null };
    return { outcome, schemaSuspect: false };
  }
  try {
    const expectation = {
      response: operation.response,
      depositId: id.sent,
      depositIdProperty: id.property,
      paymentSeqProperty: id.rowProperty,
    };
    return concludeCreate(answer, expectation, road.wire.judge(answer, operation));
  } catch (error) {
    const reason = `the answer could not be judged: ${error instanceof Error ? error.message : String(error)}`;
    return { outcome: { outcome: 'unknown', reason, answer: answer.text }, schemaSuspect: false };
  }
}

/** A preview needs no valid sign-in. */
async function wordsOrNone(signIn: SignIn): Promise<SignInWords | null> {
  try {
    return await signIn.words();
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'credentials') return null;
    throw error;
  }
}

/** After an answer that another generation of the service would give: reads the schema again. Never throws, the request has left. */
async function hasSchemaChanged(schema: ServiceSchema, used: OperationSchema, signal?: AbortSignal): Promise<boolean> {
  schema.invalidate();
  try {
    return (await schema.operation('Create', signal)).fingerprint !== used.fingerprint;
  } catch {
    // Whatever is wrong with the schema now, the next send meets it before anything leaves.
    return false;
  }
}

function mappingError({ what, findings, mappedBy }: Prepared): ConnectorError {
  const under = mappedBy === null ? '' : ` under ${mappedBy}`;
  return new ConnectorError(
    'peoplesoft',
    'mapping',
    `${what} breaks the site’s schema${under} in ${findings.length} place(s): ${findings.map(({ text }) => text).join('; ')}`,
    `Nothing was sent. Correct the ${mappedBy === null ? 'property names in the connection profile' : 'mapping'}, or the data named here.`,
  );
}

function firstWords(outcome: Extract<SendOutcome, { outcome: 'refused' }>): string {
  return outcome.messages
    .map((message) => (message.explain === null ? message.text : `${message.text} (${message.explain})`))
    .join('; ');
}

/** What is kept of an attempt never holds the password, even where PeopleSoft or a proxy echoes it. */
function cleaned(outcome: SendOutcome, clean: (text: string) => string): SendOutcome {
  if (outcome.outcome === 'unknown')
    return {
      ...outcome,
      reason: clean(outcome.reason),
      answer: outcome.answer === null ? null : clean(outcome.answer),
    };
  const messages = outcome.messages.map((message) => ({
    ...message,
    text: clean(message.text),
    explain: message.explain === null ? null : clean(message.explain),
  }));
  return { ...outcome, messages, answer: clean(outcome.answer) };
}
