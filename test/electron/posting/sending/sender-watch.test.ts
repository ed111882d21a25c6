import { describe, expect, it } from 'vitest';
import { senderWatch } from '../../../../electron/posting/sending/sender-watch.ts';
import { startApproved } from '../approved-site.ts';

describe('what a sender measures by a clock that only runs forward', () => {
  it('begins a doubt when it is told, or with the first question about it', () => {
    let nowMs = 1_000;
    const watch = senderWatch(() => nowMs);
    watch.doubted(1);
    nowMs = 1_500;
    expect([watch.doubtedForMs(1), watch.doubtedForMs(2)]).toEqual([500, 0]);
    nowMs = 1_700;
    expect([watch.doubtedForMs(1), watch.doubtedForMs(2)]).toEqual([700, 200]);
  });

  it('begins anew when a deposit leaves again', () => {
    let nowMs = 0;
    const watch = senderWatch(() => nowMs);
    watch.doubted(1);
    nowMs = 900;
    watch.sending(1);
    watch.doubted(1);
    expect(watch.doubtedForMs(1)).toBe(0);
  });

  it('knows which of two deposits left after the doubt about the other', () => {
    let nowMs = 0;
    const watch = senderWatch(() => nowMs);
    watch.sending(1);
    nowMs = 100;
    watch.doubted(2);
    nowMs = 400;
    watch.sending(3);
    expect([1, 3, 4].map((key) => watch.sentAfterDoubtMs(key, 2))).toEqual([null, 300, null]);
  });
});

describe('a clock that is set while PeopleSoft may still be saving', () => {
  it.each([86_400, 7_200, -86_400])('by %i s proves no absence', async (seconds) => {
    const site = await startApproved(2);
    try {
      site.simulator.arm({ form: 'dropConnection', commit: 'later', laterSeconds: 200 });
      await site.round();
      site.setClock(seconds);
      site.advance(10);
      const { doubts, send } = await site.round();
      expect(doubts).toMatchObject({ provenAbsent: 0, stillUnknown: 2 });
      expect(send.sent).toBe(0);
      site.advance(400);
      expect((await site.round()).doubts).toMatchObject({ settled: 2 });
      expect(site.books()).toHaveLength(2);
    } finally {
      await site.close();
    }
  });
});
