import { isConnectorFailure } from '../../../shared/errors/connector-failure.ts';
import type {
  DepositDocument,
  DepositMapping,
  PeopleSoftWriter,
  SchemaFinding,
  SendOutcome,
} from '../../connectors/peoplesoft/types.ts';
import type { Stop } from './stop.ts';
import { thrownAnswer } from './thrown-answer.ts';

/**
 * What became of one attempt. `unsendable`: our own schema check refused it and nothing left; `paymentSeqs` are the lines at
 * fault. `unsent`: the connector gave up before anything left (sign-in, service description, cancelled while waiting its turn).
 */
export type SendAnswer =
  | (SendOutcome & { readonly request: string })
  | {
      readonly outcome: 'unsendable';
      readonly paymentSeqs: readonly number[];
      readonly text: string;
      readonly nextStep: string;
      readonly request: string;
    }
  | { readonly outcome: 'unsent'; readonly stop: Stop; readonly request: string };

/** Whether the mapping is at fault, and not a row: nothing at all goes out under it. */
export function isFaultOfMapping(findings: readonly SchemaFinding[]): boolean {
  return findings.some(({ fault }) => fault === 'mapping');
}
/** What the schema objects to, as the end of a sentence. */
export function findingsText(findings: readonly SchemaFinding[]): string {
  return `in ${findings.length} place(s): ${findings.map(({ text }) => text).join('; ')}`;
}

/**
 * Sends a deposit once and never throws. A `ConnectorError` is the writer's word that nothing left (`PeopleSoftWriter`); anything else
 * that is thrown may come from after the send, so it counts as unknown.
 */
export async function sendOnce(
  writer: PeopleSoftWriter,
  { document, mapping }: { readonly document: DepositDocument; readonly mapping: DepositMapping | null },
  signal: AbortSignal | undefined,
): Promise<SendAnswer> {
  try {
    return await writer.createDeposit(document, signal, mapping ?? undefined);
  } catch (error) {
    const isMapping = isConnectorFailure(error) && error.kind === 'mapping';
    return isMapping ? unsendable(writer, document, mapping, error) : thrownAnswer(error);
  }
}

/**
 * Whether the service as it is now would take this document, asked before it is cut: the stop that keeps all of it back, or null. Lines
 * that are at fault themselves are no stop; they are parked when the deposit is judged.
 */
export async function stopBeforeCut(
  writer: PeopleSoftWriter,
  { document, mapping }: { readonly document: DepositDocument; readonly mapping: DepositMapping | null },
): Promise<Stop | null> {
  try {
    const { findings } = await writer.dryRunDeposit(document, mapping ?? undefined);
    if (!isFaultOfMapping(findings)) return null;
    const version = mapping?.version ?? null;
    const under = version === null ? '' : ` under mapping version ${version}`;
    const what = version === null ? 'property names in the connection profile' : 'mapping';
    return {
      kind: 'mapping',
      message: `deposits break the site’s schema${under} ${findingsText(findings)}`,
      nextStep: `Nothing was sent. Correct the ${what}; the payments wait.`,
    };
  } catch (error) {
    if (!isConnectorFailure(error)) throw error;
    const { kind, message, nextStep } = error;
    return { kind, message, nextStep };
  }
}

/** Looks for the lines at fault, each in a deposit of its own. A property the service does not have, or that gets no value, is the mapping's fault, never a line's. */
async function unsendable(
  writer: PeopleSoftWriter,
  document: DepositDocument,
  mapping: DepositMapping | null,
  error: Stop,
): Promise<SendAnswer> {
  const paymentSeqs: number[] = [];
  const answer = { outcome: 'unsendable' as const, text: error.message, nextStep: error.nextStep, request: '' };
  try {
    for (const payment of document.payments) {
      const alone = { ...document, control: payment.amount, controlCount: 1, payments: [payment] };
      const { findings } = await writer.dryRunDeposit(alone, mapping ?? undefined);
      if (isFaultOfMapping(findings)) return { ...answer, paymentSeqs: [] };
      if (findings.length > 0) paymentSeqs.push(payment.paymentSeq);
    }
  } catch (failure) {
    return isConnectorFailure(failure) ? thrownAnswer(failure) : { ...answer, paymentSeqs: [] };
  }
  return { ...answer, paymentSeqs };
}
