import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobRow } from '../../../../shared/contract/contract.ts';
import { textLike } from '../../../support/text-like.ts';
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
/** More than a colleague of the sample pays meanwhile. */
const SENT_TOGETHER = 4;
const PROPOSED_PAYMENTS = `SELECT m.movement_key AS key FROM movement m JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1
  JOIN match x USING (match_id) WHERE m.state = 'proposed' AND x.kind = 'payment' AND x.state = 'proposed' AND x.automatic = 1 AND m.unit = ?
  ORDER BY 1`;
const stateOf = (postingKey: number | null) =>
  tieout.rows<{ state: string }>('SELECT state FROM posting WHERE posting_id = ?', postingKey)[0]?.state;
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

  it('approves and posts outside the quiet window of a strict site: the payment waits, and she is told until when', async () => {
    const detail = await proposed('payment');
    const decided = await tieout.command('match.approve', approval(detail, true));
    expect(decided).toMatchObject({ movement: { state: 'approved' }, waitsForWindow: 'quiet window opens 22:00' });
    const { jobId } = await tieout.command('posting.send', { now: false });
    expect((await tieout.ended(jobId)).message).toMatch(/^0 payments sent/);
    expect(stateOf(decided.postingKey)).toBe('approved');
  });

  it('sends now what waits in the unit she names, only with a reason, which the audit keeps with what it was for', async () => {
    for (const { unit } of tieout.profile.units) {
      const found = tieout.rows<{ key: number }>(PROPOSED_PAYMENTS, unit).slice(0, SENT_TOGETHER);
      if (found.length === 0) throw new Error(`nothing is proposed in ${unit}`);
      for (const { key } of found) {
        const detail = await tieout.query('match.detail', { movementKey: key });
        await tieout.command('match.approve', approval(detail, true));
      }
    }
    const [unit = ''] = tieout.profile.units.map((each) => each.unit);
    const now = { now: true, unit };
    expect(await tieout.refusal('command', 'posting.send', now)).toMatchObject({ code: 'POSTING_REASON_NEEDED' });
    const { due } = (await tieout.query('summary.get', { unit })).postings;
    const elsewhere = () =>
      tieout.rows("SELECT posting_id, state FROM posting WHERE unit <> ? AND state <> 'approved'", unit);
    const { jobId } = await tieout.command('posting.send', { ...now, reason: 'Month end' });
    const message = (await tieout.ended(jobId)).message ?? '';
    // A colleague of the sample may have paid one of them meanwhile.
    const [, sent, returned] =
      /^(\d+) payments sent(?:, (\d+) returned because something had changed)?/.exec(message) ?? [];
    expect(Number(sent)).toBeGreaterThan(0);
    expect(Number(sent) + Number(returned ?? 0)).toBe(due);
    expect((await tieout.query('summary.get', { unit })).postings.due).toBe(0);
    expect(elsewhere()).toEqual([]);
    const [row] = tieout.rows<{ detail: string }>(
      "SELECT detail_json AS detail FROM audit WHERE action = 'posting.sentNow' ORDER BY seq DESC LIMIT 1",
    );
    expect(JSON.parse(row?.detail ?? '{}')).toMatchObject({ reason: 'Month end', units: [unit], payments: due });
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
    const told = Promise.withResolvers<void>();
    const stop = tieout.engine.listen(({ event, payload }) => {
      if (event === 'data.changed' && JSON.stringify(payload).includes('"customers"')) told.resolve();
    });
    await tieout.command('link.confirm', { linkId: link.linkId, seenVersion: link.version });
    await told.promise;
    stop();
    const undone = await tieout.command('match.undo', {});
    expect(undone).toEqual({ undone: 'confirmed customer link', movementKey: null, movement: null });
  });
});

describe('a person who refuses a proposal', () => {
  it('sees the matching that follows her refusal as a job, with what came of it', async () => {
    const detail = await proposed('payment');
    const { key: movementKey, version: seenVersion } = detail.movement;
    const started = Promise.withResolvers<JobRow>();
    const stop = tieout.engine.listen(({ event, payload }) => {
      const job = payload as JobRow;
      if (event === 'job.progressed' && job.kind === 'matchingAgain') started.resolve(job);
    });
    await tieout.command('match.reject', { movementKey, seenVersion, reason: 'another customer' });
    const { jobId } = await started.promise;
    stop();
    expect(await tieout.ended(jobId)).toMatchObject({
      title: 'Matching again after a change',
      state: 'done',
      message: textLike('changed'),
    });
    expect((await tieout.query('job.list', {})).jobs.map((job) => job.jobId)).toContain(jobId);
    await tieout.command('match.undo', {});
  });
});
