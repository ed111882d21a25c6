import type { AnyOperation } from '../ledger/operation.ts';
import { canaryPayment } from './canary.ts';
import { acceptedDeposits } from './confirm-accepted.ts';
import { cutDeposit } from './cut-deposit.ts';
import { decideLink } from './decide-link.ts';
import { approveByPerson } from './decide.ts';
import { doubtfulDeposits, markInterruptedSends } from './doubtful-deposits.ts';
import { nextDepositGroup } from './due-postings.ts';
import { queueApproved, sendNow } from './post-unit.ts';
import { recordReadBack } from './record-read-back.ts';
import { recordSend } from './record-send.ts';
import { redoByPerson } from './redo.ts';
import { rejectByPerson } from './reject.ts';
import { replayCandidates, replayPosting } from './replay.ts';
import { doubtAgain, resumeDeposit, unsentDeposits } from './resume-deposit.ts';
import { returnChanged } from './return-changed.ts';
import { reversePosting } from './reverse-posting.ts';
import { reverseReturned } from './reverse-returned.ts';
import { decideLost, flagLostDisputes } from './decide-lost.ts';
import { takeSenderClaim } from './sender-claim.ts';
import { settlePosting } from './settle.ts';
import { approveStraightThrough } from './straight-through.ts';
import { undoByPerson } from './undo.ts';

/** Every ledger step of this folder, for the threads that run them. */
export const postingOperations: readonly AnyOperation[] = [
  acceptedDeposits,
  approveByPerson,
  approveStraightThrough,
  canaryPayment,
  cutDeposit,
  decideLink,
  doubtAgain,
  doubtfulDeposits,
  markInterruptedSends,
  nextDepositGroup,
  queueApproved,
  recordReadBack,
  recordSend,
  redoByPerson,
  rejectByPerson,
  replayCandidates,
  replayPosting,
  resumeDeposit,
  returnChanged,
  reversePosting,
  reverseReturned,
  decideLost,
  flagLostDisputes,
  sendNow,
  settlePosting,
  takeSenderClaim,
  undoByPerson,
  unsentDeposits,
];
