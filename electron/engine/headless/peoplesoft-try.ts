import { readFileSync } from 'node:fs';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { ConnectorError } from '../../connectors/http/connector-error.ts';
import type { FetchPort } from '../../connectors/http/fetch-port.ts';
import { redact } from '../../connectors/http/redact.ts';
import {
  prepareCall,
  sendCall,
  showCall,
  type CiLine,
  type PreparedCall,
} from '../../connectors/peoplesoft/soap/ci-client.ts';
import type { CiWire } from '../../connectors/peoplesoft/soap/ci-wire.ts';
import type { UsernameToken } from '../../connectors/peoplesoft/soap/envelope.ts';
import { illegalCharacter } from '../../connectors/peoplesoft/soap/leaf-text.ts';
import type { OperationOutcome } from '../../connectors/peoplesoft/soap/operation-outcome.ts';
import { isJsonObject } from '../../connectors/peoplesoft/soap/read-data.ts';
import { repeatedNames } from '../../connectors/peoplesoft/soap/repeated-names.ts';
import { CI_ACTIONS, isReading, type CiAction } from '../../connectors/peoplesoft/soap/schema-model.ts';
import { readServiceFolder } from '../../connectors/peoplesoft/soap/service-folder.ts';
import { createServiceSchema, type ServiceSchema } from '../../connectors/peoplesoft/soap/service-schema.ts';
import { trustAlso } from '../node-ports.ts';
import { readProfileFile } from '../profile-file.ts';
import { UsageError, type CommandInput, type CommandResult, type HeadlessCommand } from './command.ts';
import { placeCall, restOption } from './rest-option.ts';
import { sentOrCutOff } from './sent-or-cut-off.ts';
import { soapToCiOption } from './soap-to-ci-option.ts';
import { pathOption } from './with-commands.ts';

const MASK = '********';
const SAVE_SECONDS = 120;
const READ_SECONDS = 45;
const MOST_SECONDS = 900;

