import { appendAnchor, startAnchors } from '../../ledger/audit-anchor.ts';
import { auditHead } from '../../ledger/audit-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';

/** Operations of this topic are anchored as soon as they are committed: they stand for money. */
const ANCHORED_TOPIC = 'posting.';
export const ANCHOR_INTERVAL_MS = 60_000;

export interface AnchorKeeper {
  /** Call after each commit with the names of what it held; anchors at once when money is among it or a minute has passed. */
  committed(names: readonly string[]): void;
  /** Anchors the head if it has moved since the last anchor. */
  anchor(): void;
}

/** Keeps the anchor file close behind the ledger. Only ever writes heads that are committed. Throws when the disk refuses. */
export function anchorKeeper(
  db: ReadableLedger,
  file: string,
  nowMs: () => number = () => performance.now(),
): AnchorKeeper {
  if (auditHead(db).seq === 0) startAnchors(file);
  let anchoredSeq = -1;
  let anchoredAtMs = nowMs();
  const anchor = () => {
    const head = auditHead(db);
    anchoredAtMs = nowMs();
    if (head.seq === anchoredSeq || head.seq === 0) return;
    const at = db.prepare<[number], { at: string }>('SELECT at FROM audit WHERE seq = ?').get(head.seq)?.at ?? '';
    appendAnchor(file, head, at);
    anchoredSeq = head.seq;
  };
  return {
    committed(names) {
      if (names.some((name) => name.startsWith(ANCHORED_TOPIC)) || nowMs() - anchoredAtMs >= ANCHOR_INTERVAL_MS)
        anchor();
    },
    anchor,
  };
}
