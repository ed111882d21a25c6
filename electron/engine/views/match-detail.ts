import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import type { Profile } from '../../../shared/contract/profile.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';

export const matchDetail = defineRead(
  'views.matchDetail',
  (_db: ReadableLedger, _args: { movementKey: number; profile: Profile; sample: boolean }): MatchDetail => {
    throw new Error('not written yet');
  },
);
