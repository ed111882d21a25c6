import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendAudit, verifyAudit } from '../../../electron/ledger/audit-store.ts';
import { migrations } from '../../../electron/ledger/migrations/index.ts';
import {
  enableRuleSet,
  endRuleSet,
  getRuleSet,
  listRuleSets,
  proposeRuleSet,
  ruleSetInForce,
} from '../../../electron/ledger/rule-set-store.ts';
import { keepRuleTrial, ruleTrialBasis, ruleTrialOf } from '../../../electron/ledger/rule-trial-store.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { moment } from './books.ts';
import { createdLedger, temporaryLedger, type TemporaryLedger } from './temporary-ledger.ts';

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
const PROFILE = { profileHash: 'as-it-is' };
const basis = (second: number) =>
  ruleTrialBasis(ledger.db, ruleSetInForce(ledger.db, moment(second))?.version ?? null, PROFILE.profileHash);
const FIGURES = { gained: 1 };
const tried = (version: number, second: number) =>
  keepRuleTrial(ledger.db, {
    ...seen(version),
    basis: basis(second),
    figures: FIGURES,
    actor: 'carl',
    machine: 'AR-07',
    at: moment(second),
  });
const enableUntried = (version: number, second: number, actor = 'bert') =>
  enableRuleSet(ledger.db, { ...seen(version), ...PROFILE, actor, machine: 'AR-08', at: moment(second) });
const enable = (version: number, second: number, actor = 'bert') => {
  tried(version, second);
  return enableUntried(version, second, actor);
};
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
    const other = { ...PROFILE, version: 1, hash: 'other', actor: 'bert', machine: 'AR-08', at: moment(2) };
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

  it('are enabled only after they were tried, and only while nothing has been decided since and the same rules hold', () => {
    propose(1);
    expect(() => enableUntried(1, 2)).toThrow('Nobody has tried version 1 of the rules');
    tried(1, 2);
    const decided = { actor: 'anna', machine: 'AR-07', subject: 'match/1', detail: {} };
    appendAudit(ledger.db, { ...decided, at: moment(3), action: 'match.approved' });
    expect(() => enableUntried(1, 4)).toThrow('something was decided, or other rules hold');
    tried(1, 5);
    const renamed = { ...seen(1), profileHash: 'another', actor: 'bert', machine: 'AR-08', at: moment(6) };
    expect(() => enableRuleSet(ledger.db, renamed)).toThrow('something was decided, or other rules hold');
    // Neither what is read and proposed meanwhile nor a question to a reviewer takes a trial away.
    for (const action of ['matching.applied', 'match.asked'])
      appendAudit(ledger.db, { ...decided, at: moment(6), action });
    expect(enableUntried(1, 7)).toMatchObject({ state: 'enabled' });
    expect(verifyAudit(ledger.db).valid).toBe(true);
  });

  it('keep the latest trial as long as they wait, and none is made of what waits no more', () => {
    propose(1);
    tried(1, 2);
    tried(1, 3);
    expect(ruleTrialOf(ledger.db, 1)).toMatchObject({
      triedBy: 'carl',
      triedAt: moment(3),
      figuresJson: '{"gained":1}',
    });
    propose(4);
    expect(() => tried(1, 5)).toThrow('waits no more');
    const sql = (text: string) => () => ledger.db.prepare(text).run();
    expect(sql("UPDATE rule_set_trial SET figures_json = '{}'")).toThrow('RULES_TRIAL');
    expect(sql('DELETE FROM rule_set_trial')).toThrow('LEDGER_APPEND_ONLY');
    expect(
      sql(
        "UPDATE rule_set SET state = 'enabled', enabled_by = 'bert', enabled_at = '2026', effective_from_at = '2026' WHERE version = 2",
      ),
    ).toThrow('RULES_TRIED');
  });

  it('migration 510 leaves versions as they were; one that waited is tried before it is enabled', () => {
    ledger.remove();
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 510) });
    propose(1);
    ledger.db.exec(
      `UPDATE rule_set SET state = 'enabled', enabled_by = 'bert', enabled_at = '${moment(2)}', effective_from_at = '${moment(2)}'`,
    );
    propose(3);
    ledger.db.close();
    ledger = { ...ledger, db: openWriter(ledger.file, ledger.key) };
    expect(ruleSetInForce(ledger.db, moment(4))?.version).toBe(1);
    expect(() => enableUntried(2, 4)).toThrow('Nobody has tried version 2');
    enable(2, 5);
    expect(ruleSetInForce(ledger.db, moment(6))?.version).toBe(2);
    ledger.db.close();
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
