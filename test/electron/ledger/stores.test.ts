import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listConnections, noteAnswer, setConnectionState } from '../../../electron/ledger/connection-store.ts';
import {
  changeLink,
  confirmLink,
  getLink,
  linksOfStripeCustomer,
  proposeLink,
  rejectLink,
} from '../../../electron/ledger/crosswalk-store.ts';
import { openDecision, recordDecision } from '../../../electron/ledger/decision-store.ts';
import { undoDecision } from '../../../electron/ledger/undo-decision.ts';
import { endJob, interruptRunningJobs, listJobs, progressJob, startJob } from '../../../electron/ledger/job-store.ts';
import {
  breakOffRunningImports,
  endFileImport,
  findFileImport,
  startFileImport,
} from '../../../electron/ledger/file-import-store.ts';
import { findItem } from '../../../electron/ledger/item-store.ts';
import { findMovement, getMovement, setMovementState } from '../../../electron/ledger/movement-store.ts';
import { currentProfile, recordProfile } from '../../../electron/ledger/profile-store.ts';
import {
  addSyncCounts,
  endSyncRun,
  failRunningSyncRuns,
  findSyncRun,
  startSyncRun,
} from '../../../electron/ledger/sync-run-store.ts';
import type { JobId } from '../../../shared/domain/ids.ts';
import { DAY, insertCharge, insertItem, moment } from './books.ts';
import { BY_EXACT_NAME } from '../../../shared/domain/link-closed.ts';
import type { TemporaryLedger } from './temporary-ledger.ts';
import { temporaryLedger } from './temporary-ledger.ts';

let ledger: TemporaryLedger;
beforeEach(() => {
  ledger = temporaryLedger();
});
afterEach(() => ledger.remove());

describe('a crosswalk link', () => {
  const pair = { account: 'acct_1', customerId: 'cus_1', setId: 'SHARE', custId: '1001', basis: 'exactName' } as const;
  const actor = 'JBROWN';

  it('that was rejected or retired comes back only with other evidence', () => {
    const { linkId } = proposeLink(ledger.db, { ...pair, evidence: { name: 'ACME' }, at: DAY });
    expect(proposeLink(ledger.db, { ...pair, evidence: { name: 'ACME' }, at: DAY }).outcome).toBe('known');
    rejectLink(ledger.db, { linkId, version: 1, actor, at: DAY });
    expect(proposeLink(ledger.db, { ...pair, evidence: { name: 'ACME' }, at: moment(5) })).toEqual({
      linkId,
      outcome: 'declined',
    });
    expect(getLink(ledger.db, linkId).state).toBe('rejected');
    expect(proposeLink(ledger.db, { ...pair, evidence: { name: 'ACME', taxId: '1' }, at: moment(6) }).outcome).toBe(
      'proposed',
    );
    confirmLink(ledger.db, { linkId, version: 3, actor, at: moment(7) });
    expect(proposeLink(ledger.db, { ...pair, evidence: { other: 1 }, at: moment(8) }).outcome).toBe('known');
  });

  it('stays rejected whoever writes it: matching is held to the same evidence as a person', () => {
    const evidence = { name: 'ACME' };
    const { linkId } = proposeLink(ledger.db, { ...pair, evidence, at: DAY });
    rejectLink(ledger.db, { linkId, version: 1, actor, at: DAY });
    const change = { ...pair, state: 'proposed', decidedBy: null, version: 2, at: moment(1) } as const;
    expect(changeLink(ledger.db, { ...change, evidence })).toBeNull();
    expect(changeLink(ledger.db, { ...change, evidence: { name: 'Other' }, version: 1 })).toBeNull();
    expect(changeLink(ledger.db, { ...change, evidence: { name: 'Other' } })).toBe(linkId);
    expect(getLink(ledger.db, linkId)).toMatchObject({ state: 'proposed', proposedAt: moment(1), decidedBy: null });
  });

  it('that the program retired comes back with the evidence it had', () => {
    const evidence = { name: 'ACME' };
    const { linkId } = proposeLink(ledger.db, { ...pair, evidence, at: DAY });
    const retired = { ...pair, evidence, state: 'retired', decidedBy: BY_EXACT_NAME, version: 1, at: DAY } as const;
    changeLink(ledger.db, retired);
    expect(getLink(ledger.db, linkId).state).toBe('retired');
    expect(proposeLink(ledger.db, { ...pair, evidence, at: DAY })).toEqual({ linkId, outcome: 'proposed' });
  });

  it('is the only confirmed one of its Stripe customer, and refuses stale and impossible steps', () => {
    const first = proposeLink(ledger.db, { ...pair, evidence: 1, at: DAY }).linkId;
    const second = proposeLink(ledger.db, { ...pair, custId: '1002', evidence: 1, at: DAY }).linkId;
    confirmLink(ledger.db, { linkId: second, version: 1, actor, at: DAY });
    expect(() => confirmLink(ledger.db, { linkId: first, version: 1, actor, at: DAY })).toThrow(
      /is linked to 1002 already/,
    );
    expect(() => confirmLink(ledger.db, { linkId: first, version: 2, actor, at: DAY })).toThrow(/changed since/);
    expect(() => rejectLink(ledger.db, { linkId: second, version: 2, actor, at: DAY })).toThrow(
      /cannot become rejected/,
    );
    expect(linksOfStripeCustomer(ledger.db, 'acct_1', 'cus_1').map((link) => link.linkId)).toEqual([second, first]);
  });

  it('that was confirmed is a proposal again when that is undone', () => {
    const { linkId } = proposeLink(ledger.db, { ...pair, evidence: 1, at: DAY });
    const opened = openDecision(ledger.db, { linkIds: [linkId] });
    confirmLink(ledger.db, { linkId, version: 1, actor, at: DAY });
    const decisionId = recordDecision(ledger.db, { opened, actor, at: DAY, kind: 'link.confirmed' });
    undoDecision(ledger.db, { decisionId, actor, at: moment(1) });
    expect(getLink(ledger.db, linkId)).toMatchObject({
      state: 'proposed',
      decidedBy: null,
      decidedAt: null,
      version: 3,
    });
  });
});

