import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ConnectorError } from '../../http/connector-error.ts';
import { attributeOf, readXml, XmlRefused } from '../../http/xml-reader.ts';
import type { SchemaSource } from './service-schema.ts';
import { DESCRIPTION_LIMITS } from './xml-limits.ts';

const MAX_FILES = 256;
const ENCODING = /^<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']/;

/**
 * A folder with one `.wsdl` and its schemas as the source of a service. Its schemas are found by their target
 * namespace, so that it does not matter how the files are called or which internal host the WSDL names. Throws
 * `ConnectorError` `malformed` naming the folder or file that cannot be used.
 */
export function readServiceFolder(folder: string): SchemaSource {
  const files = listFiles(folder);
  const wsdls = files.filter((file) => /\.wsdl$/i.test(file));
  const [wsdl] = wsdls;
  if (wsdl === undefined || wsdls.length > 1)
    throw unusable(
      `${folder} holds ${wsdls.length === 0 ? 'no .wsdl file' : `${wsdls.length} .wsdl files: ${wsdls.map((file) => basename(file)).join(', ')}`}`,
      'Give a folder with the one WSDL of a service and its XSD files.',
    );
  const texts = new Map<string, string>();
  const textOf = (file: string): string => {
    const text = texts.get(file) ?? readText(file);
    texts.set(file, text);
    return text;
  };
  const schemas = files.filter((file) => /\.xsd$/i.test(file));
  const byNamespace = Map.groupBy(schemas, (file) => targetNamespace(file, textOf(file)));
  return {
    what: `the service in ${folder}`,
    wsdlLocation: wsdl,
    read: async (location) => textOf(location),
    ofNamespace: (namespace) => byNamespace.get(namespace) ?? [],
    relocate: (location) => fileNamed(schemas, location, folder),
  };
}

function listFiles(folder: string): readonly string[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (cause) {
    throw unusable(`${folder} is no folder that can be read`, 'Give a folder with a WSDL and its XSD files.', cause);
  }
  const found = names.filter((name) => /\.(wsdl|xsd)$/i.test(name)).toSorted();
  if (found.length > MAX_FILES)
    throw unusable(`${folder} holds ${found.length} WSDL and XSD files`, 'Give a folder with one service only.');
  return found.map((name) => join(folder, name));
}

function readText(file: string): string {
  try {
    if (statSync(file).size > DESCRIPTION_LIMITS.maxLength)
      throw unusable(`${file} is longer than ${DESCRIPTION_LIMITS.maxLength} bytes`, 'No WSDL or schema is that long.');
    return decode(readFileSync(file));
  } catch (cause) {
    if (cause instanceof ConnectorError) throw cause;
    throw unusable(`${file} cannot be read as text`, 'Save it again as UTF-8.', cause);
  }
}

/** Text by its byte order mark, else by the encoding that its XML declaration names, else UTF-8. */
function decode(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe') return new TextDecoder('utf-16le', { fatal: true }).decode(bytes);
  if (mark === 'feff') return new TextDecoder('utf-16be', { fatal: true }).decode(bytes);
  const declared =
    ENCODING.exec(
      bytes
        .subarray(0, 300)
        .toString('latin1')
        .replace(/^ï»¿/, ''),
    )?.[1] ?? 'utf-8';
  return new TextDecoder(declared, { fatal: true }).decode(bytes);
}

function targetNamespace(file: string, text: string): string {
  try {
    return attributeOf(readXml(text, DESCRIPTION_LIMITS), 'targetNamespace') ?? '';
  } catch (cause) {
    if (!(cause instanceof XmlRefused)) throw cause;
    throw unusable(`${file} cannot be used: ${cause.message}`, 'Export the schemas of the service again.', cause);
  }
}

/** A schema by the name it is referred to: a file name, an address, or an address with the name behind `xsd=`. */
function fileNamed(schemas: readonly string[], location: string, folder: string): string {
  const path = location.split(/[?#]/)[0] ?? '';
  const asked = /[?&]xsd=([^&#]+)/i.exec(location)?.[1];
  const name = decodeURIComponent(asked ?? path.split(/[/\\]/).at(-1) ?? '').toLowerCase();
  const file = schemas.find((candidate) => [name, `${name}.xsd`].includes(basename(candidate).toLowerCase()));
  if (file !== undefined) return file;
  throw unusable(`${folder} lacks the schema ${location}`, 'Save it into the folder as well; the WSDL refers to it.');
}

function unusable(message: string, nextStep: string, cause?: unknown): ConnectorError {
  return new ConnectorError('peoplesoft', 'malformed', message, nextStep, cause === undefined ? {} : { cause });
}
