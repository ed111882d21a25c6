import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { commands, queries, type CommandName, type QueryName } from '../../../shared/contract/contract.ts';
import { requestFrame, type AnswerFrame } from '../../../shared/contract/envelope.ts';
import { ERROR_CODES, type ErrorCode, type Failure } from '../../../shared/errors/codes.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { connectionCode } from '../rounds/connection-failure.ts';
import type { Handlers } from './handlers.ts';
import type { Session } from './session.ts';

export interface ContractServer {
  /** Answers one request frame of an authenticated session; never rejects. */
  answer(frame: unknown, session: Session): Promise<AnswerFrame>;
}

export interface CrashReport {
  (traceId: string, name: string, error: unknown): void;
}

/**
 * The one door between windows and engine: checks the frame, the name, the input and the output against the contract, runs the
 * handler and wraps what happened in an envelope. `report` receives every unexpected error with its trace id.
 */
export function createContractServer(handlers: Handlers, report: CrashReport): ContractServer {
  return {
    async answer(raw, session) {
      const frame = requestFrame.safeParse(raw);
      if (!frame.success)
        return {
          id: frameId(raw),
          ok: false,
          error: failure('BAD_INPUT', 'The request is not a frame of the contract.'),
        };
      const { id, kind, name, input } = frame.data;
      try {
        const value =
          kind === 'query'
            ? await runQuery(handlers, name, input, session)
            : await runCommand(handlers, name, input, session);
        return { id, ok: true, value };
      } catch (error) {
        return { id, ok: false, error: describeFailure(error, name, report) };
      }
    },
  };
}

async function runQuery(handlers: Handlers, name: string, input: unknown, session: Session): Promise<unknown> {
  if (!Object.hasOwn(queries, name)) throw new TieoutError('UNKNOWN_NAME', `There is no query called ${name}.`);
  const query = name as QueryName;
  const run = handlers.queries[query] as (input: unknown, session: Session) => Promise<unknown>;
  return checked(queries[query].output, await run(checkedInput(queries[query].input, input), session), name);
}

async function runCommand(handlers: Handlers, name: string, input: unknown, session: Session): Promise<unknown> {
  if (!Object.hasOwn(commands, name)) throw new TieoutError('UNKNOWN_NAME', `There is no command called ${name}.`);
  const command = name as CommandName;
  const run = handlers.commands[command] as (input: unknown, session: Session) => Promise<unknown>;
  return checked(commands[command].output, await run(checkedInput(commands[command].input, input), session), name);
}

function checkedInput(schema: z.ZodType, input: unknown): unknown {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  const where = first === undefined || first.path.length === 0 ? 'the request' : first.path.join('.');
  throw new TieoutError('BAD_INPUT', `${where}: ${first?.message ?? 'not valid'}`, { details: { path: where } });
}

function checked(schema: z.ZodType, value: unknown, name: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(
    `${name} answered outside its contract: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
  );
}

function failure(code: ErrorCode, message: string, traceId: string = randomUUID()): Failure {
  return { code, message, nextStep: null, details: {}, traceId };
}

/** The failure as the window gets it. Expected errors keep their words; a bug says only its trace id, and is reported. */
export function describeFailure(error: unknown, name: string, report: CrashReport): Failure {
  const traceId = randomUUID();
  if (error instanceof Error && error.name === 'TieoutError') return tieoutFailure(error as TieoutError, traceId);
  if (error instanceof Error && error.name === 'LedgerError') {
    const known = ledgerFailure(error as unknown as LedgerErrorLike, traceId);
    if (known !== null) return known;
  }
  if (error instanceof Error && error.name === 'AbortError') return failure('CANCELLED', 'Cancelled.', traceId);
  if (error instanceof Error && error.name === 'ConnectorError')
    return connectorFailure(error as unknown as ConnectorFailureLike, traceId);
  report(traceId, name, error);
  return {
    ...failure('INTERNAL', 'Something went wrong inside Tieout; nothing was lost.', traceId),
    nextStep: `Report it with the number ${traceId}.`,
  };
}

function tieoutFailure({ code, message, nextStep, details }: TieoutError, traceId: string): Failure {
  return { code, message, nextStep, details, traceId };
}

/** A LedgerError as it crosses a thread. */
interface LedgerErrorLike {
  readonly code: string;
  readonly message: string;
  readonly nextStep: string;
  readonly detailCode: string | null;
}

/** A rule that said no keeps its own code; a step that came too late reads as already decided; the rest are the ledger's own. Null: a defect. */
function ledgerFailure(error: LedgerErrorLike, traceId: string): Failure | null {
  const named = error.code === 'REFUSED' || error.code === 'INVARIANT' ? error.detailCode : error.code;
  const code = named === 'TRANSITION' ? 'MATCH_ALREADY_DECIDED' : named;
  if (!isCode(code) || code === 'INTERNAL') return null;
  return { code, message: error.message, nextStep: error.nextStep, details: {}, traceId };
}

interface ConnectorFailureLike {
  readonly kind: string;
  readonly message: string;
  readonly nextStep: string;
}

function connectorFailure(error: ConnectorFailureLike, traceId: string): Failure {
  return {
    code: connectionCode(error.kind),
    message: error.message,
    nextStep: error.nextStep,
    details: { kind: error.kind },
    traceId,
  };
}

function isCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && (ERROR_CODES as readonly string[]).includes(code);
}

function frameId(raw: unknown): number {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : 0;
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : 0;
}
