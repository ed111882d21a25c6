import type { HttpAnswer } from '../../http/send-request.ts';
import type { PeopleSoftMessage, SendOutcome } from '../types.ts';
import type { CiResponse, KeyValue } from './answer-reader.ts';
import { judgeAnswer, numbersOf, transportMessage, type AnswerJudgement } from './judge-answer.ts';
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
  /** Nothing proves a refusal, but the sign-in looks like one: no further password may go out. */
  readonly credentialsSuspect?: boolean;
}

const DUPLICATE_KEY = '91,49';
const LOCK_CONFLICT = '18,1';

/** What an answer to a Create proves. `refused` is only said when PeopleSoft cannot have saved anything; every doubt is `unknown`. */
export function concludeCreate(
  answer: HttpAnswer,
  expectation: CreateExpectation,
  judged: AnswerJudgement = judgeAnswer(answer, expectation.response),
): Conclusion {
  const { text } = answer;
  if (judged.kind === 'response') return concludeResponse(judged.said, text, expectation);
  if (judged.kind === 'unknown') {
    const { reason, schemaSuspect, credentialsSuspect = false } = judged;
    return { ...unknown(reason, text, schemaSuspect), credentialsSuspect };
  }
  const { said } = judged;
  const keys = said?.origin === 'componentInterface' ? said.keys : [];
  const seq = keyNamed(keys, expectation.paymentSeqProperty);
  const paymentSeq = seq !== null && /^\d{1,9}$/.test(seq) ? Number(seq) : null;
  return { ...refused(text, judged.messages, judged, paymentSeq), schemaSuspect: judged.schemaSuspect };
}

function concludeResponse(said: CiResponse, text: string, expectation: CreateExpectation): Conclusion {
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
    messages: [transportMessage(reason)],
    paymentSeq: null,
    duplicateKey: false,
    credentialsFailed: false,
    retryable: true,
    answer: '',
  };
}

/** Value of a key whatever prefix the site gives it in answers: a request's KEYPROP_X may come back as PROP_X or X. */
function keyNamed(keys: readonly KeyValue[], property: string): string | null {
  const value = keys.find((key) => bareName(key.name).toUpperCase() === bareName(property).toUpperCase())?.value ?? '';
  return value === '' ? null : value;
}
