/**
 * What one sender measures by a clock that only runs forward, because the clock on the wall may be set while PeopleSoft is still saving.
 * Lives as long as the sender: what it did not see itself counts from its first look.
 */
export interface SenderWatch {
  /** A deposit is about to leave: whatever was doubted about it before is over. */
  sending(depositKey: number): void;
  /** Its outcome is not known from now on. */
  doubted(depositKey: number): void;
  /** Milliseconds for which its outcome has been in doubt; a doubt of an earlier sender begins with this question. */
  doubtedForMs(depositKey: number): number;
  /** Milliseconds from the beginning of a doubt to the moment when this sender sent the other deposit; null when it did not, or sent it before. */
  sentAfterDoubtMs(otherKey: number, doubtfulKey: number): number | null;
}

export function senderWatch(monotonicMs: () => number): SenderWatch {
  const doubtedSinceMs = new Map<number, number>();
  const sentAtMs = new Map<number, number>();
  const since = (depositKey: number): number => {
    const known = doubtedSinceMs.get(depositKey) ?? monotonicMs();
    doubtedSinceMs.set(depositKey, known);
    return known;
  };
  return {
    sending(depositKey) {
      doubtedSinceMs.delete(depositKey);
      sentAtMs.set(depositKey, monotonicMs());
    },
    doubted: (depositKey) => void doubtedSinceMs.set(depositKey, monotonicMs()),
    doubtedForMs: (depositKey) => monotonicMs() - since(depositKey),
    sentAfterDoubtMs(otherKey, doubtfulKey) {
      const sent = sentAtMs.get(otherKey);
      return sent === undefined || sent < since(doubtfulKey) ? null : sent - since(doubtfulKey);
    },
  };
}
