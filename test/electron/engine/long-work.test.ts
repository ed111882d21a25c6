import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inRoot } from '../../../build/root.ts';
import type { JobRow } from '../../../shared/contract/contract.ts';
import { checkLedger } from '../../../electron/ledger/operations.ts';
import { openReader } from '../../../electron/ledger/connect-ledger.ts';
import type { EngineProcessStart } from '../../support/engine-process.ts';
import {
  startEngineUnderTest,
  type EngineUnderTest,
  type EngineUnderTestOptions,
} from '../../support/engine-under-test.ts';
import { textLike } from '../../support/text-like.ts';

async function start(options: EngineUnderTestOptions = {}): Promise<EngineUnderTest> {
  const tieout = await startEngineUnderTest({ size: 160, ...options });
  onTestFinished(() => tieout.close());
  return tieout;
}

function violations(tieout: EngineUnderTest) {
  const db = openReader(tieout.paths.ledger, tieout.key);
  try {
    return checkLedger.run(db, null);
  } finally {
    db.close();
  }
}

/** What two companies agree on when one was worked in one go and the other with interruptions. */
function worked(tieout: EngineUnderTest) {
  return {
    movements: tieout.rows('SELECT object_id, kind, unit, state, amount_minor FROM movement ORDER BY object_id, kind'),
    items: tieout.rows('SELECT business_unit, item, status, balance_minor FROM ar_item ORDER BY 1, 2'),
    matches: tieout.rows(
      `SELECT v.object_id, m.rule_id, m.score, m.automatic FROM match m JOIN match_movement mm ON mm.match_id = m.match_id AND mm.live = 1
       JOIN movement v USING (movement_key) ORDER BY 1`,
    ),
  };
}

/** Cancels the job when it has said something for the n-th time. */
async function cancelledAt(
  tieout: EngineUnderTest,
  says: number,
  begin: () => Promise<{ jobId: string }>,
): Promise<JobRow> {
  let heard = 0;
  const cancelled = Promise.withResolvers<void>();
  const stop = tieout.engine.listen(({ event, payload }) => {
    if (event !== 'job.progressed') return;
    heard += 1;
    if (heard === says)
      tieout
        .command('job.cancel', { jobId: (payload as JobRow).jobId })
        .then(() => cancelled.resolve(), cancelled.reject);
  });
  const { jobId } = await begin();
  await cancelled.promise;
  const row = await tieout.ended(jobId);
  stop();
  return row;
}

describe('work that is cancelled half-way', () => {
  it('leaves valid books each time, and ends where uninterrupted work ends', async () => {
    const whole = await start();
    await whole.load();
    await whole.match();
    const cut = await start();
    const outcomes: string[] = [];
    for (const [says, system] of [
      [1, 'stripe'],
      [2, 'stripe'],
      [1, 'peoplesoft'],
      [2, 'peoplesoft'],
    ] as const) {
      const row = await cancelledAt(cut, says, () => cut.command('sync.run', { systems: [system] }));
      outcomes.push(row.state);
      expect(violations(cut)).toEqual([]);
    }
    expect(outcomes).toContain('cancelled');
    await cut.load();
    expect(['cancelled', 'done']).toContain((await cancelledAt(cut, 1, () => cut.command('matching.run', {}))).state);
    expect(violations(cut)).toEqual([]);
    await cut.match();
    expect(worked(cut)).toEqual(worked(whole));
    expect(await cut.engine.headless.verifyAudit()).toMatchObject({ valid: true, anchored: true });
    expect(cut.reports).toEqual([]);
  });

  it('while payments are sent doubles none and forgets none', async () => {
    const tieout = await start({
      profile: (profile) => ({
        ...profile,
        peoplesoft: { ...profile.peoplesoft, settleSeconds: 5, bulkPace: { paymentsPerDeposit: 3 } },
      }),
    });
    await tieout.load();
    await tieout.match();
    const outcomes: string[] = [];
    for (const says of [1, 2, 3, 4]) {
      outcomes.push((await cancelledAt(tieout, says, () => tieout.command('posting.send', { now: false }))).state);
      expect(violations(tieout)).toEqual([]);
    }
    expect(outcomes).toContain('cancelled');
    for (let turn = 0; turn < 4; turn += 1) {
      tieout.clock.pass(60_000);
      await tieout.post();
      await tieout.systems.peoplesoft.runBatch();
    }
    const { url, control } = tieout.systems.peoplesoft;
    const books = (await (
      await fetch(`${url}/__sim/books`, { headers: { 'x-sim-token': control.token } })
    ).json()) as Record<string, number>;
    expect(books).toMatchObject({ duplicatePaymentIds: 0, duplicateExternalIds: 0 });
    const states = tieout
      .rows<{ state: string }>('SELECT DISTINCT state FROM posting ORDER BY 1')
      .map(({ state }) => state);
    expect(states).toContain('confirmed');
    expect(states.filter((state) => ['approved', 'queued', 'sending', 'unknown'].includes(state))).toEqual([]);
  });
});

