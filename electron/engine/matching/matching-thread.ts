import { once } from 'node:events';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { ledgerErrorData } from '../../ledger/ledger-error.ts';
import type { CandidatesOfCustomer } from '../../ledger/customer-candidate-store.ts';
import { openReader, type ReaderHandle } from '../../ledger/connect-ledger.ts';
import { translateLedgerError } from '../../ledger/translate-error.ts';
import { findDueDoubles } from '../doubles/find-due-doubles.ts';
import { findDuplicates } from '../duplicates/find-duplicates.ts';
import type { ProposedLinks } from '../../matching/customers/propose-links.ts';
import { packChanges, type MatchingMessage, type MatchingThreadStart } from './matching-request.ts';
import { matchLedger } from './match-ledger.ts';
import { readLinks } from './read-links.ts';
import { scoreLinks, type ScoredLinks } from './score-links.ts';

/** Every table is read once, in the order of its key: more would only be filled and never asked again. */
const CACHE_MB = 16;

/**
 * The matching thread: reads the ledger by a connection of its own, so that neither clicks nor writes wait for it, and hands
 * over what should change. First the customers that resemble each other and the customer links; once they are written, the movements,
 * all from one snapshot.
 */
async function run(port: MessagePort, start: MatchingThreadStart): Promise<void> {
  const say = async (message: MatchingMessage): Promise<void> => {
    port.postMessage(message);
    await once(port, 'message');
  };
  const db = open(start);
  try {
    const scored = scoreLinks(db, start.profile, start.todayDate);
    if (start.kind !== 'dry' && scored !== null) await sayScores(scored, say);
    // What a dry run found is not in the ledger: it is told what to read in its place.
    const fresh = start.kind === 'dry' ? (scored?.customers ?? []) : [];
    const links = await settledLinks(db, start, fresh, say);
    const chunks = matchLedger(db, start.profile, links, start.kind);
    let chunk = chunks.next();
    while (chunk.done !== true) {
      const { changes: outcomes, done, total } = chunk.value;
      await say({ type: 'changes', count: outcomes.length, packed: packChanges(outcomes), done, total });
      chunk = chunks.next();
    }
    db.exec('COMMIT');
    // A dry run writes nothing that duplicates could be weighed by.
    if (start.kind !== 'dry') await sayDuplicates(db, start, say);
    port.postMessage({ type: 'done', ...chunk.value } satisfies MatchingMessage);
  } finally {
    db.close();
  }
}

/** Begins the transaction that all rows are read in, once no link is left to be changed before them. */
async function settledLinks(
  db: ReaderHandle,
  start: MatchingThreadStart,
  fresh: readonly CandidatesOfCustomer[],
  say: (message: MatchingMessage) => Promise<void>,
): Promise<ProposedLinks> {
  db.exec('BEGIN');
  const links = readLinks(db, start.profile, fresh);
  const { changes, conflicts } = links;
  if (changes.length > 0) db.exec('COMMIT');
  await say({ type: 'links', changes, conflicts });
  if (changes.length === 0) return links;
  db.exec('BEGIN');
  return readLinks(db, start.profile, fresh);
}

/** Stripe customers whose candidates cross to the ledger at a time. */
const SCORED_AT_A_TIME = 1_000;

/** Candidates are stored before links are proposed, so that a proposal and what it was scored by are never apart. */
async function sayScores(scored: ScoredLinks, say: (message: MatchingMessage) => Promise<void>): Promise<void> {
  const { customers } = scored;
  for (let from = 0; from === 0 || from < customers.length; from += SCORED_AT_A_TIME) {
    const until = from + SCORED_AT_A_TIME;
    await say({
      type: 'scores',
      learned: from === 0 ? scored.learned : null,
      packed: JSON.stringify(customers.slice(from, until)),
      scoredOf: until < customers.length ? null : scored.scoredOf,
    });
  }
}

/** What a row may pay speaks for or against its being a duplicate, so these are looked for when all outcomes are written. */
async function sayDuplicates(
  db: ReaderHandle,
  start: MatchingThreadStart,
  say: (message: MatchingMessage) => Promise<void>,
): Promise<void> {
  await say({ type: 'written' });
  db.exec('BEGIN');
  const { clusters, open } = findDuplicates(db, start.profile, start.todayDate);
  const searched = findDueDoubles(db, start.profile, start.todayDate);
  db.exec('COMMIT');
  await say({ type: 'duplicates', clusters, open });
  if (searched.length > 0) await say({ type: 'doubles', searched });
}

function open(start: MatchingThreadStart): ReaderHandle {
  try {
    return openReader(start.file, Buffer.from(start.key), { cacheMb: CACHE_MB });
  } finally {
    new Uint8Array(start.key).fill(0);
  }
}

const port = parentPort;
if (port === null) throw new Error('the matching thread is started by runMatching');
run(port, workerData as MatchingThreadStart)
  .catch((error: unknown) => {
    const failed: MatchingMessage = {
      type: 'failed',
      error: ledgerErrorData(translateLedgerError(error, 'matching.run')),
    };
    port.postMessage(failed);
  })
  .finally(() => port.close()); // nothing that is posted after the close arrives
