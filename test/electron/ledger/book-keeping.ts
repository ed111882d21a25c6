import { appendAudit } from '../../../electron/ledger/audit-store.ts';
import { lastOpenDecision } from '../../../electron/ledger/decision-store.ts';
import { undoDecision } from '../../../electron/ledger/undo-decision.ts';
import { rejectMatch } from '../../../electron/ledger/match-decision.ts';
import { changeMatchState, getMatch, insertMatch } from '../../../electron/ledger/match-store.ts';
import { defineWrite } from '../../../electron/ledger/operation.ts';
import type { WritableLedger } from '../../../electron/ledger/operation.ts';
import {
  insertPosting,
  nextGeneration,
  postingsOfMatch,
  setPostingState,
} from '../../../electron/ledger/posting-store.ts';
import type { ItemKey, MatchId, MovementKey } from '../../../shared/domain/ids.ts';
import type { PostingState } from '../../../shared/domain/states.ts';
import { moment, paymentMatch, paymentPosting } from './books.ts';
import { approveMatch } from './approve-match.ts';

/** One random thing a day of work may bring. Numbers choose rows; what cannot be done is refused by the ledger. */
export interface RandomStep {
  readonly what:
    | 'propose'
    | 'proposeTwo'
    | 'approve'
    | 'reject'
    | 'undo'
    | 'post'
    | 'confirm'
    | 'reverse'
    | 'balanceDrops';
  readonly which: number;
  readonly amount: number;
  readonly at: number;
}

/** Does one step with its audit row; throws what the ledger throws. */
export const takeStep = defineWrite('test.takeStep', (db, step: RandomStep) => {
  STEPS[step.what](db, step);
  appendAudit(db, {
    at: moment(step.at),
    actor: 'CLERK',
    machine: 'M',
    action: `test.${step.what}`,
    subject: String(step.which),
    detail: { ...step },
  });
});

type Step = (db: WritableLedger, step: RandomStep) => void;
const STEPS: Readonly<Record<RandomStep['what'], Step>> = {
  propose(db, { which, amount, at }) {
    insertMatch(
      db,
      paymentMatch(pick(db, 'movement', which), [[pick(db, 'ar_item', which * 7), amount]], { at: moment(at) }),
    );
  },
  proposeTwo(db, { which, amount, at }) {
    const items = [
      [pick<ItemKey>(db, 'ar_item', which), amount],
      [pick<ItemKey>(db, 'ar_item', which + 1), 50],
    ] as const;
    insertMatch(db, paymentMatch(pick(db, 'movement', which * 3), items, { at: moment(at), attention: 'several' }));
  },
  approve(db, { which, at }) {
    const { matchId, version } = getMatch(db, pick(db, 'match', which));
    approveMatch(db, { matchId, version, actor: 'CLERK', at: moment(at) });
    const movementKey = db
      .prepare('SELECT movement_key FROM match_movement WHERE match_id = ?')
      .pluck()
      .get(matchId) as MovementKey;
    const draft = paymentPosting({ matchId, movementKey });
    const generation = nextGeneration(db, draft.effectKey);
    insertPosting(db, paymentPosting({ matchId, movementKey, generation }, { state: 'queued', at: moment(at) }));
  },
  reject(db, { which, at }) {
    const { matchId, version } = getMatch(db, pick(db, 'match', which));
    rejectMatch(db, { matchId, version, actor: 'CLERK', at: moment(at) });
  },
  undo(db, { at }) {
    const decision = lastOpenDecision(db, 'CLERK');
    if (decision) undoDecision(db, { decisionId: decision.decisionId, actor: 'CLERK', at: moment(at) });
  },
  post: (db, step) => movePosting(db, step, ['sending', 'accepted', 'unknown', 'rejected']),
  confirm(db, step) {
    const matchId: MatchId = pick(db, 'match', step.which);
    movePosting(db, step, ['accepted', 'confirmed']);
    changeMatchState(db, { matchId, to: 'posted', actor: 'CLERK', at: moment(step.at) });
  },
  reverse(db, step) {
    movePosting(db, step, ['reversed']);
    changeMatchState(db, {
      matchId: pick(db, 'match', step.which),
      to: 'reversed',
      actor: 'CLERK',
      at: moment(step.at),
    });
  },
  balanceDrops(db, { which, at }) {
    const key = pick<ItemKey>(db, 'ar_item', which);
    db.prepare('UPDATE ar_item SET balance_minor = balance_minor / 2, read_at = ? WHERE item_key = ?').run(
      moment(at),
      key,
    );
  },
};

function movePosting(db: WritableLedger, { which, amount, at }: RandomStep, to: readonly PostingState[]): void {
  const posting = postingsOfMatch(db, pick(db, 'match', which)).at(-1);
  const target = to[amount % to.length];
  if (!posting || !target) throw new Error('nothing to post');
  if (target === 'confirmed' || to[0] !== 'accepted')
    return setPostingState(db, { postingId: posting.postingId, to: target, at: moment(at) });
  if (posting.state !== 'accepted')
    setPostingState(db, { postingId: posting.postingId, to: 'accepted', at: moment(at) });
  setPostingState(db, { postingId: posting.postingId, to: 'confirmed', at: moment(at) });
}

const KEYS = { movement: 'movement_key', ar_item: 'item_key', match: 'match_id' } as const;
function pick<Key extends number>(db: WritableLedger, table: keyof typeof KEYS, which: number): Key {
  const count = Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  if (count === 0) throw new Error(`no ${table} yet`);
  return db
    .prepare(`SELECT ${KEYS[table]} FROM ${table} LIMIT 1 OFFSET ?`)
    .pluck()
    .get(which % count) as Key;
}

/** Everything a decision may change, as text, without versions and marks of who looked: to compare before and after. */
export function booksText(db: WritableLedger): string {
  const all = (sql: string) => db.prepare(sql).all();
  return JSON.stringify([
    all('SELECT movement_key, state, state_reason, attention, score FROM movement'),
    all('SELECT match_id, state, decided_by, decided_at, reason FROM match'),
    all('SELECT * FROM match_movement'),
    all('SELECT allocation_id, hold, amount_minor, item_amount_minor FROM allocation'),
    all('SELECT * FROM rejected_pair'),
    all("SELECT effect_key, state FROM posting WHERE state NOT IN ('withdrawn', 'rejected', 'reversed')"),
  ]);
}
