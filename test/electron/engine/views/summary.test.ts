import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unitSummary } from '../../../../electron/engine/views/summary.ts';
import { undoByPerson } from '../../../../electron/posting/undo.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import { deskOf, startDeskSite } from '../../posting/decision-desk.ts';
import type { PostingSite } from '../../posting/posting-site.ts';

let site: PostingSite;
beforeEach(async () => {
  site = await startDeskSite();
});
afterEach(() => site.close());

const matched = async () => {
  const { matchedAlone, facets } = await site.ledger.read(unitSummary, { unit: 'US' });
  return { alone: matchedAlone, all: facets['matched'] };
};

describe('what is matched without a second candidate', () => {
  it('is what rules matched alone, and nothing a person picked', async () => {
    const { propose } = deskOf(site);
    const alone = site.charge('ch_1', 10_000);
    await propose(alone, [['INV-1', 10_000]], { automatic: true });
    const picked = site.charge('ch_2', 5_000);
    await propose(picked, [['INV-C', 5_000]], { attention: 'severalCandidates' });
    expect(await matched()).toEqual({ alone: 1, all: 1 });
    await site.approve(picked, [['INV-2', 5_000]]);
    expect(await matched()).toEqual({ alone: 1, all: 2 });
    // That a person confirms what the rule had found alone makes it no pick of hers.
    await site.approve(alone, [['INV-1', 10_000]]);
    expect(await matched()).toEqual({ alone: 1, all: 2 });
    await site.ledger.write(undoByPerson, {
      movementKey: picked,
      actor: 'CLERK',
      machine: 'M',
      at: instantOf(site.nowMs()),
    });
    expect(await matched()).toEqual({ alone: 1, all: 1 });
  });
});
