import type { AnyOperation } from '../ledger/operation.ts';
import { absenceQuestion } from './read-back/absence-look.ts';
import { canaryPayment } from './read-back/canary.ts';
import { acceptedDeposits } from './read-back/confirm-accepted.ts';
import { cutDeposit, nextNewCut } from './deposits/cut-deposit.ts';
import { decideLink } from './decisions/decide-link.ts';
import { readDepositMapping } from './deposits/deposit-mapping-in-force.ts';
import { approveByPerson } from './decisions/decide.ts';
import { doubtfulDeposits, markInterruptedSends } from './deposits/doubtful-deposits.ts';
import { nextDepositGroup } from './deposits/due-postings.ts';
import { referencesElsewhere } from './sending/foreign-payments.ts';
import { approveJournals } from './journals/approve-journals.ts';
import { clearingListOf } from './journals/clearing-list.ts';
import { clearingRowsOf } from './journals/clearing-rows.ts';
import { toBeBooked } from './journals/to-be-booked.ts';
import { journalsByRule, ruledDue } from './journals/straight-through-journals.ts';
import { withdrawJournal } from './journals/withdraw-journal.ts';
import { noteSendNow } from './decisions/note-send-now.ts';
import { queueApproved } from './sending/post-unit.ts';
import { postingWork } from './sending/posting-work.ts';
import { latestConfirmedItem, latestConfirmedPayment } from './database/recognise-database.ts';
import { recordReadBack } from './read-back/record-read-back.ts';
import { recordSend } from './sending/record-send.ts';
import { redoByPerson } from './decisions/redo.ts';
import { rejectByPerson } from './decisions/reject.ts';
import { replayCandidates, replayPosting } from './payments/replay.ts';
import { doubtAgain, resumeDeposit, unsentDeposits } from './deposits/resume-deposit.ts';
import { returnChanged } from './sending/return-changed.ts';
import { reversePosting } from './reversals/reverse-posting.ts';
import { reverseReturned } from './reversals/reverse-returned.ts';
import { decideLost, flagLostDisputes } from './decisions/decide-lost.ts';
import { takeSenderClaim } from './sending/sender-claim.ts';
import { doubtfulDepositOf, settlePosting } from './read-back/settle.ts';
import { approveStraightThrough } from './decisions/straight-through.ts';
import { waitForSignIn } from './sending/wait-for-sign-in.ts';
import { undoByPerson } from './decisions/undo.ts';
import { itemOperations } from './items/item-operations.ts';

/** Every ledger step of this folder, for the threads that run them. */
export const postingOperations: readonly AnyOperation[] = [
  absenceQuestion,
  acceptedDeposits,
  approveByPerson,
  approveJournals,
  clearingListOf,
  clearingRowsOf,
  toBeBooked,
  journalsByRule,
  ruledDue,
  withdrawJournal,
  approveStraightThrough,
  canaryPayment,
  cutDeposit,
  decideLink,
  doubtAgain,
  doubtfulDeposits,
  latestConfirmedItem,
  latestConfirmedPayment,
  markInterruptedSends,
  nextDepositGroup,
  nextNewCut,
  noteSendNow,
  postingWork,
  queueApproved,
  readDepositMapping,
  recordReadBack,
  recordSend,
  redoByPerson,
  referencesElsewhere,
  rejectByPerson,
  replayCandidates,
  replayPosting,
  resumeDeposit,
  returnChanged,
  doubtfulDepositOf,
  reversePosting,
  reverseReturned,
  decideLost,
  flagLostDisputes,
  settlePosting,
  takeSenderClaim,
  undoByPerson,
  unsentDeposits,
  waitForSignIn,
  ...itemOperations,
];