describe('a job of a kind that runs already', () => {
  it('is refused with what to do, and the running one goes on', async () => {
    const tieout = await start();
    await tieout.systems.stripeControl('POST', 'faults', { kind: 'slow', times: 1, delayMs: 300 });
    const { jobId } = await tieout.command('sync.run', { systems: ['stripe'] });
    expect(await tieout.refusal('command', 'sync.run', { systems: ['stripe'] })).toMatchObject({
      code: 'JOB_ALREADY_RUNNING',
      message: 'Reading Stripe and PeopleSoft is already running.',
      nextStep: 'Wait for it, or cancel it first.',
    });
    expect(await tieout.ended(jobId)).toMatchObject({ state: 'done', message: textLike(/^stripe: \d+ read/) });
  });
});

describe('an engine that is killed while a job runs', () => {
  it('shows the job as interrupted afterwards, and goes on from what was kept', async () => {
    const tieout = await start();
    await tieout.engine.close();
    await tieout.systems.stripeControl('POST', 'faults', {
      kind: 'slow',
      times: 100,
      delayMs: 60_000,
      path: '/v1/refunds',
    });
    const startOf: EngineProcessStart = {
      folder: tieout.paths.folder,
      key: tieout.key.toString('hex'),
      profile: tieout.profile,
      secrets: Object.fromEntries(tieout.secrets),
      frame: { id: 1, kind: 'command', name: 'sync.run', input: { systems: ['stripe'] } },
    };
    const child = spawn(process.execPath, [inRoot('test', 'support', 'engine-process.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '', ENGINE_START: JSON.stringify(startOf) },
    });
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    const { value } = JSON.parse(line) as { value: { jobId: string } };
    await keptSomething(tieout);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await tieout.systems.stripeControl('DELETE', 'faults');
    await tieout.reopen();
    const { jobs } = await tieout.query('job.list', {});
    expect(jobs.find(({ jobId }) => jobId === value.jobId)).toMatchObject({
      state: 'interrupted',
      canCancel: false,
      message: textLike('what was done stays done'),
    });
    expect(violations(tieout)).toEqual([]);
    const stripe = await tieout.connection('stripe');
    expect(stripe.streams.find(({ stream }) => stream === 'refund')).toMatchObject({ state: 'failed' });
    expect((await tieout.sync()).systems.stripe).toMatchObject({ complete: true });
  });
});

/** Resolves when the other process has kept charges; it holds at the refunds then. */
async function keptSomething(tieout: EngineUnderTest): Promise<void> {
  const count = () =>
    tieout.rows<{ n: number }>("SELECT count(*) AS n FROM source_object WHERE object_type = 'charge'")[0]?.n ?? 0;
  while (count() === 0) await new Promise((resolve) => setTimeout(resolve, 20));
}
