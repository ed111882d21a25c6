import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unitSummary } from '../../../../electron/engine/views/summary.ts';
import { countMatched } from '../../../../electron/engine/matching/count-matched.ts';
import { undoByPerson } from '../../../../electron/posting/decisions/undo.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import { deskOf, startDeskSite } from '../../posting/decision-desk.ts';
import type { PostingSite } from '../../posting/posting-site.ts';

let site: PostingSite;
beforeEach(async () => {
  site = await startDeskSite();
});
afterEach(() => site.close());

const matched = async () => {
  const { matchedByRule, facets } = await site.ledger.read(unitSummary, { unit: 'US' });
  const { matched: counted } = await site.ledger.read(countMatched, null);
  expect(counted.auto).toBe(matchedByRule);
  return { byRule: matchedByRule, all: facets['matched'] };
};

describe('what is matched by rule', () => {
  it('is what rules matched alone, and nothing a person picked', async () => {
    const { propose } = deskOf(site);
    const alone = site.charge('ch_1', 10_000);
    await propose(alone, [['INV-1', 10_000]], { automatic: true });
    const picked = site.charge('ch_2', 5_000);
    await propose(picked, [['INV-C', 5_000]], { attention: 'severalCandidates' });
    expect(await matched()).toEqual({ byRule: 1, all: 1 });
    await site.approve(picked, [['INV-2', 5_000]]);
    expect(await matched()).toEqual({ byRule: 1, all: 2 });
    // That a person confirms what the rule had found alone makes it no pick of hers.
    await site.approve(alone, [['INV-1', 10_000]]);
    expect(await matched()).toEqual({ byRule: 1, all: 2 });
    await site.ledger.write(undoByPerson, {
      movementKey: picked,
      actor: 'CLERK',
      machine: 'M',
      at: instantOf(site.nowMs()),
    });
    expect(await matched()).toEqual({ byRule: 1, all: 1 });
  });

  it('is not what a rule found and may not decide: that needs her', async () => {
    const { propose } = deskOf(site);
    const found = site.charge('ch_1', 10_000);
    await propose(found, [['INV-1', 10_000]], { automatic: true });
    expect(await matched()).toEqual({ byRule: 1, all: 1 });
    site.db
      .prepare("UPDATE movement SET attention = 'proposal', state_reason = 'above the limit' WHERE movement_key = ?")
      .run(found);
    expect(await matched()).toEqual({ byRule: 0, all: 0 });
  });
});
