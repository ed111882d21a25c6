import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AutomaticDecision } from '../../../../electron/engine/engine-types.ts';
import { scoreDecisions } from '../../../../electron/engine/headless/score-demo.ts';
import { companyPaths } from '../../../../electron/sample/company-folder.ts';
import type { TruthFact } from '../../../../electron/sample/company/company.ts';
import { createTruth } from '../../../../electron/sample/truth.ts';
import { temporaryFolder } from '../../sample/temporary-folder.ts';

const item = (name: string, amount: string) => ({
  businessUnit: 'US001',
  custId: 'C1',
  item: name,
  itemLine: 0,
  amount,
});

type MovementTruth = Extract<TruthFact, { kind: 'movementTruth' }>;

function movement(objectId: string, more: Partial<MovementTruth> = {}): MovementTruth {
  return {
    kind: 'movementTruth',
    objectId,
    movementKind: 'charge',
    story: 'test',
    allocations: [],
    charge: null,
    receipt: null,
    ...more,
  };
}

/** The folder of a company whose answer key says this. */
function company(): string {
  const folder = temporaryFolder();
  const paths = companyPaths(folder);
  mkdirSync(paths.truth);
  const truth = createTruth(paths.truthFile);
  truth.add(movement('ch_1', { allocations: [item('A', '12.50'), item('B', '1.00')] }));
  truth.add(movement('ch_wrong'));
  truth.add(movement('ch_keyed', { receipt: 'M1', allocations: [item('C', '5.00')] }));
  truth.add(movement('re_1', { movementKind: 'refund', charge: 'ch_1', allocations: [item('CR-1', '3.00')] }));
  truth.add(movement('re_2', { movementKind: 'refund', charge: 'ch_1' }));
  truth.close();
  return folder;
}

const decision = (objectId: string, more: Partial<AutomaticDecision> = {}): AutomaticDecision => ({
  objectId,
  kind: 'payment',
  allocations: [],
  charge: null,
  receipt: null,
  ...more,
});
const refund = (objectId: string, more: Partial<AutomaticDecision>): AutomaticDecision =>
  decision(objectId, { kind: 'refundOfCharge', charge: 'ch_1', ...more });
const keyed = (receipt: string) => decision('ch_keyed', { kind: 'alreadyKeyed', receipt });

describe('automatic decisions', () => {
  it.each<[string, AutomaticDecision, boolean]>([
    [
      'exactly the true items and amounts',
      decision('ch_1', { allocations: [item('B', '1'), item('A', '12.5')] }),
      true,
    ],
    ['a part of the true items', decision('ch_1', { allocations: [item('A', '12.50')] }), false],
    ['another amount', decision('ch_1', { allocations: [item('A', '12.51'), item('B', '0.99')] }), false],
    ['another item', decision('ch_1', { allocations: [item('Z', '12.50'), item('B', '1.00')] }), false],
    ['anything where nothing automatic is right', decision('ch_wrong', { allocations: [item('A', '12.50')] }), false],
    ['the receipt of a charge that was keyed by hand', keyed('M1'), true],
    ['another receipt', keyed('M2'), false],
    ['nothing for a charge that has items', decision('ch_1'), false],
    ['a refund to the credit memo of its charge', refund('re_1', { allocations: [item('CR-1', '3.00')] }), true],
    ['a refund to another charge', refund('re_1', { allocations: [item('CR-1', '3.00')], charge: 'ch_2' }), false],
    ['a refund to the item of its charge', refund('re_1', { allocations: [item('A', '3.00')] }), false],
    ['a refund to nothing', refund('re_1', {}), false],
    ['a refund without a credit memo to anything', refund('re_2', { allocations: [item('A', '3.00')] }), false],
    ['a movement that does not exist', decision('ch_none'), false],
  ])('that allocate %s: %o, right: %s', async (_title, decided, right) => {
    const score = await scoreDecisions(company(), {
      automaticDecisions: async () => ({ decisions: [decided], next: null }),
    });
    expect(score).toEqual(
      right ? { autoCorrect: 1, autoWrong: 0, wrong: [] } : { autoCorrect: 0, autoWrong: 1, wrong: [decided.objectId] },
    );
  });
});
