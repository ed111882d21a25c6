import { REST_WIRE } from '../../connectors/peoplesoft/rest-ci/wire.ts';
import { SOAP_WIRE, type CiWire } from '../../connectors/peoplesoft/soap/ci-wire.ts';
import type { CiAction } from '../../connectors/peoplesoft/soap/schema-model.ts';
import { UsageError, type CommandInput } from './command.ts';

/** How `--rest` puts a call on the wire, else SOAP. REST writes new rows only: where the others lie is the site's own choice. */
export function restOption(input: CommandInput, action: CiAction, endpoint: string | null): CiWire {
  if (!input.options.flag('rest')) return SOAP_WIRE;
  if (action !== 'Create') throw new UsageError(`--rest: only Create goes by REST, not ${action}.`);
  if (endpoint === null && !input.options.flag('dry-run'))
    throw new UsageError('--rest needs --endpoint, the address of the Create operation.');
  return REST_WIRE;
}
