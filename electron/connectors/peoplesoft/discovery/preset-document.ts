import { withParentKeys } from '../parent-keys.ts';
import type { CiDocument, GroupShape } from '../soap/schema-model.ts';
import type { NamesOf } from './mapped-shapes.ts';
import type { Preset, PresetRow } from './presets/preset.ts';

/**
 * A document in the property names of a site's service. Values without a name are left out; rows without a collection stand in the row
 * above, where the preset allows it. Parent keys that collections repeat are filled in from above. What the schema objects to is
 * `validateDocument`'s matter.
 */
export function presetDocument<Key extends string, Level extends string>(
  preset: Preset<Key, Level>,
  names: NamesOf<Key>,
  row: PresetRow,
  request: GroupShape,
): CiDocument {
  const nameOf = new Map<string, string>(
    preset.fields.flatMap(({ key }) => {
      const name = names[key];
      return name === undefined ? [] : [[key, name]];
    }),
  );
  const mayStandAbove = new Set<string>(
    preset.levels.flatMap(({ collection, elseAbove }) => (elseAbove === undefined ? [] : [collection])),
  );
  const fill = (values: PresetRow): CiDocument => {
    const filled: Record<string, string | readonly CiDocument[]> = {};
    for (const [key, value] of Object.entries(values)) {
      const name = nameOf.get(key);
      if (typeof value === 'string') {
        if (name !== undefined) filled[name] = value;
      } else if (name !== undefined) filled[name] = value.map(fill);
      else if (mayStandAbove.has(key)) for (const below of value.slice(0, 1)) Object.assign(filled, fill(below));
    }
    return filled;
  };
  return withParentKeys(fill(row), request);
}
