import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { SAMPLE_SECRETS } from '../../../../electron/sample/sample-profile.ts';
import { AUDITOR, CLERK, startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';
import { textLike } from '../../../support/text-like.ts';

let tieout: EngineUnderTest;
let proposed: { key: number; version: number }[];

beforeAll(async () => {
  tieout = await startEngineUnderTest({
    size: 160,
    profile: (profile) => ({ ...profile, units: profile.units.map((unit) => ({ ...unit, straightThrough: null })) }),
  });
  await tieout.load();
  await tieout.match();
  proposed = tieout.rows<{ key: number; version: number }>(
    `SELECT m.movement_key AS key, m.version FROM movement m JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1
     JOIN match x USING (match_id) WHERE m.state = 'proposed' AND m.kind = 'charge' AND x.kind = 'payment' AND x.automatic = 1 ORDER BY 1`,
  );
});
afterAll(() => tieout.close());

async function approval(movementKey: number) {
  const detail = await tieout.query('match.detail', { movementKey });
  const allocations = detail.allocations.map(({ itemKey, itemVersion, amount }) => ({
    itemKey,
    seenVersion: itemVersion,
    amountMinor: amount.minor,
  }));
  return { movementKey, seenVersion: detail.movement.version, allocations, post: false };
}
const next = () => proposed.shift() ?? { key: 0, version: 0 };

describe('a preparer', () => {
  it('may not settle by hand what became of a posting', async () => {
    const preparer = { ...CLERK, actor: { ...CLERK.actor, roles: ['preparer'] as const } };
    const settle = { postingKey: 1, seenVersion: 1, as: 'absent', reason: 'not there' } as const;
    await expect(tieout.command('posting.settle', settle, preparer)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });
});

describe('an auditor', () => {
  it('may look at everything', async () => {
    const { key } = proposed[0] ?? { key: 0 };
    await tieout.query('session.current', {}, AUDITOR);
    await tieout.query('summary.get', { unit: 'US' }, AUDITOR);
    await tieout.query('connection.list', {}, AUDITOR);
    await tieout.query('job.list', {}, AUDITOR);
    await tieout.query('match.detail', { movementKey: key }, AUDITOR);
    const { token } = await tieout.query('view.open', { list: 'movements', unit: 'US', facet: 'all' }, AUDITOR);
    const page = await tieout.query('view.page', { token, offset: 0, limit: 5 }, AUDITOR);
    expect(page.rows).toHaveLength(5);
    const { jobId } = await tieout.command('audit.verify', {}, AUDITOR);
    expect(await tieout.ended(jobId)).toMatchObject({ state: 'done', message: textLike(/unbroken$/) });
  });

  it('may decide, start, stop and connect nothing, and nothing changes', async () => {
    const before = tieout.books();
    const audit = tieout.rows('SELECT count(*) AS n FROM audit');
    const { key } = proposed[0] ?? { key: 0 };
    const forbidden: readonly (readonly [string, unknown])[] = [
      ['match.approve', await approval(key)],
      ['match.reject', { movementKey: key, seenVersion: 1 }],
      ['match.undo', {}],
      ['match.redo', {}],
      ['link.confirm', { linkId: 1, seenVersion: 1 }],
      ['link.reject', { linkId: 1, seenVersion: 1 }],
      ['posting.send', { now: false }],
      ['posting.settle', { postingKey: 1, seenVersion: 1, as: 'absent', reason: 'not there' }],
      ['sync.run', { systems: ['stripe'] }],
      ['matching.run', {}],
      ['job.cancel', { jobId: 'any' }],
      ['profile.check', { profile: tieout.profile, secrets: {} }],
      ['profile.save', { profile: tieout.profile, secrets: {} }],
      ['host.newAddress', {}],
    ];
    for (const [name, input] of forbidden) {
      const failure = await tieout.refusal('command', name, input, AUDITOR);
      expect([name, failure.code]).toEqual([name, 'NOT_ALLOWED']);
      expect(failure.nextStep).toMatch(/^Ask an administrator/);
    }
    expect(tieout.books()).toEqual(before);
    expect(tieout.rows('SELECT count(*) AS n FROM audit')).toEqual(audit);
  });
});

describe('a command that saw an older version', () => {
  it('is refused and changes nothing, whichever row was older', async () => {
    const before = tieout.books();
    const good = await approval(next().key);
    const [first] = good.allocations;
    const stale: readonly unknown[] = [
      { ...good, seenVersion: good.seenVersion + 1 },
      { ...good, seenVersion: Math.max(0, good.seenVersion - 1) },
      { ...good, allocations: [{ ...first, seenVersion: 999 }] },
    ];
    for (const input of stale)
      expect(await tieout.refusal('command', 'match.approve', input)).toMatchObject({
        code: 'STALE_VERSION',
        nextStep: textLike(/\w/),
      });
    expect(tieout.books()).toEqual(before);
    await tieout.command('match.approve', good);
    expect((await tieout.refusal('command', 'match.approve', good)).code).toMatch(
      /STALE_VERSION|MATCH_ALREADY_DECIDED/,
    );
  });

  it('cannot allocate more than there is, nor to rows that are not there', async () => {
    const before = tieout.books();
    const good = await approval(next().key);
    const [first] = good.allocations;
    const more = { ...good, allocations: [{ ...first, amountMinor: (first?.amountMinor ?? 0) + 1 }] };
    expect((await tieout.refusal('command', 'match.approve', more)).code).toMatch(/^ALLOCATION_EXCEEDS_/);
    const nowhere = { ...good, allocations: [{ itemKey: 999_999, seenVersion: 1, amountMinor: 1 }] };
    expect((await tieout.refusal('command', 'match.approve', nowhere)).code).toBe('NOT_FOUND');
    expect((await tieout.refusal('command', 'match.approve', { ...good, movementKey: 999_999 })).code).toBe(
      'NOT_FOUND',
    );
    const twice = { ...good, allocations: [first, first] };
    expect((await tieout.refusal('command', 'match.approve', twice)).code).not.toBe('INTERNAL');
    expect(tieout.books()).toEqual(before);
    expect(tieout.reports).toEqual([]);
  });

  it('names the actor of the session in the audit, whatever stands in the message', async () => {
    const { key } = next();
    await tieout.command('match.approve', await approval(key));
    const rows = tieout.rows<{ actor: string; machine: string; action: string }>(
      'SELECT actor, machine, action FROM audit ORDER BY seq DESC LIMIT 1',
    );
    expect(rows).toEqual([{ actor: CLERK.actor.id, machine: CLERK.machine, action: 'match.approved' }]);
  });
});

describe('what is not there', () => {
  it.each([
    ['match.detail', { movementKey: 999_999 }, 'NOT_FOUND'],
    ['posting.detail', { postingKey: 999_999 }, 'NOT_FOUND'],
    ['summary.get', { unit: 'MARS' }, 'BAD_INPUT'],
    ['view.open', { list: 'movements', unit: 'MARS', facet: 'all' }, 'BAD_INPUT'],
    ['view.open', { list: 'postings', unit: 'MARS' }, 'BAD_INPUT'],
    ['view.page', { token: 'x', offset: 0, limit: 1 }, 'VIEW_EXPIRED'],
    ['view.locate', { token: '', key: 1 }, 'VIEW_EXPIRED'],
  ])('%s %j is answered as %s', async (name, input, code) => {
    expect((await tieout.refusal('query', name, input)).code).toBe(code);
  });

  it('is no job that could be cancelled', async () => {
    expect(await tieout.command('job.cancel', { jobId: 'nobody' })).toEqual({ cancelled: false });
  });
});

describe('a view', () => {
  const other = { ...CLERK, sessionId: 'window-2' };
  const open = (session = CLERK) => tieout.query('view.open', { list: 'movements', unit: 'US', facet: 'all' }, session);

  it('of another session is refused, and stays its owner’s', async () => {
    const { token } = await open();
    expect((await tieout.refusal('query', 'view.page', { token, offset: 0, limit: 1 }, other)).code).toBe(
      'VIEW_EXPIRED',
    );
    expect((await tieout.refusal('query', 'view.locate', { token, key: 1 }, other)).code).toBe('VIEW_EXPIRED');
    expect((await tieout.query('view.page', { token, offset: 0, limit: 1 })).rows).toHaveLength(1);
  });

  it('expires when it is not used for half an hour, and is kept by being used', async () => {
    const { token } = await open();
    for (let turn = 0; turn < 3; turn += 1) {
      tieout.clock.pass(25 * 60_000);
      await tieout.query('view.page', { token, offset: 0, limit: 1 });
    }
    tieout.clock.pass(31 * 60_000);
    expect(await tieout.refusal('query', 'view.page', { token, offset: 0, limit: 1 })).toMatchObject({
      code: 'VIEW_EXPIRED',
      nextStep: textLike('your place is kept'),
    });
  });

  it('that was used last is not the one that goes when a window opens too many', async () => {
    const { token } = await open();
    const { token: unused } = await open();
    for (let count = 0; count < 11; count += 1) {
      await open();
      await tieout.query('view.page', { token, offset: 0, limit: 1 });
    }
    expect((await tieout.query('view.page', { token, offset: 0, limit: 1 })).rows).toHaveLength(1);
    expect((await tieout.refusal('query', 'view.page', { token: unused, offset: 0, limit: 1 })).code).toBe(
      'VIEW_EXPIRED',
    );
  });

  it('goes with its window', async () => {
    const { token } = await open(other);
    tieout.engine.closeSession(other.sessionId);
    expect((await tieout.refusal('query', 'view.page', { token, offset: 0, limit: 1 }, other)).code).toBe(
      'VIEW_EXPIRED',
    );
  });
});

describe('trying a profile', () => {
  async function eavesdropper() {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      const [, credentials = ''] = (request.headers.authorization ?? '').split(' ');
      heard.push(Buffer.from(credentials, 'base64').toString('utf8'));
      response.writeHead(401).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return { heard, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  /** As in a live home, where credentials are kept. */
  const live = async () => {
    const { profile } = tieout;
    await tieout.reopen({ profile: () => profile, options: { sample: false } });
  };

  it('with another address gets no credential that is kept here', async () => {
    await live();
    const { heard, address } = await eavesdropper();
    const { stripe, peoplesoft } = tieout.profile;
    const thieves = [
      { ...tieout.profile, stripe: { ...stripe, address } },
      { ...tieout.profile, stripe: { ...stripe, address, key: { vault: SAMPLE_SECRETS.password } } },
      { ...tieout.profile, stripe: { ...stripe, key: { vault: SAMPLE_SECRETS.password } } },
      { ...tieout.profile, peoplesoft: { ...peoplesoft, soapAddress: `${address}/PSIGW` } },
      { ...tieout.profile, peoplesoft: { ...peoplesoft, restAddress: `${address}/PSIGW` } },
    ];
    for (const profile of thieves) {
      const { faults, systems } = await tieout.command('profile.check', { profile, secrets: {} });
      expect(faults).toEqual([]);
      expect(systems.some(({ ok }) => !ok)).toBe(true);
    }
    for (const secret of tieout.secrets.values()) expect(heard.join(' ')).not.toContain(secret);
    // The same check does reach that address, with what was typed in for it.
    const typed = { [SAMPLE_SECRETS.stripeKey]: 'sk_test_typed' };
    await tieout.command('profile.check', { profile: thieves[0], secrets: typed });
    expect(heard.join(' ')).toContain('sk_test_typed:');
  });

  it('with the open company’s own addresses uses what is kept, and never sends it back', async () => {
    await live();
    const checked = await tieout.command('profile.check', { profile: tieout.profile, secrets: {} });
    expect(checked.systems.map(({ system, ok }) => [system, ok])).toEqual([
      ['stripe', true],
      ['peoplesoft', true],
    ]);
    for (const secret of [SAMPLE_SECRETS.stripeKey, SAMPLE_SECRETS.password])
      expect(JSON.stringify(checked)).not.toContain(tieout.secrets.get(secret));
  });

  it('in the sample company uses none of this machine’s secrets at all', async () => {
    const { profile } = tieout;
    await tieout.reopen({ profile: () => profile });
    const checked = await tieout.command('profile.check', { profile, secrets: {} });
    expect(checked.systems.map(({ ok }) => ok)).toEqual([false, false]);
  });

  it('with mistakes names each field', async () => {
    const { faults } = await tieout.command('profile.check', {
      profile: { ...tieout.profile, pollMinuts: 5, name: '' },
    });
    expect(faults.map(({ path }) => path).toSorted()).toEqual(['name', 'pollMinuts']);
  });
});

describe('no defect', () => {
  it('was reported by anything above', () => {
    expect(tieout.reports).toEqual([]);
    expect(tieout.fatal).toEqual([]);
  });
});
