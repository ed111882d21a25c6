import { fillTemplate } from '../../connectors/peoplesoft/rest-ci/address.ts';
import { REST_WIRE } from '../../connectors/peoplesoft/rest-ci/wire.ts';
import type { PreparedCall } from '../../connectors/peoplesoft/soap/ci-client.ts';
import { isReading } from '../../connectors/peoplesoft/soap/schema-model.ts';
import { SOAP_WIRE, type CiWire } from '../../connectors/peoplesoft/soap/ci-wire.ts';
import { UsageError, type CommandInput } from './command.ts';

/** How `--rest` puts a call on the wire, else SOAP. */
export function restOption(input: CommandInput, endpoint: string | null): CiWire {
  if (!input.options.flag('rest')) return SOAP_WIRE;
  if (endpoint === null && !input.options.flag('dry-run'))
    throw new UsageError('--rest needs --endpoint, the address of the operation, with property names in braces.');
  return REST_WIRE;
}

export interface PlacedCall {
  readonly call: PreparedCall;
  readonly endpoint: string | null;
  /** What a dry run shows of a call whose data stands in its address; null: its body is shown. */
  readonly shown: string | null;
}

/** Puts the values of a REST call into its address; what the address cannot take joins the findings. SOAP is left as it is. */
export function placeCall(input: CommandInput, call: PreparedCall, endpoint: string | null): PlacedCall {
  const { operation, document } = call;
  if (!input.options.flag('rest')) return { call, endpoint, shown: null };
  if (endpoint === null) {
    if (!isReading(operation.action)) return { call, endpoint, shown: null };
    throw new UsageError(`--rest needs --endpoint: the address is all that a ${operation.action} sends.`);
  }
  const { url, findings } = fillTemplate(endpoint, operation, document);
  const shown = isReading(operation.action) ? `GET ${url}` : null;
  return { call: { ...call, findings: [...call.findings, ...findings] }, endpoint: url, shown };
}
