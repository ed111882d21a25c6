import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { QUERY_DEFINITIONS, QUERY_KEYS } from '../../../../../electron/connectors/peoplesoft/queries/definitions.ts';
import { queriesSchema } from '../../../../../shared/contract/profile.ts';
import { queryDocument } from './query-document.ts';

const PAGE = fileURLToPath(new URL('../../../../../docs/peoplesoft-queries.md', import.meta.url));

describe('the documented set of queries', () => {
  // After a change of the definitions: npx vitest run -u --config build/vitest.config.ts <this file>
  it('is what docs/peoplesoft-queries.md says', async () => {
    await expect(queryDocument()).toMatchFileSnapshot(PAGE);
  });

  it('has a name in the profile for each, needed or optional alike', () => {
    const { shape } = queriesSchema;
    const settings = ['owner', 'maxRows', 'externalIdField', 'sharedIdField'];
    expect(
      Object.keys(shape)
        .filter((name) => !settings.includes(name))
        .toSorted(),
    ).toEqual(QUERY_KEYS.toSorted());
    for (const key of QUERY_KEYS)
      expect(shape[key].safeParse(undefined).success, key).toBe(QUERY_DEFINITIONS[key].isOptional);
  });

  it('says of each what goes without it and where its columns come from', () => {
    for (const key of QUERY_KEYS) {
      const { without, hint, purpose, columns } = QUERY_DEFINITIONS[key];
      expect(without, key).toMatch(/^Without it .*\.$/);
      expect(hint, key).toMatch(/\.$/);
      expect(purpose, key).not.toBe('');
      expect(new Set(columns.map(({ field }) => field)).size, key).toBe(columns.length);
    }
  });
});
