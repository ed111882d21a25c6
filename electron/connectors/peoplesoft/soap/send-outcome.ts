import type { HttpAnswer } from '../../http/send-request.ts';
import type { PeopleSoftMessage, SendOutcome } from '../types.ts';
import { readAnswer, type CiAnswer, type KeyValue } from './answer-reader.ts';
import { bareName } from './validate-document.ts';
import type { QualifiedName } from './wsdl-reader.ts';

export interface CreateExpectation {
  readonly response: QualifiedName;
  /** Deposit id as sent; `NEXT` asks PeopleSoft for a number, which must then come back. */
  readonly depositId: string;
  /** Property names of the site for the deposit's number and a payment's sequence. */
  readonly depositIdProperty: string;
  readonly paymentSeqProperty: string;
}
export interface Conclusion {
  readonly outcome: SendOutcome;
  /** The service may have been regenerated since its schema was read: read it again before the next send. */
  readonly schemaSuspect: boolean;
}

const DUPLICATE_KEY = '91,49';
const LOCK_CONFLICT = '18,1';
/** Password failed; user not defined or locked. Source: PeopleBooks, Integration Broker messages (message set 158). */
const SIGN_IN_FAILED = new Set(['158,45', '158,55']);
/** The gateway lost the application server: it may have been at work, or done, by then. */
const CONTACT_LOST =
  /\(158,10721\)|time[- ]?d?\s?out|TPETIME|TPESVC|TPEPROTO|TPESYSTEM|jolt|tuxedo|ServiceException|contact error|connection (was )?(reset|lost|closed)/i;
/** The user may not call the operation: said before its handler runs. */
const NO_RIGHT = '158,536';
/**
 * Integration Broker found nobody to hand the request to. Its numbers differ between releases, so its words count, and only where no
 * other message set speaks. Any other fault may come from the handler, or from the way back, after the component interface has saved.
 */
