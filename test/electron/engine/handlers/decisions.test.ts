import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';

let tieout: EngineUnderTest;

/** Nothing is decided by rule, and even one payment waits for a quiet window that is closed now. */
beforeAll(async () => {
  tieout = await startEngineUnderTest({
    size: 400,
    profile: (profile) => ({
      ...profile,
      units: profile.units.map((unit) => ({ ...unit, straightThrough: null })),
    }),
  });
  await tieout.load();
  await tieout.match();
  await tieout.reopen({
    profile: (profile) => ({
      ...profile,
      units: profile.units.map((unit) => ({ ...unit, straightThrough: null })),
      peoplesoft: {
        ...profile.peoplesoft,
        oneClickWaits: true,
        quietWindow: { from: '22:00', to: '23:00', days: [1, 2, 3, 4, 5, 6, 7], zone: 'UTC' },
      },
    }),
  });
});
afterAll(() => tieout.close());

/** A proposed movement with a match of this kind that can be approved. */
async function proposed(kind: string, skip = 0) {
  const [found] = tieout.rows<{ key: number }>(
    `SELECT m.movement_key AS key FROM movement m JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1
     JOIN match x USING (match_id) WHERE m.state = 'proposed' AND x.kind = ? AND x.state = 'proposed'
       AND (x.kind <> 'payment' OR x.automatic = 1) ORDER BY 1 LIMIT 1 OFFSET ${skip}`,
    kind,
  );
  if (found === undefined) throw new Error(`nothing of kind ${kind} is proposed`);
  return tieout.query('match.detail', { movementKey: found.key });
}
const approval = (detail: Awaited<ReturnType<typeof proposed>>, post: boolean) => ({
  movementKey: detail.movement.key,
  seenVersion: detail.movement.version,
  allocations: detail.allocations.map(({ itemKey, itemVersion, amount }) => ({
    itemKey,
    seenVersion: itemVersion,
    amountMinor: amount.minor,
  })),
  post,
});

describe('a person, where no rule decides', () => {
  it('cannot let a refund out before its charge is approved, and is told so', async () => {
    const detail = await proposed('refundOfCharge');
    expect(detail.can).toMatchObject({ approve: false, approveAndPost: false });
    expect(detail.postingBlocked).toMatch(/^It cannot go out yet: its charge ch_\w+ is not approved yet\.$/);
    expect(await tieout.refusal('command', 'match.approve', approval(detail, false))).toMatchObject({
      code: expect.stringMatching(/BAD_INPUT|MATCH_REASON_NEEDED/) as string,
    });
    expect((await tieout.query('match.detail', { movementKey: detail.movement.key })).movement.state).toBe('proposed');
  });

  it('sends one payment outside the quiet window of a strict site only with a reason, which the audit keeps', async () => {
    const detail = await proposed('payment');
    const input = approval(detail, true);
    expect(await tieout.refusal('command', 'match.approve', input)).toMatchObject({ code: 'POSTING_REASON_NEEDED' });
    const { state } = (await tieout.query('match.detail', { movementKey: input.movementKey })).movement;
    expect(state).toBe('proposed');
    const { postingKey } = await tieout.command('match.approve', { ...input, sendNowReason: 'Month end' });
    expect(postingKey).not.toBeNull();
    const [row] = tieout.rows<{ reason: string }>(
      "SELECT json_extract(detail_json, '$.sendNowReason') AS reason FROM audit WHERE action = 'match.approved' ORDER BY seq DESC LIMIT 1",
    );
    expect(row?.reason).toBe('Month end');
  });

  it('is told what is due and held of a proposed item, and claims no knowledge of PeopleSoft’s periods', async () => {
    const detail = await proposed('payment', 1);
    const [line] = detail.allocations;
    const [item] = tieout.rows<{ dueDate: string | null }>(
      'SELECT due_date AS dueDate FROM ar_item WHERE item_key = ?',
      line?.itemKey,
    );
    expect(line).toMatchObject({ dueDate: item?.dueDate, held: { minor: 0 } });
    expect(detail.diff.map(({ verdict }) => verdict)).toContain('not checked');
    expect(detail.diff.map(({ verdict }) => verdict)).not.toContain('in period');
  });

  it('takes back a decision about a customer link, which is about no movement', async () => {
    const [link] = tieout.rows<{ linkId: number; version: number }>(
      `SELECT link_id AS linkId, version FROM crosswalk_link l WHERE state = 'proposed' AND NOT EXISTS (
         SELECT 1 FROM crosswalk_link o WHERE o.customer_id = l.customer_id AND o.state = 'confirmed') LIMIT 1`,
    );
    if (link === undefined) throw new Error('the sample company proposes no link');
    await tieout.command('link.confirm', { linkId: link.linkId, seenVersion: link.version });
    const undone = await tieout.command('match.undo', {});
    expect(undone).toEqual({ undone: 'confirmed customer link', movementKey: null, movement: null });
  });
});
