import { instantOf } from '../../../shared/domain/calendar.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { PeopleSoftMessage } from '../../connectors/peoplesoft/types.ts';
import { DEPOSIT_WORDS, type DocumentWords } from './document-words.ts';
import type { SendAnswer } from './send-once.ts';
import type { Stop } from './stop.ts';

/** What one attempt means for the deposit and its payments. */
export interface SendRecord {
  /** `notSent`: our own check or the connection held it back; PeopleSoft has not seen it. */
  readonly outcome: 'saved' | 'refused' | 'notSent' | 'unknown';
  readonly text: string;
  /** The id PeopleSoft gave the deposit, when it said so. */
  readonly depositId: string | null;
  /** Payments to park with PeopleSoft's words. */
  readonly rejected: readonly { readonly postingId: number; readonly text: string }[];
  /** After a certain refusal: sets of payments to cut and send again now. Empty with `stop`: all of them just wait. */
  readonly recut: readonly (readonly number[])[];
  readonly isRetry: boolean;
  /** PeopleSoft says the deposit's key is taken: as long as nothing shows why, it is not sent again. */
  readonly duplicateKey: boolean;
  /** For an unknown outcome: from when on absence may count. */
  readonly absenceCountsFromAt: Instant | null;
  readonly stop: Stop | null;
  readonly request: string;
  readonly answer: string | null;
}

export interface SendJudgement {
  /** How many lock conflicts may still be answered by trying again. */
  readonly retries: number;
  readonly settleSeconds: number;
  readonly nowMs: number;
  /** What was sent, in words; left out: a deposit of payments. */
  readonly words?: DocumentWords;
}

/** Message sets of Integration Broker and of its XML parser (PeopleBooks, Integration Broker): a certain refusal of theirs blames no payment. */
const BROKER_SETS = new Set([158, 159]);
const SIGN_IN_OR_RIGHTS = new Set(['158,45', '158,55', '158,536']);
/** The same without numbers, as gateways word it. */
const NOT_ROUTED = /not authorized|\brouting\b|service operation|\bhandler\b|\bnode\b/i;

/** What was sent, as far as its answer is judged by it: its postings in their order, and its id (`NEXT`: PeopleSoft gives one). */
export interface SentDocument {
  readonly postingIds: readonly number[];
  readonly document: { readonly depositId: string };
}

/** Turns an answer into consequences; pure, so that every form of answer can be tested as a table. */
export function judgeSend(answer: SendAnswer, deposit: SentDocument, judgement: SendJudgement): SendRecord {
  const base = {
    depositId: null,
    rejected: [],
    recut: [],
    isRetry: false,
    duplicateKey: false,
    absenceCountsFromAt: null,
    stop: null,
    request: answer.request,
  };
  switch (answer.outcome) {
    case 'saved':
      return {
        ...base,
        outcome: 'saved',
        text: messagesText(answer.messages) || 'saved',
        depositId: answer.depositId,
        answer: answer.answer,
      };
    case 'unknown':
      return {
        ...base,
        outcome: 'unknown',
        text: answer.reason,
        absenceCountsFromAt: settled(judgement),
        answer: answer.answer,
      };
    case 'unsent':
      return { ...base, outcome: 'notSent', text: answer.stop.message, answer: null, stop: answer.stop };
    case 'unsendable':
      return { ...base, outcome: 'notSent', text: answer.text, answer: null, ...afterUnsendable(answer, deposit) };
    case 'refused':
      return judgeRefusal(answer, deposit, judgement, base);
  }
}

type Refusal = Extract<SendAnswer, { outcome: 'refused' }>;
type Base = Pick<
  SendRecord,
  'depositId' | 'rejected' | 'recut' | 'isRetry' | 'duplicateKey' | 'absenceCountsFromAt' | 'stop' | 'request'
>;