describe('a connection', () => {
  it('keeps since when it is in its state, when it was last good, and how often it failed', () => {
    const set = (state: 'ok' | 'unreachable' | 'paused', n: number) =>
      setConnectionState(ledger.db, { system: 'stripe', state, at: moment(n) });
    set('ok', 1);
    set('ok', 2);
    set('unreachable', 3);
    set('unreachable', 4);
    expect(listConnections(ledger.db)).toMatchObject([
      { system: 'stripe', state: 'unreachable', sinceAt: moment(3), lastGoodAt: moment(2), failures: 2 },
    ]);
    setConnectionState(ledger.db, { system: 'stripe', state: 'ok', at: moment(6), completeToAt: moment(6) });
    set('paused', 7);
    expect(listConnections(ledger.db)).toMatchObject([{ state: 'paused', sinceAt: moment(7), failures: 0 }]);
    setConnectionState(ledger.db, { system: 'stripe', state: 'ok', at: moment(7), completeToAt: moment(2) });
    set('ok', 8);
    expect(listConnections(ledger.db)).toMatchObject([{ failures: 0, lastGoodAt: moment(8), completeToAt: moment(6) }]);
  });
});

describe('an answer', () => {
  it('ends that a system does not answer, and nothing a person must put right', () => {
    const now = () => listConnections(ledger.db).map(({ state, sinceAt }) => [state, sinceAt]);
    setConnectionState(ledger.db, { system: 'peoplesoft', state: 'unreachable', at: moment(1) });
    noteAnswer(ledger.db, { system: 'peoplesoft', at: moment(2) });
    expect(now()).toEqual([['degraded', moment(2)]]);
    setConnectionState(ledger.db, { system: 'peoplesoft', state: 'needsAttention', at: moment(3) });
    noteAnswer(ledger.db, { system: 'peoplesoft', at: moment(4) });
    expect(now()).toEqual([['needsAttention', moment(3)]]);
  });
});

describe('a quiet window that closes', () => {
  it.each(['needsAttention', 'unreachable'] as const)(
    'leaves %s standing with its words, and moves the next try',
    (state) => {
      const words = { message: 'PeopleSoft refuses the sign-in', nextStep: 'Enter the password.' };
      setConnectionState(ledger.db, { system: 'peoplesoft', state, at: moment(1), ...words });
      const pause = { state: 'paused', message: 'quiet window opens 18:00', nextStep: 'Bulk reads wait.' } as const;
      setConnectionState(ledger.db, { system: 'peoplesoft', at: moment(2), nextTryAt: moment(9), ...pause });
      const stands = { state, sinceAt: moment(1), nextTryAt: moment(9), failures: 1, ...words };
      expect(listConnections(ledger.db)).toMatchObject([stands]);
      setConnectionState(ledger.db, { system: 'peoplesoft', state: 'ok', at: moment(3) });
      setConnectionState(ledger.db, { system: 'peoplesoft', at: moment(4), ...pause });
      expect(listConnections(ledger.db)).toMatchObject([{ sinceAt: moment(4), ...pause }]);
    },
  );
});

