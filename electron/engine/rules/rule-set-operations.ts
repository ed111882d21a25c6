import type { Instant } from '../../../shared/domain/ids.ts';
import { defineRead, defineWrite, type AnyOperation } from '../../ledger/operation.ts';
import {
  enableRuleSet,
  endRuleSet,
  getRuleSet,
  listRuleSets,
  proposeRuleSet,
  ruleCounts,
  ruleSetInForce,
  type NewRuleSet,
  type RuleSetEnabling,
} from '../../ledger/rule-set-store.ts';
import { tryRules } from './try-rules.ts';

export const writeRuleProposal = defineWrite('rules.propose', (db, proposal: NewRuleSet) =>
  proposeRuleSet(db, proposal),
);
export const writeRuleEnabling = defineWrite('rules.enable', (db, enabling: RuleSetEnabling) =>
  enableRuleSet(db, enabling),
);
export const writeRuleEnd = defineWrite('rules.end', (db, ending: Parameters<typeof endRuleSet>[1]) =>
  endRuleSet(db, ending),
);
export const readRuleSetInForce = defineRead('rules.inForce', (db, { at }: { readonly at: Instant }) =>
  ruleSetInForce(db, at),
);
export const readRuleSet = defineRead('rules.version', (db, { version }: { readonly version: number }) =>
  getRuleSet(db, version),
);
export const readRuleSets = defineRead('rules.list', (db, { limit }: { readonly limit: number }) =>
  listRuleSets(db, limit),
);
export const readRuleCounts = defineRead('rules.counts', (db, _args: null) => ruleCounts(db));

/** Every ledger operation of this folder, for the registry of the ledger's threads. */
export const ruleOperations: readonly AnyOperation[] = [
  writeRuleProposal,
  writeRuleEnabling,
  writeRuleEnd,
  readRuleSetInForce,
  readRuleSet,
  readRuleSets,
  readRuleCounts,
  tryRules,
];
