import type { DocumentWords } from './document-words.ts';
import type { SendRecord } from './judge-send.ts';
import type { SenderClaim } from './sender-claim.ts';
import type { SenderSettings, SendReport, SendRequest } from './sender.ts';
import type { Stop } from './stop.ts';

/** Times a lock conflict is answered by trying again. */
export const LOCK_RETRIES = 1;
/** Unknown outcomes in a row after which a run stops: PeopleSoft, or the way to it, is not well. */
const SILENCES_BORNE = 2;

/** One run of sending: with whose ports, for whom, and what it came to so far. */
export interface SendRun<Ports> {
  readonly ports: Ports;
  readonly settings: SenderSettings;
  readonly claim: SenderClaim;
  readonly request: SendRequest;
  readonly tally: { -readonly [Count in keyof Omit<SendReport, 'stopped'>]: number };
  /** Unknown outcomes since the last answer that could be read. */
  silence: number;
}

/** A run that has sent nothing yet. */
export function startRun<Ports>(
  ports: Ports,
  settings: SenderSettings,
  claim: SenderClaim,
  request: SendRequest,
): SendRun<Ports> {
  const tally = { sent: 0, returned: 0, rejected: 0, unknown: 0 };
  return { ports, settings, claim, request, tally, silence: 0 };
}

/** How many postings may still leave in this run. */
export function room({ request, tally }: SendRun<unknown>): number {
  return (request.limit ?? Number.MAX_SAFE_INTEGER) - tally.sent - tally.rejected - tally.unknown;
}

/** Counts what one answer, about so many postings, came to. */
export function count(run: SendRun<unknown>, record: SendRecord, postings: number): void {
  if (record.outcome === 'saved') run.tally.sent += postings;
  if (record.outcome === 'unknown') run.tally.unknown += postings;
  run.tally.rejected += record.rejected.length;
  run.silence = record.outcome === 'unknown' ? run.silence + 1 : 0;
}

/** Why nothing more may be sent in this run after that answer; null: go on. */
export function stopAfter(run: SendRun<unknown>, record: SendRecord, { parts }: DocumentWords): Stop | null {
  if (record.stop !== null || run.silence < SILENCES_BORNE) return record.stop;
  return {
    kind: 'unreachable',
    message: record.text,
    nextStep: `The other ${parts} wait until PeopleSoft answers again.`,
  };
}
