import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HeadlessCommands } from '../../../electron/engine/engine-types.ts';
import { CLERK, startEngineUnderTest, type EngineUnderTest } from '../../support/engine-under-test.ts';
import { textLike } from '../../support/text-like.ts';

let tieout: EngineUnderTest;
const actor = CLERK.actor;
const commands = (): HeadlessCommands => tieout.engine.headless;

beforeAll(async () => {
  tieout = await startEngineUnderTest({ size: 160 });
  await tieout.load();
});
afterAll(() => tieout.close());

describe('match', () => {
  it('dry counts what a run would do, writes nothing, and the run then does just that', async () => {
    const before = tieout.books();
    const dry = await commands().match({ actor, dryRun: true });
    expect(tieout.books()).toEqual(before);
    const real = await commands().match({ actor, dryRun: false });
    expect(real.matchable).toBe(dry.matchable);
    expect(real.matched).toEqual(dry.matched);
    expect(Object.values<number>({ ...real.matched }).reduce((sum, count) => sum + count, 0)).toBe(real.matchable);
    expect((await commands().match({ actor, dryRun: false })).changed).toBe(0);
  });

  it('stops when it is asked to, and says so', async () => {
    const stopped = AbortSignal.abort(new DOMException('stopped', 'AbortError'));
    await expect(commands().match({ actor, dryRun: true, signal: stopped })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('post', () => {
  it('sends no more than it was allowed to', async () => {
    await commands().post({ actor, now: false, reason: null, limit: 2 });
    const sent = tieout.rows("SELECT 1 FROM posting WHERE state IN ('accepted', 'confirmed')");
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.length).toBeLessThanOrEqual(2);
  });

  it('counts what is confirmed, and the counts are those of the ledger', async () => {
    await commands().post({ actor, now: false, reason: null, limit: null });
    await tieout.systems.peoplesoft.runBatch();
    await commands().post({ actor, now: false, reason: null, limit: null });
    const { posted, movements, ingested } = await commands().counts();
    const confirmed = tieout.rows("SELECT 1 FROM posting WHERE state = 'confirmed'").length;
    expect(confirmed).toBeGreaterThan(0);
    expect(posted).toMatchObject({ confirmed, unknown: 0 });
    expect(movements).toBe(tieout.rows('SELECT 1 FROM movement').length);
    expect(ingested.stripe + ingested.peoplesoft).toBe(tieout.rows('SELECT 1 FROM source_object').length);
  });
});

describe('replay', () => {
  it('needs to be told what, and knows what cannot be sent again', async () => {
    await expect(commands().replay({ actor, id: null, failed: false })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(commands().replay({ actor, id: 'T0NOBODY', failed: false })).rejects.toMatchObject({
      code: 'POSTING_NOT_REPLAYABLE',
      message: textLike('T0NOBODY'),
    });
    const [confirmed] = tieout.rows<{ reference: string }>(
      "SELECT reference FROM posting WHERE state = 'confirmed' LIMIT 1",
    );
    await expect(commands().replay({ actor, id: confirmed?.reference ?? '', failed: false })).rejects.toMatchObject({
      code: 'POSTING_NOT_REPLAYABLE',
    });
  });
});

describe('automatic decisions', () => {
  it('come in pages that make the whole, each once', async () => {
    const whole = await commands().automaticDecisions({ afterMatchId: 0, limit: 10_000 });
    expect(whole.next).toBeNull();
    const paged: unknown[] = [];
    for (let after: number | null = 0; after !== null;) {
      const page = await commands().automaticDecisions({ afterMatchId: after, limit: 3 });
      paged.push(...page.decisions);
      after = page.next;
    }
    expect(whole.decisions.length).toBeGreaterThan(3);
    expect(paged).toEqual(whole.decisions);
  });
});

describe('check', () => {
  it('says who we are, and the window shows the same', async () => {
    const checks = await commands().check();
    expect(checks.map(({ system, ok }) => [system, ok])).toEqual([
      ['stripe', true],
      ['peoplesoft', true],
    ]);
    for (const { system, version, signIn } of checks)
      expect(await tieout.connection(system)).toMatchObject({ version, signIn });
  });
});

describe('audit verify', () => {
  it('finds the chain whole, anchored outside the file', async () => {
    const verdict = await commands().verifyAudit();
    expect(verdict).toMatchObject({ valid: true, anchored: true, firstBad: null });
    expect(verdict.rows).toBe(tieout.rows('SELECT 1 FROM audit').length);
    expect((await tieout.query('summary.get', { unit: 'US' })).audit).toMatchObject({
      rows: verdict.rows,
      valid: true,
    });
  });
});
