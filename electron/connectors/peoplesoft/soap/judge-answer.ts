import type { HttpAnswer } from '../../http/send-request.ts';
import type { PeopleSoftMessage } from '../types.ts';
import { readAnswer, type CiAnswer, type CiFault, type CiResponse } from './answer-reader.ts';
import type { QualifiedName } from './wsdl-reader.ts';

/**
 * What an answer proves about the work that was asked for. `refused`: it was certainly not done. `response`: the
 * operation's own answer, still to be read. Every doubt is `unknown`. `schemaSuspect`: the service may have been
 * regenerated since its schema was read.
 */
export type AnswerJudgement =
  | { readonly kind: 'response'; readonly said: CiResponse }
  | {
      readonly kind: 'refused';
      /** Null where the web server or a proxy said no. */
      readonly said: CiFault | null;
      readonly messages: readonly PeopleSoftMessage[];
      readonly credentialsFailed: boolean;
      readonly schemaSuspect: boolean;
    }
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      readonly said: CiFault | null;
      readonly schemaSuspect: boolean;
      /** The sign-in looks refused although nothing proves that the work was not done: no further password may go out. */
      readonly credentialsSuspect?: boolean;
    };

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

/** Judges an answer of any form to an operation whose response element is `expected`. Never throws. */
export function judgeAnswer(answer: HttpAnswer, expected: QualifiedName): AnswerJudgement {
  return judgeStatus(answer) ?? judgeSaid(answer, readAnswer(answer.text, expected));
}

/** What the web server or a proxy says before anybody reads the answer; null: it is to be read. */
export function judgeStatus({ status }: HttpAnswer): AnswerJudgement | null {
  if (status === 401)
    return turnedAway('HTTP 401: the web server in front of PeopleSoft did not accept the sign-in', {
      credentialsFailed: true,
    });
  return status === 407 ? turnedAway('HTTP 407: the proxy asks for a sign-in of its own', {}) : null;
}

/** Judges what an answer says together with the status it came under. */
export function judgeSaid({ status }: HttpAnswer, said: CiAnswer): AnswerJudgement {
  if (said.kind === 'fault' && (status === 200 || status === 500 || (status >= 400 && status < 500)))
    return judgeFault(said);
  if (said.kind === 'response' && status >= 200 && status < 300) return { kind: 'response', said };
  if (status === 404)
    return turnedAway('HTTP 404: there is nothing at the gateway address and node', { schemaSuspect: true });
  const reason = said.kind === 'odd' ? said.reason : 'the answer and its HTTP status contradict each other';
  return {
    kind: 'unknown',
    reason: `HTTP ${status}: ${reason}`,
    said: said.kind === 'fault' ? said : null,
    schemaSuspect: said.kind === 'odd' && said.schemaChanged,
  };
}

function judgeFault(said: CiFault): AnswerJudgement {
  const before = {
    kind: 'refused',
    said,
    messages: said.messages,
    credentialsFailed: false,
    schemaSuspect: false,
  } as const;
  const spoken = said.messages.filter((message) => message.text !== '' || message.number !== null);
  const areAll = (test: (message: PeopleSoftMessage) => boolean) => spoken.length > 0 && spoken.every(test);
  if (said.origin === 'componentInterface' && areAll((message) => !BROKER_SETS.has(message.set))) return before;
  if (areAll((message) => SIGN_IN_FAILED.has(numbersOf(message))))
    return { ...before, messages: withParameters(said), credentialsFailed: true };
  if (areAll((message) => numbersOf(message) === NO_RIGHT)) return before;
  if (areAll(isNotRouted)) return { ...before, schemaSuspect: true };
  const words = spoken.map((message) => message.text).join(' ');
  if (CONTACT_LOST.test(words))
    return {
      kind: 'unknown',
      reason: `the gateway lost contact with the application server: ${words}`,
      said,
      schemaSuspect: false,
    };
  const reason = `a fault that does not prove that nothing was saved${words === '' ? '' : `: ${words}`}`;
  return { kind: 'unknown', reason, said, schemaSuspect: true };
}

function isNotRouted({ set, text }: PeopleSoftMessage): boolean {
  return (set === null || BROKER_SETS.has(set)) && NOT_ROUTED_WORDS.test(text);
}

/**
 * The user that PeopleSoft actually saw is named as a parameter: ANONYMOUS means that it did not see the sign-in at
 * all.
 */
function withParameters(said: CiFault): readonly PeopleSoftMessage[] {
  const seen = said.parameters.filter((parameter) => parameter !== '').join(', ');
  return seen === ''
    ? said.messages
    : said.messages.map((message) => ({
        ...message,
        explain: message.explain ?? `user as PeopleSoft saw it: ${seen}`,
      }));
}

function turnedAway(
  text: string,
  also: { readonly credentialsFailed?: boolean; readonly schemaSuspect?: boolean },
): AnswerJudgement {
  const { credentialsFailed = false, schemaSuspect = false } = also;
  return { kind: 'refused', said: null, messages: [transportMessage(text)], credentialsFailed, schemaSuspect };
}

/** Words of the way there and back, in the form of PeopleSoft's own messages. */
export function transportMessage(text: string): PeopleSoftMessage {
  return { type: 'transport', set: null, number: null, text, explain: null };
}

/** `91,49` for a message with both numbers; empty for any other. */
export function numbersOf(message: PeopleSoftMessage): string {
  return message.set === null || message.number === null ? '' : `${message.set},${message.number}`;
}
