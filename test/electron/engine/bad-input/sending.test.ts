import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textLike } from '../../../support/text-like.ts';
import type { FailureOrder } from '../../../../electron/sample/peoplesoft/switches.ts';
import { insertMatch } from '../../../../electron/ledger/match-store.ts';
import { openWriter } from '../../../../electron/ledger/open-ledger.ts';
import { postResult } from '../../../../electron/engine/headless/matched-text.ts';
import type { MovementKey, UnitId } from '../../../../shared/domain/ids.ts';
import { CLERK, startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';

let tieout: EngineUnderTest;
let proposals: number[];

beforeAll(async () => {
  // A person approves everything here, and PeopleSoft is not waited for longer than a test is.
  tieout = await startEngineUnderTest({
    profile: (profile) => ({
      ...profile,
      peoplesoft: { ...profile.peoplesoft, writeTimeoutSeconds: 0.5, settleSeconds: 5 },
      units: profile.units.map((unit) => ({ ...unit, straightThrough: null })),
    }),
  });
  await tieout.load();
  await tieout.match();
  proposals = tieout
    .rows<{ key: number }>(
      `SELECT m.movement_key AS key FROM movement m JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1
       JOIN match x USING (match_id) WHERE m.state = 'proposed' AND m.kind = 'charge' AND x.kind = 'payment' AND x.automatic = 1 ORDER BY 1`,
    )
    .map(({ key }) => key);
});
afterAll(() => tieout.close());

async function approveNext() {
  const movementKey = proposals.shift() ?? 0;
  const detail = await tieout.query('match.detail', { movementKey });
  const allocations = detail.allocations.map(({ itemKey, itemVersion, amount }) => ({
    itemKey,
    seenVersion: itemVersion,
    amountMinor: amount.minor,
  }));
  const input = { movementKey, seenVersion: detail.movement.version, allocations, post: false };
  const { postingKey } = await tieout.command('match.approve', input);
  return { postingKey: postingKey ?? 0, stripeId: detail.movement.objectId };
}

/** Lets everything pass that has to: settle times, batches, read-backs. */
async function finish() {
  for (let turn = 0; turn < 4; turn += 1) {
    tieout.clock.pass(60_000);
    await tieout.post();
    await tieout.systems.peoplesoft.runBatch();
  }
}

async function paymentsOf(stripeId: string) {
  const { url, control } = tieout.systems.peoplesoft;
  const answer = await fetch(`${url}/__sim/payments`, { headers: { 'x-sim-token': control.token } });
  const payments = (await answer.json()) as { externalId: string; status: string }[];
  return payments.filter(({ externalId }) => externalId === stripeId).map(({ status }) => status);
}

/** A payment that PeopleSoft refuses for certain. */
async function refuseNext() {
  const approved = await approveNext();
  tieout.systems.peoplesoft.arm({ form: 'notificationZero', on: 'Create' });
  await tieout.post();
  return approved;
}

/** What matching does when a later read shows a receipt like the charge of a refused payment. */
async function findReceiptFor(postingKey: number): Promise<void> {
  const [row] = tieout.rows<{ movementKey: MovementKey; unit: UnitId; paymentKey: number }>(
    'SELECT movement_key AS movementKey, unit, (SELECT min(payment_key) FROM ps_payment) AS paymentKey FROM posting WHERE posting_id = ?',
    postingKey,
  );
  if (row === undefined) throw new Error(`there is no posting ${postingKey}`);
  const { movementKey, unit, paymentKey } = row;
  const db = openWriter(tieout.paths.ledger, tieout.key);
  try {
    insertMatch(db, {
      unit,
      kind: 'alreadyKeyed',
      ruleId: 'already-keyed',
      ruleVersion: 1,
      score: 1,
      margin: null,
      automatic: false,
      pointsJson: '[]',
      paymentKey,
      movements: [movementKey],
      allocations: [],
      at: tieout.clock.now(),
    });
  } finally {
    db.close();
  }
}

type Commit = NonNullable<FailureOrder['commit']>;
interface Case {
  readonly form: FailureOrder['form'];
  readonly commit: Commit;
  readonly says: RegExp;
}
const DOUBTFUL: readonly Case[] = [
  { form: 'fault', commit: 'never', says: /lost contact .* \(158,10721\)/ },
  { form: 'fault', commit: 'first', says: /lost contact .* \(158,10721\)/ },
  { form: 'handlerFault', commit: 'first', says: /does not prove that nothing was saved: .* \(180,236\)/ },
  { form: 'bareIbResponse', commit: 'first', says: /lost contact .* \(158,10721\)/ },
  { form: 'empty200', commit: 'first', says: /HTTP 200: the answer is empty/ },
  { form: 'htmlSignIn', commit: 'never', says: /web page instead of data/ },
  { form: 'http503', commit: 'never', says: /HTTP 503: the answer is a web page/ },
  { form: 'dropConnection', commit: 'first', says: /closed the connection/ },
  { form: 'wrongContentLength', commit: 'first', says: /closed the connection/ },
  { form: 'stall', commit: 'first', says: /did not answer within 0\.5 s/ },
];

describe('an answer to a posting that says nothing certain', () => {
  it.each(DOUBTFUL)(
    '$form, committed $commit: unknown, shown with its words, and in the end there once',
    async (bad) => {
      const { postingKey, stripeId } = await approveNext();
      tieout.systems.peoplesoft.arm({ form: bad.form, on: 'Create', commit: bad.commit, seconds: 1 });
      const { jobId } = await tieout.command('posting.send', { now: false });
      expect(await tieout.ended(jobId)).toMatchObject({
        state: 'done',
        message: '0 payments sent, 1 with an unknown outcome',
      });
      // The engine looks by itself a moment later, so what stands there by now may be better than unknown.
      const { attempts } = await tieout.query('posting.detail', { postingKey });
      const send = attempts.find(({ kind }) => kind === 'send');
      expect(send).toMatchObject({ outcome: 'unknown', text: textLike(bad.says) });
      expect(send?.request).toContain(stripeId);
      await tieout.systems.clearPeopleSoft();
      await finish();
      expect((await tieout.query('posting.detail', { postingKey })).posting.state).toBe('confirmed');
      expect(await paymentsOf(stripeId)).toEqual(['posted']);
      expect(tieout.reports).toEqual([]);
    },
  );
});

describe('a refusal of PeopleSoft', () => {
  it('without a reason is a refusal all the same, counted and shown', async () => {
    const { postingKey, stripeId } = await approveNext();
    tieout.systems.peoplesoft.arm({ form: 'notificationZero', on: 'Create' });
    const { jobId } = await tieout.command('posting.send', { now: false });
    expect((await tieout.ended(jobId)).message).toBe('0 payments sent, 1 refused');
    expect((await tieout.query('posting.detail', { postingKey })).posting).toMatchObject({
      state: 'rejected',
      stateReason: 'PeopleSoft refused the deposit without a message',
    });
    expect(await paymentsOf(stripeId)).toEqual([]);
    const replayed = await tieout.engine.headless.replay({
      actor: { id: 'anna', name: 'Anna', operatorId: null, roles: ['preparer'] },
      id: null,
      failed: true,
    });
    expect(replayed.stopped).toBeNull();
    await finish();
    expect(await paymentsOf(stripeId)).toEqual(['posted']);
  });

  it('is not sent again over a receipt that PeopleSoft seems to hold: replay says so, and goes on with the others', async () => {
    const refused = [await refuseNext(), await refuseNext()] as const;
    const [first, second] = refused.map(({ stripeId }) => stripeId);
    await findReceiptFor(refused[0].postingKey);
    const { posting } = await tieout.query('posting.detail', { postingKey: refused[0].postingKey });
    const report = await tieout.engine.headless.replay({ actor: CLERK.actor, id: null, failed: true });
    expect(report.notReplayed).toEqual([
      {
        reference: posting.reference,
        text: textLike(/^PeopleSoft holds a receipt that looks like this payment.* Decide on it in the workbench/),
      },
    ]);
    expect(postResult(report)).toMatchObject({ exitCode: 1, json: { notReplayed: report.notReplayed } });
    await finish();
    expect([await paymentsOf(first ?? ''), await paymentsOf(second ?? '')]).toEqual([[], ['posted']]);
    const named = { actor: CLERK.actor, id: posting.reference, failed: false };
    await expect(tieout.engine.headless.replay(named)).rejects.toMatchObject({ detailCode: 'POSTING_NOT_REPLAYABLE' });
  });

  it('for a lock that somebody holds is tried again by itself', async () => {
    const { postingKey, stripeId } = await approveNext();
    tieout.systems.peoplesoft.arm({ form: 'lockConflict', on: 'Create' });
    await tieout.post();
    await finish();
    expect((await tieout.query('posting.detail', { postingKey })).posting.state).toBe('confirmed');
    expect(await paymentsOf(stripeId)).toEqual(['posted']);
  });

  it.each([
    { form: 'unauthorised', code: '(158,536)' },
    { form: 'passwordExpired', code: '(158,45)' },
  ] as const)(
    'for sign-in or rights ($form) stops the round, says so on job and connection, and sends nothing',
    async ({ form, code }) => {
      const { postingKey, stripeId } = await approveNext();
      tieout.systems.peoplesoft.arm({ form, on: 'Create', for: 100 });
      const { jobId } = await tieout.command('posting.send', { now: false });
      const job = await tieout.ended(jobId);
      expect(job.state).toBe('failed');
      expect(job.message).toContain(code);
      expect(job.message).toContain('the payments wait');
      expect((await tieout.query('posting.detail', { postingKey })).posting.state).toBe('queued');
      expect(await tieout.connection('peoplesoft')).toMatchObject({ state: 'needsAttention' });
      expect(await paymentsOf(stripeId)).toEqual([]);
      await tieout.systems.clearPeopleSoft();
      const { profile } = tieout;
      await tieout.reopen({ profile: () => profile });
      await finish();
      expect(await paymentsOf(stripeId)).toEqual(['posted']);
    },
  );
});
