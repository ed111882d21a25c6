import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../../../electron/engine/contract/session.ts';
import { AUDITOR, CLERK, startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';

let tieout: EngineUnderTest;
beforeAll(async () => {
  tieout = await startEngineUnderTest({ size: 220 });
  await tieout.load();
  await tieout.match();
});
afterAll(() => tieout.close());

const who = (id: string, roles: Session['actor']['roles']): Session => ({
  ...CLERK,
  sessionId: `window-${id}`,
  actor: { id, name: id, operatorId: null, roles },
});
const PETRA = who('petra', ['preparer']);
const BERT = who('bert', ['reviewer']);
const ADAM = who('adam', ['administrator']);
const OFF = { switchedOff: ['reference-exact'] };
const list = (session = PETRA) => tieout.query('rule.list', {}, session);
const proposedBy = () =>
  tieout.rows<{ count: number }>(
    "SELECT count(*) AS count FROM match WHERE rule_id = 'reference-exact' AND state = 'proposed'",
  )[0]?.count;
const tryVersion = async ({ version, hash }: { version: number; hash: string }) => {
  const { jobId } = await tieout.command('rule.tryVersion', { version, hash }, BERT);
  expect(await tieout.ended(jobId)).toMatchObject({ state: 'done' });
};
const wanted = { changes: OFF, reason: 'to see', effectiveFromDate: null };

describe('changing the rules', () => {
  it('shows every rule in its order with what became of its matches', async () => {
    const { rules, inUse } = await list();
    expect(rules.map(({ order }) => order)).toEqual(rules.map(({ order }) => order).toSorted((a, b) => a - b));
    expect(rules.find(({ ruleId }) => ruleId === 'reference-exact')?.yield.proposed).toBeGreaterThan(0);
    expect(inUse).toMatchObject({ version: null, changes: { switchedOff: [] } });
  });

  it('tries changes in a job and keeps what it found', async () => {
    const { jobId } = await tieout.command('rule.dryRun', { changes: OFF }, PETRA);
    expect(await tieout.ended(jobId)).toMatchObject({ state: 'done' });
    const { trial } = await tieout.query('rule.trial', {}, BERT);
    expect(trial?.figures.lost).toBeGreaterThan(0);
    expect(trial?.rows.lost).toHaveLength(trial?.figures.lost ?? -1);
    const search = await tieout.command('rule.findProposals', {}, PETRA);
    expect(await tieout.ended(search.jobId)).toMatchObject({ state: 'done' });
    expect((await tieout.query('rule.proposals', {})).found).not.toBeNull();
  });

  it('lets a preparer propose and only another reviewer enable; matching goes by it from then on, until another version', async () => {
    const before = proposedBy();
    const { version, hash } = await tieout.command('rule.propose', wanted, PETRA);
    for (const session of [PETRA, ADAM, AUDITOR])
      expect((await tieout.refusal('command', 'rule.enable', { version, hash }, session)).code).toBe('NOT_ALLOWED');
    expect(proposedBy()).toBe(before);
    expect(await tieout.refusal('command', 'rule.enable', { version, hash }, BERT)).toMatchObject({
      code: 'RULES_NOT_TRIED',
    });
    const waits = async () => (await list(BERT)).versions.find((each) => each.version === version);
    expect(await waits()).toMatchObject({ trial: null, can: { confirm: false, end: 'refuse' } });
    await tryVersion({ version, hash });
    expect(await waits()).toMatchObject({
      trial: { triedBy: 'bert', stands: true, wrongAutomatic: 0 },
      can: { confirm: true, why: null },
    });
    expect((await tieout.query('rule.trial', {}, BERT)).trial?.figures).toEqual((await waits())?.trial?.figures);
    expect(await tieout.command('rule.enable', { version, hash }, BERT)).toMatchObject({ inForce: true });
    await tieout.match();
    expect(proposedBy()).toBe(0);
    const back = await tieout.command('rule.propose', { ...wanted, changes: {}, reason: 'back' }, PETRA);
    await tryVersion(back);
    await tieout.command('rule.enable', { version: back.version, hash: back.hash }, BERT);
    await tieout.match();
    expect(proposedBy()).toBe(before);
  });

  it('refuses a reviewer’s yes to her own, and rules that there are not or that must stay on', async () => {
    const own = await tieout.command('rule.propose', wanted, BERT);
    const yes = { version: own.version, hash: own.hash };
    expect(await tieout.refusal('command', 'rule.enable', yes, BERT)).toMatchObject({ code: 'RULES_SAME_PERSON' });
    for (const rule of ['keyed-by-hand', 'no-such-rule']) {
      const input = { ...wanted, changes: { switchedOff: [rule] } };
      expect((await tieout.refusal('command', 'rule.propose', input, PETRA)).code).toBe('BAD_INPUT');
    }
    expect((await tieout.refusal('command', 'rule.propose', wanted, AUDITOR)).code).toBe('NOT_ALLOWED');
    const stale = { ...yes, hash: 'other' };
    expect((await tieout.refusal('command', 'rule.tryVersion', stale, BERT)).code).toBe('STALE_VERSION');
    expect((await tieout.refusal('command', 'rule.tryVersion', yes, AUDITOR)).code).toBe('NOT_ALLOWED');
    expect(await tieout.command('rule.end', { ...yes, reason: null }, BERT)).toMatchObject({
      ended: { as: 'withdrawn' },
    });
  });
});

describe('why not', () => {
  it('answers for a charge and any item with each rule’s failing conditions', async () => {
    const [pair] = tieout.rows<{ movementKey: number; itemKey: number }>(
      `SELECT a.movement_key AS movementKey, i.item_key AS itemKey FROM allocation a JOIN match USING (match_id), ar_item i
       JOIN movement m ON m.movement_key = a.movement_key AND m.kind = 'charge'
       WHERE match.state = 'proposed' AND i.item_key <> a.item_key AND i.status = 'open' LIMIT 1`,
    );
    if (pair === undefined) throw new Error('the sample has no proposed charge');
    const answer = await tieout.query('match.whyNotItem', pair, AUDITOR);
    expect(answer.rules.length).toBeGreaterThan(0);
    expect(answer.nearest?.failing.length).toBeGreaterThan(0);
    for (const text of answer.nearest?.failing ?? []) expect(text).toMatch(/\.$/);
  });
});

describe('match --dry-run --rules', () => {
  it('counts what other rules would make of the rows and changes nothing', async () => {
    const { headless } = tieout.engine;
    const request = { actor: CLERK.actor, dryRun: true } as const;
    const now = await headless.match(request);
    const rules = { switchedOff: ['reference-exact', 'amount-customer-date'], exceptions: [] };
    const tried = await headless.match({ ...request, rules });
    expect(tried.changed).toBeGreaterThan(now.changed);
    expect(await headless.match(request)).toEqual(now);
    const unknown = headless.match({ ...request, rules: { switchedOff: ['x'], exceptions: [] } });
    await expect(unknown).rejects.toThrow('There is no matching rule x');
  });
});
