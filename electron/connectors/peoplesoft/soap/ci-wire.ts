import type { HttpAnswer } from '../../http/send-request.ts';
import { buildEnvelope, type UsernameToken } from './envelope.ts';
import { judgeAnswer, type AnswerJudgement } from './judge-answer.ts';
import type { CiDocument, OperationSchema } from './schema-model.ts';

/** What leaves for one operation: its body, and headers with the sign-in where that travels beside it. */
export interface WireRequest {
  /** Default POST. A GET has no body: what it asks for stands in the address. */
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * How an operation of a component interface is put on the wire and how its answer reads. What follows from the answer (refused,
 * saved, unknown) is concluded alike for all of them.
 */
export interface CiWire {
  /** For a document that `validateDocument` found nothing wrong with. Without a token PeopleSoft works it as whoever it takes for nobody. */
  write(operation: OperationSchema, document: CiDocument, token: UsernameToken | null): WireRequest;
  /** Never throws; nothing odd is ever taken for an answer. */
  judge(answer: HttpAnswer, operation: OperationSchema): AnswerJudgement;
}

/** SOAP 1.1 to a component-interface service of Integration Broker. */
export const SOAP_WIRE: CiWire = {
  write: (operation, document, token) => ({
    body: buildEnvelope(document, operation.request, token),
    headers: {
      'Content-Type': 'text/xml; charset=UTF-8',
      SOAPAction: `"${operation.soapAction}"`,
      Accept: 'text/xml',
    },
  }),
  judge: (answer, operation) => judgeAnswer(answer, operation.response),
};
