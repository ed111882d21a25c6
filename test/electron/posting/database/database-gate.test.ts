import { afterEach, describe, expect, it } from 'vitest';
import {
  askedOnce,
  createDatabaseGate,
  type DatabaseGate,
} from '../../../../electron/posting/database/database-gate.ts';
import { startApproved } from '../approved-site.ts';
import type { PostingSite } from '../posting-site.ts';

let site: PostingSite;
afterEach(() => site.close());

const gate = (): DatabaseGate =>
  createDatabaseGate({ ...site.ports, monotonicMs: () => site.nowMs() }, () => ({
    depositBus: ['US001'],
    units: ['US'],
    isSample: false,
  }));
/** A gate whose questions are counted. */
function counted(inner: DatabaseGate) {
  const asked: string[] = [];
  return {
    asked,
    ask: (signal?: AbortSignal) => (asked.push('now'), inner.ask(signal)),
    askLately: (signal?: AbortSignal) => (asked.push('lately'), inner.askLately(signal)),
  };
}

describe('the gate before PeopleSoft', () => {
  it('is passed by every round that has something to do, before anything is looked at or sent', async () => {
    site = await startApproved(2);
    const watched = counted(gate());
    await watched.ask();
    site.simulator.behaviour.databaseName = 'FSTEST';
    const report = await site.round({}, { ...site.ports, database: watched });
    expect(watched.asked).toEqual(['now', 'now']);
    expect(report.send.stopped).toMatchObject({ kind: 'otherDatabase' });
    expect(site.books()).toEqual([]);
    site.simulator.behaviour.databaseName = 'FSSAMPLE';
    expect((await site.round({}, { ...site.ports, database: watched })).send).toMatchObject({ sent: 2, stopped: null });
  });

  it('is passed by what waits for a sign-in too, also when it becomes due during the round', async () => {
    site = await startApproved(1);
    site.db.exec("UPDATE posting SET state = 'queuedNeedsSignIn'");
    const watched = counted(gate());
    await watched.ask();
    site.simulator.behaviour.databaseName = 'FSTEST';
    const report = await site.round({}, { ...site.ports, database: watched });
    expect(watched.asked).toEqual(['now', 'now']);
    expect(report.send.stopped).toMatchObject({ kind: 'otherDatabase' });
    expect(site.books()).toEqual([]);
  });

  it('is not asked by a round with nothing to do, and trusts a recent answer where nothing is sent', async () => {
    site = await startApproved(1);
    const watched = counted(gate());
    await site.round({}, { ...site.ports, database: watched });
    await site.round({}, { ...site.ports, database: watched });
    expect(watched.asked).toEqual(['now', 'lately']);
    await site.finish();
    await site.round({}, { ...site.ports, database: watched });
    expect(watched.asked).toHaveLength(2);
  });

  it('cannot be gone round: nothing is cut or sent again while the books say that another database was met', async () => {
    site = await startApproved(2);
    await gate().ask();
    site.simulator.behaviour.databaseName = 'FSTEST';
    await gate().ask();
    await expect(site.round()).rejects.toMatchObject({ detailCode: 'CONNECTION_OTHER_DATABASE' });
    expect(site.db.prepare('SELECT count(*) FROM deposit').pluck().get()).toBe(0);
    expect(site.books()).toEqual([]);
    expect(site.violations()).toEqual([]);
  });

  it('is asked once for rounds that belong together', async () => {
    site = await startApproved(1);
    const watched = counted(gate());
    const shared = askedOnce(watched);
    expect(await Promise.all([shared.ask(), shared.ask(), shared.askLately()])).toEqual([null, null, null]);
    expect(watched.asked).toEqual(['now']);
  });
});
