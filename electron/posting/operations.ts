import type { AnyOperation } from '../ledger/operation.ts';
import { absenceQuestion } from './absence-look.ts';
import { canaryPayment } from './canary.ts';
import { acceptedDeposits } from './confirm-accepted.ts';
import { cutDeposit, nextNewCut } from './cut-deposit.ts';
import { decideLink } from './decide-link.ts';
import { readDepositMapping } from './deposit-mapping-in-force.ts';
import { approveByPerson } from './decide.ts';
import { doubtfulDeposits, markInterruptedSends } from './doubtful-deposits.ts';
import { nextDepositGroup } from './due-postings.ts';
import { referencesElsewhere } from './foreign-payments.ts';
import { approveJournals } from './journals/approve-journals.ts';
import { clearingListOf } from './journals/clearing-list.ts';
import { clearingRowsOf } from './journals/clearing-rows.ts';
import { toBeBooked } from './journals/to-be-booked.ts';
import { journalsByRule, ruledDue } from './journals/straight-through-journals.ts';
import { withdrawJournal } from './journals/withdraw-journal.ts';
import { noteSendNow } from './note-send-now.ts';
import { queueApproved } from './post-unit.ts';
import { postingWork } from './posting-work.ts';
import { latestConfirmedItem, latestConfirmedPayment } from './recognise-database.ts';
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
import { doubtfulDepositOf, settlePosting } from './settle.ts';
import { approveStraightThrough } from './straight-through.ts';
import { waitForSignIn } from './wait-for-sign-in.ts';
import { undoByPerson } from './undo.ts';
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
