import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../electron/ledger/audit-store.ts';
import { migrations } from '../../../electron/ledger/migrations/index.ts';
import {
  enableRuleSet,
  endRuleSet,
  getRuleSet,
  listRuleSets,
  proposeRuleSet,
  ruleSetInForce,
} from '../../../electron/ledger/rule-set-store.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { moment } from './books.ts';
import { temporaryLedger, type TemporaryLedger } from './temporary-ledger.ts';

let ledger: TemporaryLedger;
beforeEach(() => {
  ledger = temporaryLedger();
});
afterEach(() => ledger.remove());

const propose = (second: number, effectiveFromAt: Instant | null = null) =>
  proposeRuleSet(ledger.db, {
    changes: { switchedOff: [], exceptions: [], dateWindowDays: second },
    reason: 'They pay late.',
    effectiveFromAt,
    actor: 'anna',
    machine: 'AR-07',
    at: moment(second),
  });
const seen = (version: number) => ({ version, hash: getRuleSet(ledger.db, version).hash });
const enable = (version: number, second: number, actor = 'bert') =>
  enableRuleSet(ledger.db, { ...seen(version), actor, machine: 'AR-08', at: moment(second) });
const states = () => listRuleSets(ledger.db, 10).map(({ version, state }) => [version, state]);

describe('versions of the rules', () => {
  it('hold once another person has enabled them, and the version before ends', () => {
    propose(1);
    expect(ruleSetInForce(ledger.db, moment(2))).toBeNull();
    enable(1, 3);
    propose(4);
    enable(2, 5);
    expect(ruleSetInForce(ledger.db, moment(6))?.version).toBe(2);
    expect(states()).toEqual([
      [2, 'enabled'],
      [1, 'retired'],
    ]);
    expect(verifyAudit(ledger.db).valid).toBe(true);
  });

  it('hold from the instant they name, and the version before until then', () => {
    propose(1);
    enable(1, 2);
    propose(3, moment(50));
    enable(2, 4);
    expect(ruleSetInForce(ledger.db, moment(49))?.version).toBe(1);
    expect(ruleSetInForce(ledger.db, moment(50))?.version).toBe(2);
  });

  it('are never enabled by who proposed them, nor under another hash', () => {
    propose(1);
    expect(() => enable(1, 2, 'ANNA')).toThrow('nobody enables rules of their own');
    const other = { version: 1, hash: 'other', actor: 'bert', machine: 'AR-08', at: moment(2) };
    expect(() => enableRuleSet(ledger.db, other)).toThrow('not the proposal it was');
    expect(states()).toEqual([[1, 'proposed']]);
  });

  it('are refused only with a reason, and a second proposal takes the place of the one that waits', () => {
    propose(1);
    propose(2);
    const ending = { ...seen(2), actor: 'bert', machine: 'AR-08', at: moment(3) };
    expect(() => endRuleSet(ledger.db, { ...ending, reason: null })).toThrow('A refusal needs a reason');
    expect(endRuleSet(ledger.db, { ...ending, reason: 'too wide' })).toMatchObject({
      endedAs: 'refused',
      endedBy: 'bert',
    });
    expect(states()).toEqual([
      [2, 'retired'],
      [1, 'retired'],
    ]);
  });

  it('are never changed or deleted behind the back of the store', () => {
    propose(1);
    expect(() => ledger.db.prepare("UPDATE rule_set SET changes_json = '{}'").run()).toThrow('RULES_FIXED');
    expect(() => ledger.db.prepare('DELETE FROM rule_set').run()).toThrow('LEDGER_APPEND_ONLY');
  });

  it('come after every other migration', () => {
    expect(migrations.map(({ number }) => number)).toEqual(
      migrations.map(({ number }) => number).toSorted((a, b) => a - b),
    );
  });
});