describe('a profile', () => {
  it('gets a version when it changes, also back to an earlier one, and none when it does not', () => {
    const record = (profile: { a: number; b?: number }) => recordProfile(ledger.db, { profile, actor: 'A', at: DAY });
    expect(record({ a: 1, b: 2 })).toEqual({ version: 1, added: true });
    expect(record({ b: 2, a: 1 })).toEqual({ version: 1, added: false });
    expect(record({ a: 3 })).toEqual({ version: 2, added: true });
    expect(record({ a: 1, b: 2 })).toEqual({ version: 3, added: true });
    expect(currentProfile(ledger.db)).toMatchObject({ version: 3, profileJson: '{"a":1,"b":2}' });
  });
});

describe('a job and a read', () => {
  it('end once, and what a stopped program left running is closed', () => {
    const jobId = 'job-1' as JobId;
    startJob(ledger.db, { jobId, kind: 'sync', actor: 'A', startedAt: DAY });
    progressJob(ledger.db, { jobId, doneCount: 5, totalCount: 10, message: 'charges' });
    endJob(ledger.db, { jobId, state: 'done', at: moment(1), resultJson: '{}' });
    expect(listJobs(ledger.db, 1)[0]).toMatchObject({
      jobId,
      state: 'done',
      doneCount: 5,
      message: 'charges',
      endedAt: moment(1),
    });
    expect(() => endJob(ledger.db, { jobId, state: 'failed', at: DAY })).toThrow(/not running/);
    startJob(ledger.db, { jobId: 'job-2' as JobId, kind: 'sync', actor: 'A', startedAt: DAY });
    expect(interruptRunningJobs(ledger.db, moment(2))).toBe(1);
    const runId = startSyncRun(ledger.db, { system: 'stripe', stream: 'charges', at: DAY });
    addSyncCounts(ledger.db, runId, { read: 10, new: 8, changed: 1, refused: 1 });
    endSyncRun(ledger.db, { runId, state: 'complete', at: moment(1) });
    expect(findSyncRun(ledger.db, runId)).toMatchObject({ readCount: 10, newCount: 8, state: 'complete' });
    startSyncRun(ledger.db, { system: 'stripe', stream: 'charges', at: moment(2) });
    expect(failRunningSyncRuns(ledger.db, moment(3))).toBe(1);
  });
});

describe('an import of a file', () => {
  it('that was cut off with the program counts as broken off after the next start, and the audit says so', () => {
    const file = { kind: 'k', fileName: 'a.csv', sha256: 'ab', sizeBytes: 1, actor: 'A', machine: 'M', at: DAY };
    const cutOff = startFileImport(ledger.db, file);
    const done = startFileImport(ledger.db, file);
    endFileImport(ledger.db, { importId: done, state: 'done', byType: {}, refusals: [], at: DAY });
    expect(breakOffRunningImports(ledger.db, moment(1))).toBe(1);
    expect(findFileImport(ledger.db, cutOff)).toMatchObject({ state: 'brokenOff', endedAt: moment(1) });
    expect(findFileImport(ledger.db, done)).toMatchObject({ state: 'done' });
    expect(ledger.db.prepare('SELECT action, subject FROM audit').all()).toEqual([
      { action: 'file.brokenOff', subject: `file/${cutOff}` },
    ]);
    expect(breakOffRunningImports(ledger.db, moment(2))).toBe(0);
  });
});

describe('a movement and an item', () => {
  it('are found by their own keys, and a state that is already so changes nothing', () => {
    const key = insertCharge(ledger.db, 'ch_1', 100);
    insertItem(ledger.db, 'INV-1', 50);
    expect(setMovementState(ledger.db, key, 'ambiguous', { reason: 'two', score: 0.5, at: moment(1) })).toBe(true);
    expect(setMovementState(ledger.db, key, 'ambiguous', { reason: 'two', score: 0.5, at: moment(2) })).toBe(false);
    expect(setMovementState(ledger.db, key, 'ambiguous', { at: moment(3) })).toBe(true);
    expect(getMovement(ledger.db, key)).toMatchObject({
      version: 3,
      stateChangedAt: moment(1),
      stateReason: null,
      score: null,
    });
    expect(
      findMovement(ledger.db, { account: 'acct_1', livemode: 0, kind: 'charge', objectId: 'ch_1' })?.movementKey,
    ).toBe(key);
    expect(() => ledger.db.exec('DELETE FROM movement')).toThrow(/LEDGER_APPEND_ONLY/);
    expect(
      findItem(ledger.db, { businessUnit: 'US001', custId: '1001', item: 'INV-1', itemLine: 0 })?.balanceMinor,
    ).toBe(50);
    expect(() => getMovement(ledger.db, 99 as typeof key)).toThrow(/no movement 99/);
  });
});
