import { ConnectorError } from '../../http/connector-error.ts';
import type { FetchPort } from '../../http/fetch-port.ts';
import type { HttpAnswer } from '../../http/send-request.ts';
import { SOAP_WIRE, type CiWire } from './ci-wire.ts';
import type { UsernameToken } from './envelope.ts';
import { certainlyNotSent } from './not-sent.ts';
import { concludeOperation, notSentOperation, unknownOutcome, type OperationOutcome } from './operation-outcome.ts';
import { postSoap } from './post-soap.ts';
import { readData } from './read-data.ts';
import { isReading, type CiAction, type CiDocument, type GroupShape, type OperationSchema } from './schema-model.ts';
import type { ServiceSchema } from './service-schema.ts';
import { validateDocument } from './validate-document.ts';

/** One operation with its data, checked against the site's own schema; nothing has been sent yet. */
export interface PreparedCall {
  readonly operation: OperationSchema;
  readonly response: GroupShape | null;
  readonly document: CiDocument;
  /** Everything the schema objects to, one sentence each; with any, the call cannot be sent. */
  readonly findings: readonly string[];
}

export interface CiLine {
  readonly fetch: FetchPort;
  /** Where requests go, whatever host the WSDL itself names. */
  readonly url: string;
  readonly timeoutMs: number;
  /** Default SOAP. */
  readonly wire?: CiWire;
}

/**
 * Makes a call of any component-interface service from what its schema says. `data` is a JSON object: collections as
 * arrays of objects, leaves as strings. Throws `ConnectorError` when the service lacks the operation or its
 * description cannot be used.
 */
export async function prepareCall(
  schema: ServiceSchema,
  action: CiAction,
  data: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<PreparedCall> {
  const operation = await schema.operation(action, signal);
  const response = await schema.response(action, signal);
  const { document, findings } = readData(data);
  // Find takes parts of keys: where its schema calls all of them required, a blank one stands for any value.
  const blankKeys = action === 'Find' ? 'anyValue' : 'refused';
  const objections = validateDocument(document, operation.request, blankKeys);
  return { operation, response, document, findings: [...findings, ...objections.map(({ text }) => text)] };
}

/** The body that would leave. Characters that XML cannot carry, which are findings, show as �. */
export function showCall(
  { document, operation }: PreparedCall,
  token: UsernameToken | null,
  wire: CiWire = SOAP_WIRE,
): string {
  return (
    wire
      .write(operation, document, token)
      .body.toWellFormed()
      // oxlint-disable-next-line no-control-regex -- exactly these are what is looked for
      .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD')
  );
}

/**
 * Sends a call once and concludes what became of it; never repeats it. Throws `ConnectorError` `mapping` for a call
 * with findings and `cancelled` for a signal that came before or, for Get and Find, meanwhile; else it always answers
 * an outcome. A save that has left cannot be cancelled, as that would only make its outcome unknown: its time-out
 * ends it.
 */
export async function sendCall(
  line: CiLine,
  call: PreparedCall,
  token: UsernameToken | null,
  signal?: AbortSignal,
): Promise<OperationOutcome> {
  const { operation, document, findings } = call;
  const { wire = SOAP_WIRE } = line;
  if (findings.length > 0)
    throw new ConnectorError(
      'peoplesoft',
      'mapping',
      `${operation.name} breaks the schema of its service: ${findings.join('; ')}`,
      'Nothing was sent. Correct the data and try again.',
    );
  if (signal?.aborted === true)
    throw new ConnectorError('peoplesoft', 'cancelled', `${operation.name} was cancelled`, 'Nothing was sent.');
  let answer: HttpAnswer;
  try {
    answer = await postSoap(line.fetch, {
      url: line.url,
      ...wire.write(operation, document, token),
      timeoutMs: line.timeoutMs,
      signal: isReading(operation.action) ? signal : undefined,
    });
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'cancelled') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return certainlyNotSent(error) ? notSentOperation(reason) : unknownOutcome(reason);
  }
  try {
    return concludeOperation(answer, call, wire.judge(answer, operation));
  } catch (error) {
    return unknownOutcome(`the answer could not be judged: ${error instanceof Error ? error.message : String(error)}`);
  }
}
