import { ConnectorError } from '../http/connector-error.ts';
import { redact } from '../http/redact.ts';
import type { HttpAnswer } from '../http/send-request.ts';
import { lostEntryTypes, lostTemplates, mapDeposit } from './deposit-mapping.ts';
import type { ServiceName } from './gateway-address.ts';
import { asCancelled, type Gateway } from './gateway.ts';
import { withoutSecrets, type SignIn, type SignInWords } from './sign-in.ts';
import type { CiWire, WireRequest } from './soap/ci-wire.ts';
import type { UsernameToken } from './soap/envelope.ts';
import { certainlyNotSent } from './soap/not-sent.ts';
import { postSoap } from './soap/post-soap.ts';
import type { CiDocument, OperationSchema } from './soap/schema-model.ts';
import { concludeCreate, notSentOutcome, type Conclusion } from './soap/send-outcome.ts';
import type { ServiceSchema } from './soap/service-schema.ts';
import { validateDocument } from './soap/validate-document.ts';
import type { DepositDocument, DepositMapping, PeopleSoftWriter, SendOutcome } from './types.ts';

const MASK = '********';

/** How a service is reached at this site: where, and how it is written and read. */
export interface ServiceRoad {
  readonly url: string;
  readonly wire: CiWire;
  readonly schema: ServiceSchema;
  /** Value of the Authorization header, in the place of user and password. */
  readonly authorization?: () => Promise<string>;
}
interface Prepared {
  readonly operation: OperationSchema;
  readonly document: CiDocument;
  readonly findings: readonly string[];
  readonly mapping: DepositMapping;
  readonly road: ServiceRoad;
}

/** Writes of one connection. One Create is one request: it is never repeated in here, whatever comes back. */
export function createDepositWriter(gateway: Gateway, roadOf: (service: ServiceName) => ServiceRoad): PeopleSoftWriter {
  const { profile, signIn } = gateway;
  const ofProfile: DepositMapping = { deposit: profile.deposit, version: null };
  const prepare = async (
    deposit: DepositDocument,
    mapping: DepositMapping,
    signal?: AbortSignal,
  ): Promise<Prepared> => {
    const road = roadOf(mapping.deposit);
    const operation = await road.schema.operation('Create', signal);
    const document = mapDeposit(deposit, mapping.deposit, operation.request);
    const findings = [
      ...lostEntryTypes(deposit, mapping.deposit),
      ...lostTemplates(deposit, mapping.deposit),
      ...validateDocument(document, operation.request),
    ];
    return { operation, document, findings, mapping, road };
  };

  return {
    async dryRunDeposit(deposit, mapping = ofProfile) {
      const prepared = await prepare(deposit, mapping);
      const words = await wordsOrNone(signIn);
      return { xml: maskedEnvelope(prepared, words), findings: prepared.findings };
    },
    async createDeposit(deposit, signal, mapping = ofProfile) {
      const prepared = await prepare(deposit, mapping, signal);
      if (prepared.findings.length > 0) throw mappingError(deposit, prepared);
      const { conclusion, words, request } = await sendPaced(gateway, prepared, deposit, signal);
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
    },
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
  deposit: DepositDocument,
  signal?: AbortSignal,
): Promise<{ readonly conclusion: Conclusion; readonly words: SignInWords; readonly request: WireRequest }> {
  const what = `deposit ${deposit.depositId}`;
  try {
    return await gateway.pace.run(async () => {
      // Only now: whoever waited in line must not go out with a sign-in that failed or was replaced meanwhile.
      const words = await gateway.signIn.words();
      signal?.throwIfAborted();
      const request = await signed(prepared, words);
      return { conclusion: await sendOnce(gateway, prepared, request, deposit), words, request };
    }, signal);
  } catch (error) {
    throw asCancelled(error, what, signal);
  }
}

/**
 * From here on the request may have left: every failure becomes an outcome. Nobody can cancel it any more, as that would only make its
 * outcome unknown; the bounded time-out ends it.
 */
async function sendOnce(
  gateway: Gateway,
  { operation, mapping, road }: Prepared,
  request: WireRequest,
  deposit: DepositDocument,
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
  const { properties } = mapping.deposit;
  try {
    const expectation = {
      response: operation.response,
      depositId: deposit.depositId,
      depositIdProperty: properties.depositId,
      paymentSeqProperty: properties.paymentSeq,
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

function mappingError(deposit: DepositDocument, { findings, mapping }: Prepared): ConnectorError {
  const isConfirmed = mapping.version !== null;
  const under = isConfirmed ? ` under mapping version ${mapping.version}` : '';
  return new ConnectorError(
    'peoplesoft',
    'mapping',
    `deposit ${deposit.depositId} breaks the site’s schema${under} in ${findings.length} place(s): ${findings.join('; ')}`,
    `Nothing was sent. Correct the ${isConfirmed ? 'mapping' : 'property names in the connection profile'}, or the data named here.`,
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