const NOT_ROUTED_WORDS =
  /not authorized to invoke service operation|\bno (valid |active )?routing\b|unable to find a routing|\b(service operation|operation alias|node)\b.{0,80}\b(not found|not active|inactive|does ?n[o']t exist|not defined)\b/i;
/** Message sets of Integration Broker and of its XML parser. */
const BROKER_SETS = new Set<number | null>([158, 159]);

/** What an answer to a Create proves. `refused` is only said when PeopleSoft cannot have saved anything; every doubt is `unknown`. */
export function concludeCreate(answer: HttpAnswer, expectation: CreateExpectation): Conclusion {
  const { status, text } = answer;
  if (status === 401)
    return refused(text, [transport('HTTP 401: the web server in front of PeopleSoft did not accept the sign-in')], {
      credentialsFailed: true,
    });
  if (status === 407) return refused(text, [transport('HTTP 407: the proxy asks for a sign-in of its own')], {});
  const said = readAnswer(text, expectation.response);
  if (said.kind === 'fault' && (status === 200 || status === 500 || (status >= 400 && status < 500)))
    return concludeFault(said, text, expectation);
  if (said.kind === 'response' && status >= 200 && status < 300) return concludeResponse(said, text, expectation);
  if (status === 404)
    return {
      ...refused(
        text,
        [transport('HTTP 404: there is nothing at the gateway address and node of the connection profile')],
        {},
      ),
      schemaSuspect: true,
    };
  const reason = said.kind === 'odd' ? said.reason : 'the answer and its HTTP status contradict each other';
  return unknown(`HTTP ${status}: ${reason}`, text, said.kind === 'odd' && said.schemaChanged);
}

function concludeResponse(
  said: Extract<CiAnswer, { kind: 'response' }>,
  text: string,
  expectation: CreateExpectation,
): Conclusion {
  if (said.notification === '0') return refused(text, said.messages, {});
  if (said.notification !== '1')
    return unknown(
      `the answer says neither saved nor not saved (notification ${JSON.stringify(said.notification)})`,
      text,
    );
  const given = keyNamed(said.keys, expectation.depositIdProperty);
  const isNumbered = expectation.depositId === 'NEXT';
  if (isNumbered && (given === null || given.toUpperCase() === 'NEXT'))
    return unknown('the answer says saved, but not under which deposit id', text);
  if (!isNumbered && given !== null && given.toUpperCase() !== expectation.depositId.toUpperCase())
    return unknown(`the answer says saved as deposit ${given}, but ${expectation.depositId} was sent`, text);
  return {
    outcome: { outcome: 'saved', depositId: given ?? expectation.depositId, messages: said.messages, answer: text },
    schemaSuspect: false,
  };
}

function concludeFault(
  said: Extract<CiAnswer, { kind: 'fault' }>,
  text: string,
  expectation: CreateExpectation,
): Conclusion {
  const seq = keyNamed(said.keys, expectation.paymentSeqProperty);
  const paymentSeq = seq !== null && /^\d{1,9}$/.test(seq) ? Number(seq) : null;
  const spoken = said.messages.filter((message) => message.text !== '' || message.number !== null);
  const areAll = (test: (message: PeopleSoftMessage) => boolean) => spoken.length > 0 && spoken.every(test);
  if (said.origin === 'componentInterface' && areAll((message) => !BROKER_SETS.has(message.set)))
    return refused(text, said.messages, {}, paymentSeq);
  if (areAll((message) => SIGN_IN_FAILED.has(numbersOf(message))))
    return refused(text, withParameters(said), { credentialsFailed: true });
  if (areAll((message) => numbersOf(message) === NO_RIGHT)) return refused(text, said.messages, {});
  if (areAll(isNotRouted)) return { ...refused(text, said.messages, {}), schemaSuspect: true };
  const words = spoken.map((message) => message.text).join(' ');
  if (CONTACT_LOST.test(words)) return unknown(`the gateway lost contact with the application server: ${words}`, text);
  return unknown(`a fault that does not prove that nothing was saved${words === '' ? '' : `: ${words}`}`, text, true);
}

function isNotRouted({ set, text }: PeopleSoftMessage): boolean {
  return (set === null || BROKER_SETS.has(set)) && NOT_ROUTED_WORDS.test(text);
}

/** The user that PeopleSoft actually saw is named as a parameter: ANONYMOUS means that it did not see the sign-in at all. */
function withParameters(said: Extract<CiAnswer, { kind: 'fault' }>): readonly PeopleSoftMessage[] {
  const seen = said.parameters.filter((parameter) => parameter !== '').join(', ');
  return seen === ''
    ? said.messages
    : said.messages.map((message) => ({
        ...message,
        explain: message.explain ?? `user as PeopleSoft saw it: ${seen}`,
      }));
}

function refused(
  answer: string,
  messages: readonly PeopleSoftMessage[],
  also: { readonly credentialsFailed?: boolean },
  paymentSeq: number | null = null,
): Conclusion {
  const numbers = messages.map(numbersOf);
  return {
    outcome: {
      outcome: 'refused',
      certain: true,
      messages,
      paymentSeq,
      answer,
      duplicateKey: numbers.includes(DUPLICATE_KEY),
      credentialsFailed: also.credentialsFailed ?? false,
      retryable: numbers.includes(LOCK_CONFLICT),
    },
    schemaSuspect: false,
  };
}

function unknown(reason: string, answer: string, schemaSuspect = false): Conclusion {
  return { outcome: { outcome: 'unknown', reason, answer: answer === '' ? null : answer }, schemaSuspect };
}

/** The connection failed before anything left: refused, and worth another try. */
export function notSentOutcome(reason: string): SendOutcome {
  return {
    outcome: 'refused',
    certain: true,
    messages: [transport(reason)],
    paymentSeq: null,
    duplicateKey: false,
    credentialsFailed: false,
    retryable: true,
    answer: '',
  };
}

function transport(text: string): PeopleSoftMessage {
  return { type: 'transport', set: null, number: null, text, explain: null };
}

function numbersOf(message: PeopleSoftMessage): string {
  return message.set === null || message.number === null ? '' : `${message.set},${message.number}`;
}

/** Value of a key whatever prefix the site gives it in answers: a request's KEYPROP_X may come back as PROP_X or X. */
function keyNamed(keys: readonly KeyValue[], property: string): string | null {
  const value = keys.find((key) => bareName(key.name).toUpperCase() === bareName(property).toUpperCase())?.value ?? '';
  return value === '' ? null : value;
}
