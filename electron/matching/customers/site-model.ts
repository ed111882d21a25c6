import { precedenceOf, type LinkingField, type LinkingRules } from '../../../shared/contract/profile-linking.ts';
import type { ColumnWeights, LinkModel } from '../parties/link-model.ts';
import { KEYS_OF } from './compared-parties.ts';

/** Ids whose difference the rules let forbid a link, in the order of the rules. */
function vetoingIds(rules: LinkingRules): readonly LinkingField[] {
  return precedenceOf(rules).filter((field) => field === 'sharedId' || field === 'taxId');
}

/**
 * A learned model under the rules of a site: whether another id forbids a link is the site's word, not what was learned. An id that stands behind
 * another compared field forbids nothing here: where that field agrees it is not asked, and who scores looks at each pair.
 */
export function modelUnderRules(model: LinkModel, rules: LinkingRules, keys: readonly string[]): LinkModel {
  const first = precedenceOf(rules).find((field) => KEYS_OF[field].some((key) => keys.includes(key)));
  const vetoing = new Set(vetoingIds(rules).flatMap((field) => (field === first ? KEYS_OF[field] : [])));
  const columns: Record<string, ColumnWeights> = {};
  for (const [key, weights] of Object.entries(model.columns)) columns[key] = { ...weights, vetoes: vetoing.has(key) };
  return { ...model, columns };
}

/** Whether an id forbids links that stands behind another compared field, so that pairs have to be looked at one by one. */
export function vetoesByPair(rules: LinkingRules, keys: readonly string[]): boolean {
  const compared = precedenceOf(rules).filter((field) => KEYS_OF[field].some((key) => keys.includes(key)));
  const behind = compared.slice(1);
  return vetoingIds(rules).some((field) => behind.includes(field));
}