function judgeRefusal(answer: Refusal, deposit: SentDocument, judgement: SendJudgement, base: Base): SendRecord {
  const { words = DEPOSIT_WORDS } = judgement;
  const text = messagesText(answer.messages) || `PeopleSoft refused the ${words.document} without a message`;
  const refused: SendRecord = { ...base, outcome: 'refused', text, answer: answer.answer };
  // A duplicate of a key of ours means that an earlier attempt was saved after all; where PeopleSoft numbers deposits itself somebody may
  // have taken the same number at the same moment. Either way only a read-back settles it.
  if (answer.duplicateKey)
    return {
      ...refused,
      outcome: 'unknown',
      duplicateKey: deposit.document.depositId !== 'NEXT',
      absenceCountsFromAt: settled(judgement),
    };
  const stop = stopOf(answer, text, words);
  if (stop !== null) return { ...refused, stop };
  if (answer.retryable) {
    if (judgement.retries > 0) return { ...refused, recut: [deposit.postingIds], isRetry: true };
    return {
      ...refused,
      stop: { kind: 'unreachable', message: text, nextStep: `The ${words.parts} wait and are sent at the next try.` },
    };
  }
  return { ...refused, ...parkLine(deposit, answer.paymentSeq, text) };
}

/** What no payment is to blame for ends the run: sign-in, rights, routing, the web server in front. All payments wait. */
function stopOf(answer: Refusal, text: string, { parts }: DocumentWords): Stop | null {
  const numbers = answer.messages.map((message) => `${message.set},${message.number}`);
  if (answer.credentialsFailed || numbers.some((each) => SIGN_IN_OR_RIGHTS.has(each)))
    return {
      kind: 'credentials',
      message: text,
      nextStep: `Check the operator id, its password and its rights in Connections; the ${parts} wait.`,
    };
  if (answer.retryable) return null;
  const isBeforeTheComponent = answer.messages.some(
    ({ type, set, text: words }) =>
      type === 'transport' || (set === null ? NOT_ROUTED.test(words) : BROKER_SETS.has(set)),
  );
  if (!isBeforeTheComponent) return null;
  return {
    kind: 'refused',
    message: text,
    nextStep: `Check address, node and service in Connections with the PeopleSoft administrator; the ${parts} wait.`,
  };
}

/** The line the fault names is parked and the rest re-cut; with no name the deposit is halved until the line stands alone. */
function parkLine(
  deposit: SentDocument,
  paymentSeq: number | null,
  text: string,
): Pick<SendRecord, 'rejected' | 'recut'> {
  const ids = deposit.postingIds;
  const named = paymentSeq === null ? undefined : ids[paymentSeq - 1];
  const culprit = named ?? (ids.length === 1 ? ids[0] : undefined);
  if (culprit !== undefined) {
    const rest = ids.filter((id) => id !== culprit);
    return { rejected: [{ postingId: culprit, text }], recut: rest.length === 0 ? [] : [rest] };
  }
  const middle = Math.ceil(ids.length / 2);
  return { rejected: [], recut: [ids.slice(0, middle), ids.slice(middle)] };
}

function afterUnsendable(
  answer: Extract<SendAnswer, { outcome: 'unsendable' }>,
  deposit: SentDocument,
): Partial<SendRecord> {
  const ids = deposit.postingIds;
  const culprits = new Set(answer.paymentSeqs.flatMap((seq) => ids[seq - 1] ?? []));
  const isMappingItself = culprits.size === 0 || (culprits.size === ids.length && ids.length > 1);
  if (isMappingItself) return { stop: { kind: 'mapping', message: answer.text, nextStep: answer.nextStep } };
  const rest = ids.filter((id) => !culprits.has(id));
  return {
    rejected: [...culprits].map((postingId) => ({ postingId, text: `Not sent: ${answer.text}` })),
    recut: rest.length === 0 ? [] : [rest],
  };
}

function settled(judgement: SendJudgement): Instant {
  return instantOf(judgement.nowMs + judgement.settleSeconds * 1_000);
}

/** PeopleSoft's own words, verbatim, each with its message number. */
export function messagesText(messages: readonly PeopleSoftMessage[]): string {
  return messages
    .map((message) => {
      const number = message.set === null || message.number === null ? '' : ` (${message.set},${message.number})`;
      const explain = message.explain === null || message.explain === '' ? '' : ` ${message.explain}`;
      return `${message.text}${message.text.endsWith(number.trim()) && number !== '' ? '' : number}${explain}`;
    })
    .join('; ');
}