/** One operation of any component-interface service, from its WSDL and schemas alone: shown (dry run) or sent once. */
export const peopleSoftTryCommand: HeadlessCommand = {
  name: 'peoplesoft try',
  usage:
    '(--wsdl DIR [--endpoint URL] [--rest] | --soap-to-ci URL --component NAME --date-format FORM) --operation Create|Get|Find|Update|Updatedata --data FILE [--dry-run] [--user NAME --password-env VAR] [--timeout SECONDS]',
  summary: 'one operation of any component-interface service, from its WSDL; --dry-run shows the XML and sends nothing',
  options: {
    wsdl: { type: 'string' },
    'soap-to-ci': { type: 'string' },
    rest: { type: 'boolean' },
    component: { type: 'string' },
    'date-format': { type: 'string' },
    operation: { type: 'string' },
    data: { type: 'string' },
    endpoint: { type: 'string' },
    user: { type: 'string' },
    'password-env': { type: 'string' },
    timeout: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  maxWords: 0,
  async run(input) {
    const action = actionOption(input);
    const isDry = input.options.flag('dry-run');
    const sign = isDry ? null : tokenOption(input);
    const timeoutMs = timeoutOption(input, action);
    const endpoint = endpointOption(input);
    const data = readDataFile(requiredPath(input, 'data'));
    const line = { timeoutMs, fetch: plainFetch, wire: restOption(input, endpoint) };
    const script = soapToCiOption(input, line, () => tokenOption(input));
    if (script !== null) trustProfileAuthorities(input);
    const schema = script?.schema ?? (await folderSchema(input));
    const given = script === null ? '--wsdl' : '--soap-to-ci';
    const prepared = await asServiceFolder(async () => await prepareCall(schema, action, data, input.signal), given);
    const { call, endpoint: placed, shown } = placeCall(input, prepared, endpoint);
    if (isDry) return dryRun(input, call, shown, script?.line.wire ?? line.wire);
    if (call.findings.length > 0) return refusedHere(input, call);
    if (script !== null) return await send(input, script.line, call, sign);
    const url = placed ?? (await addressOf(schema));
    trustProfileAuthorities(input);
    return await send(input, { ...line, url }, call, sign);
  },
};

const plainFetch: FetchPort = async (address, init) => await fetch(address, { ...init });

function folderSchema(input: CommandInput): Promise<ServiceSchema> {
  const folder = requiredPath(input, 'wsdl');
  return asServiceFolder(async () => createServiceSchema(readServiceFolder(folder)));
}

function dryRun(input: CommandInput, call: PreparedCall, shown: string | null, wire?: CiWire): CommandResult {
  const user = input.options.text('user');
  input.firstLine(shown ?? showCall(call, user === null ? null : { user, password: MASK }, wire));
  const { findings } = call;
  return { exitCode: findings.length === 0 ? 0 : 1, json: null, text: findings };
}

/** Nothing leaves that breaks the schema; the findings take the place of PeopleSoft's own words. */
function refusedHere(input: CommandInput, { findings }: PreparedCall): CommandResult {
  for (const finding of findings) input.note(finding);
  const messages = findings.map((text) => ({ type: 'schema', set: null, number: null, text, explain: null }));
  return {
    exitCode: 1,
    json: { outcome: 'notSaved', notification: null, detail: {}, messages, fault: null },
    text: ['Nothing was sent: the data breaks the schema of the service.'],
  };
}

async function send(
  input: CommandInput,
  line: CiLine,
  call: PreparedCall,
  token: UsernameToken | null,
): Promise<CommandResult> {
  input.note(`${call.operation.name} to ${line.url}${token === null ? ', without a sign-in' : ` as ${token.user}`} …`);
  const onAbort = () => {
    if (!isReading(call.operation.action))
      input.note(
        'It has left already: its answer, or the end of the time-out, is waited for. Ctrl C again: no longer.',
      );
  };
  input.signal.addEventListener('abort', onAbort, { once: true });
  const outcome = cleaned(await sentOrCutOff(input, sendCall(line, call, token, input.signal), call), token);
  const { notification, detail, messages, fault } = outcome;
  const json = { outcome: outcome.outcome, notification, detail, messages, fault };
  const result = { exitCode: outcome.outcome === 'saved' ? 0 : 1, text: outcomeText(outcome, call) } as const;
  if (!input.signal.aborted) return { ...result, json };
  // A stopped command is shown as cancelled; what became of a save that had left must be said all the same.
  input.firstLine(input.options.flag('json') ? JSON.stringify(json) : result.text.join('\n'));
  return { exitCode: result.exitCode, json: null, text: [] };
}

/** PeopleSoft and what stands before it may repeat a sign-in in their words; data is data and stays as it is. */
function cleaned(outcome: OperationOutcome, token: UsernameToken | null): OperationOutcome {
  const secrets = token === null ? [] : [token.password, `${token.user}:${token.password}`];
  const clean = (text: string) => redact(text, secrets);
  const { messages, fault } = outcome;
  return {
    ...outcome,
    messages: messages.map((message) => ({
      ...message,
      text: clean(message.text),
      explain: message.explain === null ? null : clean(message.explain),
    })),
    fault: fault === null ? null : { ...fault, text: clean(fault.text) },
  };
}

function outcomeText(outcome: OperationOutcome, { operation }: PreparedCall): readonly string[] {
  const words = {
    saved: isReading(operation.action) ? 'answered' : 'saved',
    notSaved: 'not done',
    fault: 'refused by PeopleSoft, nothing was done',
    unknown: isReading(operation.action)
      ? 'no usable answer'
      : 'unknown whether it was saved: read it back before sending it again',
  };
  const said = outcome.messages.map(({ set, number, text, explain }) => {
    const numbers = set === null || number === null || text.includes(`(${set},${number})`) ? '' : ` (${set},${number})`;
    return `  ${text}${numbers}${explain === null ? '' : ` ${explain}`}`;
  });
  const hasDetail = Object.keys(outcome.detail).length > 0;
  const detail = hasDetail ? JSON.stringify(outcome.detail, null, 2).split('\n') : [];
  return [`${operation.name}: ${words[outcome.outcome]}.`, ...said, ...detail];
}

function actionOption(input: CommandInput): CiAction {
  const given = input.options.text('operation');
  const action = CI_ACTIONS.find((candidate) => candidate.toLowerCase() === given?.toLowerCase());
  if (action !== undefined) return action;
  throw new UsageError(`--operation${given === null ? '' : ` ${given}`}: one of ${CI_ACTIONS.join(', ')} is needed.`);
}

function requiredPath(input: CommandInput, name: string): string {
  const path = pathOption(input, name);
  if (path === null || input.options.text(name) === '') throw new UsageError(`--${name} is needed.`);
  return path;
}

function timeoutOption(input: CommandInput, action: CiAction): number {
  const given = input.options.text('timeout');
  if (given === null) return (isReading(action) ? READ_SECONDS : SAVE_SECONDS) * 1_000;
  const seconds = /^\d+(\.\d+)?$/.test(given) ? Number(given) : 0;
  if (seconds > 0 && seconds <= MOST_SECONDS) return Math.ceil(seconds * 1_000);
  throw new UsageError(`--timeout ${given}: seconds, more than 0 and at most ${MOST_SECONDS}, are expected.`);
}

function endpointOption(input: CommandInput): string | null {
  const given = input.options.text('endpoint');
  if (given === null) return null;
  if (isWebAddress(given)) return given;
  throw new UsageError('--endpoint: an address starting with http:// or https://, without a user in it, is expected.');
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

function tokenOption(input: CommandInput): UsernameToken | null {
  const user = input.options.text('user');
  const variable = input.options.text('password-env');
  if (user === null && variable === null) return null;
  if (user === null || user === '') throw new UsageError('--user belongs to --password-env.');
  if (variable === null || variable === '') throw new UsageError('--password-env belongs to --user.');
  const password = input.env[variable] ?? '';
  if (password === '')
    throw new UsageError(`--password-env ${variable}: that environment variable is empty or not set.`);
  if (illegalCharacter(user) !== null) throw new UsageError('--user: it holds a control character.');
  if (illegalCharacter(password) !== null)
    throw new UsageError(`--password-env ${variable}: the password holds a control character.`);
  return { user, password };
}

function readDataFile(file: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  let repeated: readonly string[];
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
    value = JSON.parse(text);
    repeated = repeatedNames(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    if (cause instanceof TypeError)
      throw new TieoutError('BAD_INPUT', `--data ${file} is not UTF-8 text.`, {
        nextStep: 'Save it as UTF-8: its letters would reach PeopleSoft damaged.',
        cause,
      });
    const what = cause instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new TieoutError('BAD_INPUT', `--data ${file} ${what}: ${why}`, { cause });
  }
  if (repeated.length > 0)
    throw new TieoutError('BAD_INPUT', `--data ${file} names ${repeated.join(', ')} twice in one object.`, {
      nextStep: 'Only one of the values could be sent: keep one.',
    });
  if (isJsonObject(value)) return value;
  throw new TieoutError('BAD_INPUT', `--data ${file} is not one JSON object with the properties of the operation.`);
}

/** The address in the WSDL often names a host that only PeopleSoft itself can reach. */
async function addressOf(schema: ServiceSchema): Promise<string> {
  const { address } = await schema.wsdl();
  if (address !== null && isWebAddress(address)) return address;
  throw new UsageError(`--endpoint is needed: the WSDL names ${address ?? 'no address'}.`);
}

/** A folder that cannot be used, or lacks the operation, is a mistake in what was given: nothing has been tried yet. */
export async function asServiceFolder<T>(run: () => Promise<T>, given = '--wsdl'): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof ConnectorError) || cause.kind === 'cancelled') throw cause;
    throw new TieoutError('BAD_INPUT', `${given}: ${cause.message}.`, { nextStep: cause.nextStep, cause });
  }
}

function trustProfileAuthorities(input: CommandInput): void {
  const file = pathOption(input, 'profile');
  const authorities = file === null ? undefined : readProfileFile(file).extraCaFile;
  if (authorities !== undefined) trustAlso(authorities);
}
