import { soapToCiSchema, type SoapToCiProfile } from '../../../shared/contract/profile.ts';
import { soapToCiAddress } from '../../connectors/peoplesoft/soap-to-ci/address.ts';
import { createComponentSchema } from '../../connectors/peoplesoft/soap-to-ci/component-schema.ts';
import { readShapeOnce } from '../../connectors/peoplesoft/soap-to-ci/read-shape.ts';
import { soapToCiWire } from '../../connectors/peoplesoft/soap-to-ci/wire.ts';
import type { CiLine } from '../../connectors/peoplesoft/soap/ci-client.ts';
import type { UsernameToken } from '../../connectors/peoplesoft/soap/envelope.ts';
import type { ServiceSchema } from '../../connectors/peoplesoft/soap/service-schema.ts';
import { UsageError, type CommandInput } from './command.ts';

/** A component interface behind the portal's script instead of a service with a WSDL. */
export interface SoapToCiTry {
  readonly line: CiLine;
  readonly schema: ServiceSchema;
}

/**
 * What `--soap-to-ci` and its companions name; null where it is not given. The shape is asked for with the same sign-in. Throws
 * `UsageError`.
 */
export function soapToCiOption(
  input: CommandInput,
  line: Pick<CiLine, 'fetch' | 'timeoutMs'>,
  token: () => UsernameToken | null,
): SoapToCiTry | null {
  const { options } = input;
  const address = options.text('soap-to-ci');
  if (address === null) return null;
  const component = options.text('component') ?? '';
  const settings = settingsOf(address, component, options.text('date-format'));
  const url = soapToCiAddress(settings);
  return {
    line: { ...line, url, wire: soapToCiWire(settings.dateFormat) },
    schema: createComponentSchema(component, (signal) => readShapeOnce({ ...line, url }, component, token(), signal)),
  };
}

const OPTION: Readonly<Record<string, string>> = {
  address: '--soap-to-ci',
  components: '--component',
  dateFormat: '--date-format',
};

function settingsOf(address: string, component: string, dateFormat: string | null): SoapToCiProfile {
  const read = soapToCiSchema.safeParse({ address, components: [component], dateFormat: dateFormat ?? undefined });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UsageError(`${OPTION[String(issue?.path[0])] ?? '--soap-to-ci'}: ${issue?.message ?? 'it cannot be used'}`);
}
