import type { DepositDocument, PeopleSoftWriter, SendOutcome } from '../connectors/peoplesoft/types.ts';

/** What became of one attempt. `unsendable`: our own schema check refused it and nothing left; `paymentSeqs` are the lines at fault. */
export type SendAnswer =
  | (SendOutcome & { readonly request: string })
  | {
      readonly outcome: 'unsendable';
      readonly paymentSeqs: readonly number[];
      readonly text: string;
      readonly nextStep: string;
      readonly request: string;
    };

/** Sends a deposit once and never throws for anything PeopleSoft or the network did; a defect of ours after the send counts as unknown. */
export async function sendOnce(
  writer: PeopleSoftWriter,
  document: DepositDocument,
  signal: AbortSignal | undefined,
): Promise<SendAnswer> {
  try {
    return await writer.createDeposit(document, signal);
  } catch (error) {
    if (error instanceof Error && error.name === 'ConnectorError' && 'kind' in error && error.kind === 'mapping')
      return unsendable(writer, document, error);
    return {
      outcome: 'unknown',
      reason: error instanceof Error ? error.message : String(error),
      answer: null,
      request: '',
    };
  }
}

async function unsendable(writer: PeopleSoftWriter, document: DepositDocument, error: Error): Promise<SendAnswer> {
  const nextStep = 'nextStep' in error ? String(error.nextStep) : '';
  const paymentSeqs: number[] = [];
  for (const payment of document.payments) {
    const alone = { ...document, control: payment.amount, controlCount: 1, payments: [payment] };
    const { findings } = await writer.dryRunDeposit(alone);
    if (findings.length > 0) paymentSeqs.push(payment.paymentSeq);
  }
  return { outcome: 'unsendable', paymentSeqs, text: error.message, nextStep, request: '' };
}
