import type { Instant, LinkId } from '../../shared/domain/ids.ts';
import { captureSubjects, restorePart, type DecisionPart } from './decision-snapshot.ts';
import { getDecision, nextRedo, readStored, type DecisionRow, type StoredDecision } from './decision-store.ts';
import { LedgerError } from './ledger-error.ts';
import { LINK_BAND } from './link-decision-kinds.ts';
import { changeMatchState, liveMatchOf } from './match-store.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { forgetRejectedPair } from './rejected-pair-store.ts';
import { statement } from './statement.ts';
import { withdrawPostings } from './withdraw-postings.ts';

/**
 * Takes one decision back and restores the states, holds and signs of everything it touched; postings it put into the outbox
 * are withdrawn; versions go up, and audit and history stay. Of a band of links those go back that nobody decided since. Throws `NOT_FOUND`, and `TRANSITION` when it is undone already,
 * when something later changed the same rows, or when a posting may be on its way.
 */
export function undoDecision(
  db: WritableLedger,
  undo: { readonly decisionId: number; readonly actor: string; readonly at: Instant },
): DecisionRow {
  const decision = getDecision(db, undo.decisionId);
  if (decision.undoneAt !== null)
    throw new LedgerError('TRANSITION', 'This decision is undone already.', 'Refresh the list.');
  const kept = readStored(db, undo.decisionId);
  const stored = decision.kind === LINK_BAND ? standingPart(db, kept) : kept;
  const matchIds = stored.after.matches.map((match) => match.matchId);
  const reason = `undone by ${undo.actor}`;
  for (const matchId of matchIds) withdrawPostings(db, matchId, { at: undo.at, reason });
  if (!stands(db, stored.after) || (decision.kind === LINK_BAND && stored.after.links.length === 0))
    throw new LedgerError('TRANSITION', 'Something has changed since this decision.', 'Undo the later decision first.');
  withdrawProposedSince(db, stored.after, { ...undo, reason });
  restorePart(db, stored.before, { created: stored.createdMatches, reason, ...undo });
  for (const pair of stored.rejectedPairs) forgetRejectedPair(db, pair);
  statement(db, 'UPDATE decision SET undone_at = ?, undone_by = ?, redo_order = ? WHERE decision_id = ?').run(
    undo.at,
    undo.actor,
    nextRedo(db),
    undo.decisionId,
  );
  return getDecision(db, undo.decisionId);
}

/** Of a decision about many links: those that are still as it left them. */
function standingPart(db: ReadableLedger, { before, after, ...rest }: StoredDecision): StoredDecision {
  const now = captureSubjects(db, {
    matchIds: [],
    movementKeys: [],
    linkIds: after.links.map(({ linkId }) => linkId),
  });
  const left = new Map(now.links.map((link) => [link.linkId, JSON.stringify(link)]));
  const standing = new Set(
    after.links.filter((link) => left.get(link.linkId) === JSON.stringify(link)).map(({ linkId }) => linkId),
  );
  const part = (of: DecisionPart) => ({ ...of, links: of.links.filter(({ linkId }) => standing.has(linkId)) });
  return { before: part(before), after: part(after), ...rest };
}

/** The links of a band that are still as it left them. Throws `NOT_FOUND`. */
export function standingLinksOf(db: ReadableLedger, decisionId: number): readonly LinkId[] {
  return standingPart(db, readStored(db, decisionId)).after.links.map(({ linkId }) => linkId);
}

/** Takes one link of a band back, and leaves the others. Throws `TRANSITION` when it was decided since. */
export function undoLinkOfBand(
  db: WritableLedger,
  undo: { readonly decisionId: number; readonly linkId: LinkId; readonly actor: string; readonly at: Instant },
): void {
  const { before } = standingPart(db, readStored(db, undo.decisionId));
  const links = before.links.filter(({ linkId }) => linkId === undo.linkId);
  if (links.length === 0)
    throw new LedgerError('TRANSITION', 'This link has changed since it was confirmed.', 'Decide it as it is now.');
  restorePart(db, { matches: [], movements: [], links }, { ...undo, created: [], reason: `undone by ${undo.actor}` });
}

/** Whether every row a decision touched is still as the decision left it, so that it can be undone as far as its rows go. */
export function decisionStands(db: ReadableLedger, decisionId: number): boolean {
  return stands(db, readStored(db, decisionId).after);
}

function stands(db: ReadableLedger, after: DecisionPart): boolean {
  const now = captureSubjects(db, {
    matchIds: after.matches.map((match) => match.matchId),
    movementKeys: after.movements.map((movement) => movement.movementKey),
    linkIds: after.links.map((link) => link.linkId),
  });
  return JSON.stringify(decided(known(now, after))) === JSON.stringify(decided(after));
}

/**
 * The rows without allocations that came after the decision: a match has all of its own from the start, and one that is added holds an item
 * which the decision itself had made.
 */
function known(now: DecisionPart, after: DecisionPart): DecisionPart {
  const ids = new Set(after.matches.flatMap((match) => match.holds.map(([allocationId]) => allocationId)));
  const matches = now.matches.map((match) => ({ ...match, holds: match.holds.filter(([id]) => ids.has(id)) }));
  return { ...now, matches };
}

const DECIDED_STATES: readonly string[] = ['approved', 'posted', 'excluded'];

/**
 * What of the rows was decided: states, holds and links. What a row says is no decision: matching rewrites it with every run while the
 * movement is open, and readings flag a decided one (a cut-off, a change at Stripe), which is when a person most wants to take it back.
 */
function decided(part: DecisionPart): object {
  const movements = part.movements.map(({ movementKey, state }) => ({
    movementKey,
    state: DECIDED_STATES.includes(state) ? state : 'open',
  }));
  return { ...part, movements };
}

/** A rule may have proposed something else on the movements since; that gives way to what was there before. */
function withdrawProposedSince(
  db: WritableLedger,
  after: DecisionPart,
  undo: { readonly actor: string; readonly at: Instant; readonly reason: string },
): void {
  const own = new Set(after.matches.map((match) => match.matchId));
  for (const { movementKey } of after.movements) {
    const live = liveMatchOf(db, movementKey);
    if (live === null || live.state !== 'proposed' || own.has(live.matchId)) continue;
    const { actor, at, reason } = undo;
    changeMatchState(db, { matchId: live.matchId, to: 'withdrawn', actor, at, reason });
  }
}
