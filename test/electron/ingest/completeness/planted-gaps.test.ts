import { describe, expect, it } from 'vitest';
import { LISTED_TYPES } from '../../../../electron/connectors/stripe/types.ts';
import type { StripeType } from '../../../../electron/connectors/stripe/types.ts';
import { completenessSite } from './completeness-site.ts';
import { wholeStory } from './whole-story.ts';

const NOTHING = { missing: 0, unknownToStripe: 0, balancesOpen: 0 };

/** The story with the first object of a family hidden, and what brings it back. */
function hidden(type: StripeType) {
  const objects = wholeStory();
  const at = objects.findIndex((object) => object['object'] === type);
  const [object] = objects.splice(at, 1);
  if (object === undefined) throw new Error(`the story has no ${type}`);
  return { objects, id: String(object['id']), show: () => void objects.push(object) };
}

describe('completeness', () => {
  it('finds nothing missing where everything is there, however often it is asked', async () => {
    const site = await completenessSite(wholeStory());
    expect({ found: await site.poll(), gaps: site.gaps() }).toEqual({ found: NOTHING, gaps: [] });
    expect((await site.heal()).found).toEqual(NOTHING);
    expect(await site.poll()).toEqual(NOTHING);
    expect(site.gaps()).toEqual([]);
  });

  it.each(LISTED_TYPES.filter((type) => type !== 'customer'))(
    'finds, names and heals a %s that was hidden',
    async (type) => {
      const { objects, id, show } = hidden(type);
      const site = await completenessSite(objects);
      const found = await site.poll();
      expect(found.missing).toBeGreaterThan(0);
      expect(site.gaps().some((gap) => gap.startsWith(`${type} `) && gap.endsWith('open'))).toBe(true);
      show();
      expect((await site.heal()).found).toEqual(NOTHING);
      expect(
        site.db.prepare('SELECT 1 FROM source_object WHERE object_type = ? AND object_id = ?').get(type, id),
      ).toBeDefined();
      expect(site.gaps().filter((gap) => gap.endsWith('open'))).toEqual([]);
      expect(site.gaps().length).toBeGreaterThan(0);
      expect(site.gaps().every((gap) => /: (lookup|list)$/.test(gap))).toBe(true);
      expect(await site.check()).toEqual(NOTHING);
    },
  );
});
