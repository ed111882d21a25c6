import { assertNever } from '../../../../shared/domain/assert-never.ts';
import type { HttpAnswer } from '../../http/send-request.ts';
import type { PeopleSoftMessage } from '../types.ts';
import { readAnswerData, type AnswerData } from './answer-data.ts';
import type { CiFault, CiResponse } from './answer-reader.ts';
import { judgeAnswer, transportMessage, type AnswerJudgement } from './judge-answer.ts';
import { isReading, type CiDocument, type GroupShape, type OperationSchema } from './schema-model.ts';
import { bareName, valueOf } from './validate-document.ts';

/** What one operation of a component interface came to. */
export interface OperationOutcome {
  /**
   * `saved`: done, for Get and Find: answered · `notSaved`: certainly not done, without a fault · `fault`: certainly
   * not done, the fault says why · `unknown`: any doubt; only a read-back may say more.
   */
  readonly outcome: 'saved' | 'notSaved' | 'fault' | 'unknown';
  /** 1 saved, 0 not saved; null where the operation has none or none came. */
  readonly notification: number | null;
  /**
   * Create: the keys it was saved under. Get: the buffer. Find: the rows found. Of a fault: the keys of the row it is
   * about.
   */
  readonly detail: AnswerData;
  readonly messages: readonly PeopleSoftMessage[];
  readonly fault: OperationFault | null;
  readonly credentialsFailed: boolean;
  readonly schemaSuspect: boolean;
}
export interface OperationFault {
  readonly set: number | null;
  readonly number: number | null;
  readonly text: string;
}

/** What was sent, as far as its answer is judged by it. */
export interface SentOperation {
  readonly operation: OperationSchema;
  /** Shape of the response, where its schema is at hand. */
  readonly response: GroupShape | null;
  readonly document: CiDocument;
}

const NOTHING = {
  notification: null,
  detail: {},
  messages: [],
  fault: null,
  credentialsFailed: false,
  schemaSuspect: false,
} as const;
const AROUND_DATA: ReadonlySet<string> = new Set(['notification', 'messages']);

/**
 * Concludes from an answer of any form what became of the operation. Never throws; nothing odd is ever taken for
 * success.
 */
export function concludeOperation(
  answer: HttpAnswer,
  sent: SentOperation,
  judged: AnswerJudgement = judgeAnswer(answer, sent.operation.response),
): OperationOutcome {
  switch (judged.kind) {
    case 'response':
      return concludeResponse(judged.said, sent);
    case 'refused':
      return concludeRefusal(judged);
    case 'unknown': {
      const { said, reason, schemaSuspect } = judged;
      if (said === null) return { ...unknownOutcome(reason), schemaSuspect };
      const doubted = {
        ...unknownOutcome(reason, said.messages),
        fault: faultOf(said),
        detail: keysOf(said),
        schemaSuspect,
      };
      // Where nothing could be saved, a fault leaves no doubt that there is no answer.
      return isReading(sent.operation.action) ? { ...doubted, outcome: 'fault', messages: said.messages } : doubted;
    }
    default:
      return assertNever(judged, 'judgement');
  }
}

/** The connection failed before anything left. */
export function notSentOperation(reason: string): OperationOutcome {
  return { ...NOTHING, outcome: 'notSaved', messages: [transportMessage(reason)] };
}

/** Something left, and what became of it is not known. */
export function unknownOutcome(reason: string, messages: readonly PeopleSoftMessage[] = []): OperationOutcome {
  return { ...NOTHING, outcome: 'unknown', messages: [transportMessage(reason), ...messages] };
}

function concludeRefusal(judged: Extract<AnswerJudgement, { kind: 'refused' }>): OperationOutcome {
  const { said, messages, credentialsFailed, schemaSuspect } = judged;
  const common = { ...NOTHING, messages, credentialsFailed, schemaSuspect };
  if (said === null) return { ...common, outcome: 'notSaved' };
  return { ...common, outcome: 'fault', fault: faultOf(said), detail: keysOf(said) };
}

function concludeResponse(said: CiResponse, sent: SentOperation): OperationOutcome {
  switch (sent.operation.action) {
    case 'Create':
    case 'Update':
    case 'Updatedata':
      return concludeSave(said, sent);
    case 'Get':
    case 'Find':
      return concludeRead(said, sent);
    default:
      return assertNever(sent.operation.action, 'operation');
  }
}

