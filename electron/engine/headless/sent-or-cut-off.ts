import type { PreparedCall } from '../../connectors/peoplesoft/soap/ci-client.ts';
import type { OperationOutcome } from '../../connectors/peoplesoft/soap/operation-outcome.ts';
import { isReading } from '../../connectors/peoplesoft/soap/schema-model.ts';
import type { CommandInput } from './command.ts';

/** A save cannot be called back: whoever presses Ctrl C again stops the waiting for its answer, never the save. */
export async function sentOrCutOff(
  input: CommandInput,
  sending: Promise<OperationOutcome>,
  { operation }: PreparedCall,
): Promise<OperationOutcome> {
  if (isReading(operation.action)) return await sending;
  const cut = Promise.withResolvers<OperationOutcome>();
  const text = 'Cut off before PeopleSoft had answered: it may have saved it, or may still.';
  const messages = [{ type: 'transport', set: null, number: null, text, explain: null }];
  const nothing = { notification: null, detail: {}, fault: null, credentialsFailed: false, schemaSuspect: false };
  const forget = input.onCutOff(() => cut.resolve({ outcome: 'unknown', ...nothing, messages }));
  return await Promise.race([sending, cut.promise]).finally(forget);
}
