import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../../../electron/engine/contract/session.ts';
import { SITE_DEPOSIT } from '../../../../electron/sample/peoplesoft/site.ts';
import { textLike } from '../../../support/text-like.ts';
import { AUDITOR, CLERK, startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';

let tieout: EngineUnderTest;
beforeAll(async () => {
  tieout = await startEngineUnderTest({
    size: 220,
    // What the profile says does not exist at this site: nothing can leave until a mapping is confirmed.
    profile: (profile) => ({
      ...profile,
      peoplesoft: {
        ...profile.peoplesoft,
        deposit: { ...SITE_DEPOSIT, properties: { ...SITE_DEPOSIT.properties, paymentId: 'PAYMENT_NUMBER' } },
      },
    }),
  });
  await tieout.load();
  await tieout.match();
});
afterAll(() => tieout.close());

const who = (id: string, roles: Session['actor']['roles']): Session => ({
  ...CLERK,
  sessionId: `window-${id}`,
  actor: { id, name: id, operatorId: null, roles },
});
const BERT = who('bert', ['reviewer']);
const PREPARER = who('petra', ['preparer']);
const { service } = SITE_DEPOSIT;
const discover = () => tieout.query('mapping.discover', {});
const proposal = async (change: Readonly<Record<string, string>> = {}) => ({
  service,
  serviceVersion: '1',
  properties: { ...SITE_DEPOSIT.properties, ...change },
  schemaHash: (await discover()).schemaHash,
  effectiveFromDate: null,
});
const dryRun = (properties: object, of: 'sample' | 'queued' = 'sample') =>
  tieout.query('mapping.dryRun', { service, serviceVersion: '1', properties, of });

describe('a new mapping, from the WSDL to a confirmed payment', () => {
  it('starts with the service’s operations, its properties, and a proposal with a reason for each name', async () => {
    const found = await discover();
    expect(found.operations.map(({ action }) => action)).toContain('Create');
    expect(found.properties).toContainEqual({
      path: 'COLL_PAYMENT.PAYMENT_ID',
      name: 'PAYMENT_ID',
      kind: 'leaf',
      type: 'text, 15 characters',
      length: 15,
      required: true,
    });
    expect(found.findings).toEqual([]);
    const names = Object.fromEntries(found.fields.map(({ key, proposed }) => [key, proposed]));
    expect(names).toEqual(SITE_DEPOSIT.properties);
    const paymentId = found.fields.find(({ key }) => key === 'paymentId');
    expect(paymentId).toMatchObject({ current: 'PAYMENT_NUMBER', reason: 'It is named PAYMENT_ID.' });
  });

  it('shows in a dry run the exact XML without the password, and what does not fit', async () => {
    const fine = await dryRun(SITE_DEPOSIT.properties);
    expect(fine).toMatchObject({ document: 'sample', findings: [], documentFindings: [] });
    expect(fine.xml).toContain('<wsse:Password');
    expect(fine.xml).toMatch(/PAYMENT_ID>T0{14}</);
    expect(fine.xml).not.toContain(tieout.systems.peoplesoft.password);
    const { bankCode: _left, ...incomplete } = SITE_DEPOSIT.properties;
    const open = await dryRun(incomplete);
    expect([open.xml, open.findings[0]?.text]).toEqual([null, `No property of ${service} is chosen for Bank code.`]);
    const wrong = await dryRun({ ...SITE_DEPOSIT.properties, paymentId: 'PAYMENT_METHOD' });
    expect(wrong.findings.map(({ text }) => text).join()).toMatch(/cannot take both/);
  });

  it('sends nothing under names that the service does not have; the dry run shows what waits under better ones', async () => {
    const approved = await dryRun(SITE_DEPOSIT.properties, 'queued');
    await tieout.post();
    const queued = await dryRun(SITE_DEPOSIT.properties, 'queued');
    expect(approved.text).toBe(queued.text);
    expect([queued.document, queued.documentFindings]).toEqual(['queued', []]);
    expect(queued.text).toMatch(
      /^The deposit that would leave next: (one payment|\d+ payments), .* Nothing is sent\.$/,
    );
    expect((await tieout.query('mapping.list', {})).inUse).toMatchObject({
      version: null,
      properties: { paymentId: 'PAYMENT_NUMBER' },
    });
    expect(tieout.rows("SELECT 1 FROM posting WHERE state IN ('accepted', 'confirmed', 'rejected')")).toEqual([]);
  });

  it('is taken only from an administrator or reviewer, and only when it fits the service as it is now', async () => {
    const input = await proposal();
    const refused = (change: object, session?: Session) =>
      tieout.refusal('command', 'mapping.propose', { ...input, ...change }, session);
    for (const session of [AUDITOR, PREPARER]) {
      expect(await refused({}, session)).toMatchObject({ code: 'NOT_ALLOWED' });
      expect(await tieout.refusal('query', 'mapping.discover', {}, session)).toMatchObject({ code: 'NOT_ALLOWED' });
      expect((await tieout.query('mapping.list', {}, session)).can).toMatchObject({ propose: false });
    }
    expect(await refused({ properties: { ...input.properties, item: 'ITEMS' } })).toMatchObject({
      code: 'MAPPING_DOES_NOT_FIT',
      message: `${service} has no ITEMS in COLL_PAYMENT_ITEM. ITEM (text, 30 characters) in COLL_PAYMENT_ITEM is required, and nothing fills it.`,
    });
    expect(await refused({ schemaHash: 'older' })).toMatchObject({ code: 'MAPPING_SCHEMA_CHANGED' });
    expect(await refused({ effectiveFromDate: '2026-13-01' })).toMatchObject({ code: 'BAD_INPUT' });
    expect(await refused({ service: 'CI_NOT_THERE' })).toMatchObject({ code: 'CONNECTION_MALFORMED' });
    expect((await tieout.query('mapping.list', {})).versions).toEqual([]);
  });

  it('is confirmed by a second person, never by the one who proposed it, and in force from then on', async () => {
    const proposed = await tieout.command('mapping.propose', await proposal());
    expect(proposed).toMatchObject({ version: 1, state: 'proposed', can: { confirm: false } });
    const confirmation = { version: 1, hash: proposed.hash };
    expect(await tieout.refusal('command', 'mapping.confirm', confirmation)).toMatchObject({
      code: 'MAPPING_SAME_PERSON',
      message: 'anna proposed mapping version 1; nobody confirms a mapping of their own.',
    });
    expect(await tieout.refusal('command', 'mapping.confirm', confirmation, PREPARER)).toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expect((await tieout.query('mapping.list', {}, BERT)).versions[0]?.can).toEqual({
      confirm: true,
      end: 'refuse',
      why: null,
    });
    expect(await tieout.command('mapping.confirm', confirmation, BERT)).toMatchObject({
      state: 'confirmed',
      inForce: true,
      proposedBy: 'anna',
      confirmedBy: 'bert',
    });
    expect((await tieout.query('mapping.list', {})).inUse.version).toBe(1);
    expect(tieout.rows("SELECT actor, action FROM audit WHERE subject = 'mapping/1' ORDER BY seq")).toEqual([
      { actor: 'anna', action: 'mapping.proposed' },
      { actor: 'bert', action: 'mapping.confirmed' },
    ]);
  });

  it('is refused by a second person with a reason or withdrawn by who proposed it; what is in use goes on holding', async () => {
    const first = await tieout.command('mapping.propose', await proposal());
    expect(first.can).toMatchObject({ confirm: false, end: 'withdraw' });
    const end = ({ version, hash }: typeof first, reason: string | null) => ({ version, hash, reason });
    expect(await tieout.refusal('command', 'mapping.end', end(first, 'no'), PREPARER)).toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expect(await tieout.refusal('command', 'mapping.end', end(first, null), BERT)).toMatchObject({
      code: 'REFUSAL_REASON_MISSING',
    });
    expect(await tieout.command('mapping.end', end(first, 'not tried'), BERT)).toMatchObject({
      state: 'retired',
      ended: { as: 'refused', by: 'bert', reason: 'not tried' },
    });
    const second = await tieout.command('mapping.propose', await proposal());
    expect(await tieout.command('mapping.end', end(second, null))).toMatchObject({ ended: { as: 'withdrawn' } });
    const { versions, inUse } = await tieout.query('mapping.list', {});
    expect([inUse.version, versions[0]?.state]).toEqual([1, 'retired']);
    const actions = tieout.rows<{ action: string }>(
      `SELECT action FROM audit WHERE subject IN ('mapping/${first.version}', 'mapping/${second.version}') ORDER BY seq`,
    );
    expect(actions.map(({ action }) => action)).toEqual([
      'mapping.proposed',
      'mapping.refused',
      'mapping.proposed',
      'mapping.withdrawn',
    ]);
  });

  it('that shall hold from a later day begins with that day in the unit’s zone, and changes nothing before', async () => {
    const later = { ...(await proposal()), effectiveFromDate: '2026-12-01' };
    const { version, hash, effectiveFromAt } = await tieout.command('mapping.propose', later);
    expect(effectiveFromAt).toBe('2026-12-01T05:00:00.000Z');
    expect(await tieout.command('mapping.confirm', { version, hash }, BERT)).toMatchObject({ inForce: false });
    expect((await tieout.query('mapping.list', {})).inUse.version).toBe(1);
  });

  it('lets what waited leave, each deposit with the version it was cut under, also after the engine starts anew', async () => {
    await tieout.reopen();
    expect((await tieout.query('mapping.list', {})).inUse.version).toBe(1);
    await tieout.post();
    const versions = tieout.rows<{ mapping_version: number | null }>(
      "SELECT DISTINCT mapping_version FROM deposit WHERE state IN ('accepted', 'confirmed')",
    );
    expect(versions).toEqual([{ mapping_version: 1 }]);
    const [posting] = tieout.rows<{ key: number }>(
      "SELECT posting_id AS key FROM posting WHERE state IN ('accepted', 'confirmed') LIMIT 1",
    );
    const detail = await tieout.query('posting.detail', { postingKey: posting?.key ?? 0 });
    expect(detail.deposit?.mappingVersion).toBe(1);
    const none = await dryRun(SITE_DEPOSIT.properties, 'queued');
    expect([none.document, none.text]).toEqual([
      'sample',
      textLike(/^No payment waits to be sent\. A sample deposit of/),
    ]);
    const checked = await tieout.engine.headless.check();
    expect(checked.flatMap(({ found }) => found).join()).toContain('under mapping version 1');
  });
});
