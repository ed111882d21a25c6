import { ConnectorError } from '../../http/connector-error.ts';
import type { Gateway } from '../gateway.ts';
import { withoutSecrets } from '../sign-in.ts';
import { readAnswer } from '../soap/answer-reader.ts';
import { SOAP_WIRE } from '../soap/ci-wire.ts';
import type { CiDocument, GroupShape, LeafType, OperationSchema } from '../soap/schema-model.ts';
import { postSoap } from '../soap/post-soap.ts';
import { bareName } from '../soap/validate-document.ts';

/**
 * Signs in over SOAP by asking for a row that does not exist: any answer of the component interface itself, a fault
 * included, proves endpoint, sign-in and the right to the service. Changes nothing. Answers a line for `found`; throws
 * `ConnectorError` when something before the component interface said no.
 */
export async function trySoap(
  gateway: Gateway,
  get: OperationSchema,
  { service, unit }: { readonly service: string; readonly unit: { readonly property: string; readonly value: string } },
  signal?: AbortSignal,
): Promise<string> {
  const { profile, addresses, signIn, pace, fetch } = gateway;
  const document = absentKey(get.request, { [bareName(unit.property)]: unit.value });
  const { answer, words } = await pace.run(async () => {
    const present = await signIn.words();
    const request = {
      url: addresses.soap,
      ...SOAP_WIRE.write(get, document, present),
      timeoutMs: profile.readTimeoutSeconds * 1_000,
      signal,
    };
    return { answer: await postSoap(fetch, request), words: present };
  }, signal);
  const said = readAnswer(answer.text, get.response);
  if (said.kind === 'response' || (said.kind === 'fault' && said.origin === 'componentInterface'))
    return `SOAP sign-in as ${words.user} at ${addresses.soap}, for ${service}`;
  const heard = said.kind === 'odd' ? said.reason : said.messages.map((message) => message.text).join('; ');
  const text = withoutSecrets(heard === '' ? 'an error without words' : heard, words);
  if (answer.status === 401 || /\(158,\s?(45|55)\)/.test(text)) {
    const reason = `PeopleSoft refuses the SOAP sign-in: ${text}`;
    signIn.fail(words, reason);
    throw new ConnectorError(
      'peoplesoft',
      'credentials',
      reason,
      'Replace user or password in the connection settings.',
    );
  }
  if (/\(158,\s?536\)/.test(text))
    return `SOAP sign-in as ${words.user} at ${addresses.soap}, for ${service}; Get is not granted, so whether Create is shows only when posting`;
  throw new ConnectorError(
    'peoplesoft',
    'malformed',
    `a SOAP request to ${service} does not reach its component interface: HTTP ${answer.status}, ${text}`,
    'Check address and node in the connection profile, and that the service operation is active with a routing.',
  );
}

/** The Get keys of the service, filled so that no row has them. */
function absentKey(request: GroupShape, known: Readonly<Record<string, string>>): CiDocument {
  const document: Record<string, string> = {};
  for (const property of request.properties) {
    if (property.kind !== 'leaf') continue;
    const given = known[bareName(property.name)] ?? '';
    document[property.name] = given === '' ? absentValue(property.type) : given;
  }
  return document;
}

function absentValue(type: LeafType): string {
  switch (type.kind) {
    case 'string':
      return (type.values?.[0] ?? 'TIEOUTCHECK').slice(0, type.maxLength ?? undefined);
    case 'int':
    case 'decimal':
      return '0';
    case 'date':
      return '1900-01-01';
    case 'time':
      return '00:00:00';
    case 'dateTime':
      return '1900-01-01T00:00:00';
    case 'boolean':
      return 'false';
  }
}
