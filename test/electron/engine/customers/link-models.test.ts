import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LinkModelPreview } from '../../../../shared/contract/link-models.ts';
import type { Instant, LinkId } from '../../../../shared/domain/ids.ts';
import {
  LEAST_DECIDED,
  refineLinkModel,
  writeLinkModelEnabling,
  writeLinkModelEnd,
  writeLinkModelProposal,
} from '../../../../electron/engine/customers/link-models.ts';
import { matchingProfile } from '../../../../electron/engine/matching/matching-request.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { currentLinkModel } from '../../../../electron/ledger/link-model-store.ts';
import { applyLinkDecision } from '../../../../electron/posting/decisions/decide-link.ts';
import { openBooks, profile, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(async () => {
  books = openBooks();
  for (const [number, name] of NAMES.entries()) {
    books.customer(String(5000 + number), `${name.toUpperCase()} LTD`);
    books.stripeCustomer(`cus_B${number}`, `${name} Limited`);
  }
  await books.match();
});
afterEach(() => books.close());

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const who = (actor: string) => ({ actor, machine: 'desk-1', at: AT });
const FIRST = 'Alder Birch Cedar Dogwood Elm Fir'.split(' ');
const SECOND = 'Foundry Logistics Bakery'.split(' ');
const NAMES = FIRST.flatMap((first) => SECOND.map((second) => `${first} ${second}`));
const ledger = () => directLedger(books.db);
const refine = (returnTo: number | null = null) =>
  ledger().read(refineLinkModel, { profile: matchingProfile(profile), returnTo });
const propose = async (returnTo: number | null = null) => {
  const origin = returnTo === null ? ('refined' as const) : ('returned' as const);
  const by = { madeBy: 'clerk', machine: 'desk-1', madeAt: AT, origin, reason: 'many decided' };
  return ledger().write(writeLinkModelProposal, { ...(await refine(returnTo)), ...by });
};
const decide = (count: number, to: 'confirmed' | 'rejected') => {
  const rows = books.all<{ link_id: number; version: number }>(
    "SELECT link_id, version FROM crosswalk_link WHERE state = 'proposed' ORDER BY cust_id LIMIT ?",
    count,
  );
  for (const { link_id: linkId, version } of rows)
    applyLinkDecision(books.db, { ...who('clerk'), linkId: linkId as LinkId, version, to, reason: null });
};
const scoredBy = () => books.all('SELECT DISTINCT model_version AS version FROM customer_candidate');

describe('versions of what customers are scored by', () => {
  it('are refined from what people decided, previewed, enabled by a second person, used from then on, and returned to', async () => {
    await expect(refine()).rejects.toMatchObject({ code: 'REFUSED' });
    decide(LEAST_DECIDED, 'rejected');
    const proposal = await propose();
    const preview = JSON.parse(proposal.previewJson ?? '') as LinkModelPreview;
    expect(preview).toMatchObject({ confirmed: 0, rejected: LEAST_DECIDED });
    expect(preview.moves.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(preview.rows.length);
    expect(currentLinkModel(books.db)?.version).toBe(1);
    const seen = { version: 2, hash: proposal.hash ?? '' };
    const enable = (actor: string, of = seen) => ledger().write(writeLinkModelEnabling, { ...of, ...who(actor) });
    await expect(enable('clerk')).rejects.toMatchObject({ code: 'REFUSED' });
    await expect(enable('reviewer', { ...seen, hash: 'another' })).rejects.toMatchObject({ code: 'STALE_VERSION' });
    await enable('reviewer');
    await books.match();
    expect(scoredBy()).toEqual([{ version: 2 }]);
    const back = await propose(1);
    expect(back).toMatchObject({ version: 3, origin: 'returned', basedOn: 1, state: 'proposed' });
    await enable('reviewer', { version: 3, hash: back.hash ?? '' });
    await books.match();
    expect(scoredBy()).toEqual([{ version: 3 }]);
    const actions = "SELECT action FROM audit WHERE action LIKE 'linkModel.%' ORDER BY rowid";
    expect(books.all<{ action: string }>(actions).map(({ action }) => action)).toEqual([
      'linkModel.proposed',
      'linkModel.enabled',
      'linkModel.proposed',
      'linkModel.enabled',
    ]);
  });

  it('do the same whatever the order in which people decided, and change nothing before they are enabled', async () => {
    decide(3, 'confirmed');
    decide(3, 'rejected');
    const first = await refine();
    const before = books.all('SELECT * FROM customer_candidate');
    books.run('UPDATE crosswalk_link SET link_id = 1000 - link_id');
    expect(await refine()).toEqual(first);
    await propose();
    await books.match();
    expect(books.all('SELECT customer_id, score FROM customer_candidate')).toHaveLength(before.length);
    expect(scoredBy()).toEqual([{ version: 1 }]);
  });

  it('that wait are refused with a reason by another person, or withdrawn by who proposed them', async () => {
    decide(LEAST_DECIDED, 'rejected');
    const { version, hash } = await propose();
    const ending = { version, hash: hash ?? '' };
    const refusal = ledger().write(writeLinkModelEnd, { ...ending, ...who('reviewer'), reason: null });
    await expect(refusal).rejects.toMatchObject({ code: 'REFUSED' });
    const ended = await ledger().write(writeLinkModelEnd, { ...ending, ...who('clerk'), reason: null });
    expect(ended).toMatchObject({ state: 'retired', endedAs: 'withdrawn' });
    expect((await propose()).version).toBe(version + 1);
  });
});