function concludeSave(said: CiResponse, { operation, response, document }: SentOperation): OperationOutcome {
  const { notification, messages } = said;
  if (notification === '0') return { ...NOTHING, outcome: 'notSaved', notification: 0, messages };
  if (notification !== '1')
    return unknownOutcome(
      `the answer says neither saved nor not saved (notification ${JSON.stringify(notification)})`,
      messages,
    );
  const otherKeys = operation.action === 'Create' ? keysUnlike(said, document) : [];
  if (otherKeys.length > 0)
    return unknownOutcome(`the answer says saved, but under other keys: ${otherKeys.join('; ')}`, messages);
  // What it says around that word may be odd, but saved is saved: the data is shown as it came.
  const detail = said.content.children.find((child) => child.name === 'detail');
  const shape = response?.properties.find((property) => property.name === 'detail');
  const { data } =
    detail === undefined ? { data: {} } : readAnswerData(detail, shape?.kind === 'group' ? shape : null, AROUND_DATA);
  return { ...NOTHING, outcome: 'saved', notification: 1, detail: data, messages };
}

/** Keys it was saved under that are not those it was sent with. `NEXT` and a blank ask PeopleSoft for one. */
function keysUnlike({ keys }: CiResponse, document: CiDocument): readonly string[] {
  return keys.flatMap(({ name, value }) => {
    const property = Object.keys(document).find((each) => bareName(each) === bareName(name));
    const sent = property === undefined ? undefined : valueOf(document, property);
    if (typeof sent !== 'string' || sent.trim() === '' || sent.toUpperCase() === 'NEXT' || value === '') return [];
    return isSameKey(sent, value) ? [] : [`${name} is ${JSON.stringify(value)}, but ${JSON.stringify(sent)} was sent`];
  });
}

/** Get and Find have no notification: whatever came must be the buffer or the rows that were asked for. */
function concludeRead(said: CiResponse, { operation, response, document }: SentOperation): OperationOutcome {
  const own = new Set(response?.properties.map((property) => property.name));
  const around = new Set([...AROUND_DATA].filter((name) => !own.has(name)));
  if (around.has('notification') && said.notification === '0')
    return { ...NOTHING, outcome: 'notSaved', notification: 0, messages: said.messages };
  const { data, oddities } = readAnswerData(said.content, response, around);
  const unlike = operation.action === 'Get' ? unlikeRequest(document, data) : strangers(data, response);
  const reasons = [...oddities, ...unlike];
  if (reasons.length > 0)
    return {
      ...unknownOutcome(`the answer is not what ${operation.action} promises: ${reasons.join('; ')}`, said.messages),
      schemaSuspect: oddities.length > 0,
    };
  return { ...NOTHING, outcome: 'saved', detail: data, messages: said.messages };
}

/** What a list of rows holds beside the rows that its schema knows. */
function strangers(data: AnswerData, response: GroupShape | null): readonly string[] {
  if (response === null) return [];
  const known = new Set(response.properties.map(({ name }) => name));
  return Object.keys(data).flatMap((name) => (known.has(name) ? [] : [`<${name}> is no row of it`]));
}

/** Why a buffer is not the one whose keys were asked for. A key requested as KEYPROP_X comes back as PROP_X or X. */
function unlikeRequest(document: CiDocument, data: AnswerData): readonly string[] {
  if (!Object.values(data).some((value) => !Array.isArray(value) || value.length > 0)) return ['it holds no data'];
  return Object.keys(document).flatMap((name) => {
    const asked = valueOf(document, name);
    const given = namedAs(data, name);
    if (typeof asked !== 'string' || asked === '' || given === undefined || isSameKey(asked, given)) return [];
    return [`${name} is ${JSON.stringify(given)}, but ${JSON.stringify(asked)} was asked for`];
  });
}

function namedAs(data: AnswerData, name: string): string | undefined {
  const spellings = [name, `PROP_${bareName(name)}`, `KEYPROP_${bareName(name)}`, bareName(name)];
  const spelled = spellings.find((spelling) => Object.hasOwn(data, spelling));
  const value = spelled === undefined ? undefined : data[spelled];
  return typeof value === 'string' ? value : undefined;
}

/** PeopleSoft keeps keys in capitals, without trailing blanks and, where they are numbers, without leading zeros. */
function isSameKey(asked: string, given: string): boolean {
  const plain = (text: string) =>
    text
      .trim()
      .toUpperCase()
      .replace(/^0+(?=\d+$)/, '');
  return plain(asked) === plain(given);
}

/** The fault in one: the first message that has its numbers, else the first. */
function faultOf(said: CiFault): OperationFault {
  const numbered = said.messages.find(({ set, number }) => set !== null && number !== null);
  const { set, number, text } = numbered ?? said.messages[0] ?? { set: null, number: null, text: said.faultCode };
  return { set, number, text };
}

function keysOf(said: CiFault): AnswerData {
  return Object.fromEntries(said.keys.map(({ name, value }) => [name, value]));
}
