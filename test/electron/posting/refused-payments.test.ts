import { afterEach, describe, expect, it } from 'vitest';
import type { SenderPorts } from '../../../electron/posting/sending/sender.ts';
import { startApproved } from './approved-site.ts';
import type { PostingSite, SiteOptions } from './posting-site.ts';

let site: PostingSite;
afterEach(() => site.close());

const approved = async (count: number, options: Partial<SiteOptions> = {}): Promise<void> => {
  site = await startApproved(count, options);
};

describe('a payment PeopleSoft refuses', () => {
  /** Makes payments impossible between the re-check and PeopleSoft: their method is none of its values. */
  const refuseLines = (lines: readonly number[]) => {
    const references = lines.map((line) => `ch_${line}`);
    const { peopleSoft } = site.ports;
    return {
      ...site.ports,
      peopleSoft: {
        ...peopleSoft,
        createDeposit: (document, signal) =>
          peopleSoft.createDeposit(
            {
              ...document,
              payments: document.payments.map((payment) =>
                references.includes(payment.externalId) ? { ...payment, paymentMethod: 'ZZZ' } : payment,
              ),
            },
            signal,
          ),
      },
    } satisfies SenderPorts;
  };

  it.each([
    ['the first', [1], true],
    ['the middle one', [4], true],
    ['the last', [7], true],
    ['two of them', [2, 6], true],
    ['the first, which the fault does not name', [1], false],
    ['the middle one, which the fault does not name', [4], false],
    ['the last, which the fault does not name', [7], false],
    ['two of them, which the fault does not name', [2, 6], false],
    ['all of them', [1, 2, 3, 4, 5, 6, 7], false],
  ])('%s: is parked with its words, the innocent ones go in the same round', async (_which, lines, named) => {
    await approved(7, { behaviour: { rowKeysInFaults: named }, depositIds: 'given' });
    const { send } = await site.round({}, refuseLines(lines));
    expect(send).toMatchObject({ sent: 7 - lines.length, rejected: lines.length, unknown: 0, stopped: null });
    const states = site.states();
    for (let line = 1; line <= 7; line += 1)
      expect(states[`ch_${line}`]).toBe(lines.includes(line) ? 'rejected' : 'accepted');
    const words = site.db.prepare("SELECT state_reason FROM posting WHERE state = 'rejected'").pluck().all();
    expect(words).toHaveLength(lines.length);
    for (const text of words) expect(text).toContain('not one of the valid translate values');
    expect(site.violations()).toEqual([]);
    const generations = site.db.prepare('SELECT cut_number, generation FROM deposit').all() as {
      cut_number: number;
      generation: number;
    }[];
    expect(new Set(generations.map((each) => each.cut_number))).toEqual(new Set([1]));
    expect(new Set(generations.map((each) => each.generation)).size).toBe(generations.length);
  });

  it('that our own schema check refuses is parked, and nothing of it left', async () => {
    await approved(3);
    const { peopleSoft } = site.ports;
    let requests = 0;
    const longId = 'x'.repeat(100);
    const spoil = (document: Parameters<typeof peopleSoft.createDeposit>[0]) => ({
      ...document,
      payments: document.payments.map((payment) =>
        payment.externalId === 'ch_2' ? { ...payment, externalId: longId } : payment,
      ),
    });
    const report = await site.round(
      {},
      {
        ...site.ports,
        peopleSoft: {
          ...peopleSoft,
          dryRunDeposit: (document) => peopleSoft.dryRunDeposit(spoil(document)),
          createDeposit(document, signal) {
            requests += 1;
            return peopleSoft.createDeposit(spoil(document), signal);
          },
        },
      },
    );
    expect(report.send).toMatchObject({ sent: 2, rejected: 1, unknown: 0 });
    expect(requests).toBe(2);
    expect(site.states()).toEqual({ ch_1: 'accepted', ch_2: 'rejected', ch_3: 'accepted' });
  });

  it('because a mapped property does not exist: the mapping is to blame, no payment, even alone', async () => {
    await approved(1);
    const { peopleSoft } = site.ports;
    const mistyped = 'Es gibt hier kein PAYMENT_IDD';
    const { send } = await site.round(
      {},
      {
        ...site.ports,
        peopleSoft: {
          ...peopleSoft,
          dryRunDeposit: async () => ({ xml: '', findings: [{ fault: 'mapping' as const, text: mistyped }] }),
          createDeposit: () =>
            Promise.reject(
              Object.assign(new Error(mistyped), {
                name: 'ConnectorError',
                kind: 'mapping',
                nextStep: 'Correct the profile.',
              }),
            ),
        },
      },
    );
    expect(send).toMatchObject({ sent: 0, rejected: 0, unknown: 0, stopped: { kind: 'mapping' } });
    expect(send.stopped?.message).toContain(mistyped);
    expect(site.states()).toEqual({ ch_1: 'queued' });
  });
});
