import * as firstBooks from './0010-first-books.ts';
import * as undoneAndClosed from './0020-undone-and-closed.ts';
import * as mappingVersions from './0030-mapping-versions.ts';
import * as countedAndBatch from './0040-counted-and-batch.ts';
import * as moneyGoingOut from './0050-money-going-out.ts';
import * as people from './0060-people.ts';
import * as knownDatabase from './0070-known-database.ts';
import * as bookedDate from './0080-booked-date.ts';
import * as postingsWithoutMatch from './0090-postings-without-match.ts';
import * as directJournals from './0100-direct-journals.ts';
import * as settingsRefused from './0110-settings-refused.ts';
import * as invoicesIntoReceivables from './0120-invoices-into-receivables.ts';
import * as postsDate from './0130-posts-date.ts';
import * as workOrdersOfACause from './0140-work-orders-of-a-cause.ts';
import * as confirmedItems from './0150-confirmed-items.ts';
import * as daysWithDueMoney from './0160-days-with-due-money.ts';
import * as proposalsEnded from './0170-proposals-ended.ts';
import * as movementGate from './0180-movement-gate.ts';
import * as stripeCompletely from './0190-stripe-completely.ts';
import * as absentAtStripe from './0200-absent-at-stripe.ts';
import * as stripeCompleteness from './0210-stripe-completeness.ts';
import * as fileImports from './0220-file-imports.ts';
import * as askedForm from './0230-asked-form.ts';
import * as payloadsInPacks from './0250-payloads-in-packs.ts';
import * as payoutsChecked from './0280-payouts-checked.ts';
import * as monthsAndReportsHeld from './0290-months-and-reports-held.ts';
import * as itemsBeingTakenBack from './0300-items-being-taken-back.ts';
import * as foundByIndex from './0310-found-by-index.ts';
import * as pickedByPeople from './0320-picked-by-people.ts';
import * as standingAndAuthorised from './0340-standing-and-authorised.ts';
import * as matchingScope from './0350-matching-scope.ts';
import * as duplicates from './0370-duplicates.ts';
import * as scoredLinks from './0390-scored-links.ts';
import * as ruleSets from './0420-rule-sets.ts';
import * as whatPeopleKnow from './0430-what-people-know-of-customers.ts';
import * as doubleCustomers from './0440-double-customers.ts';
import * as particularsOfCustomers from './0450-particulars-of-customers.ts';
import * as countedAtOnce from './0460-counted-at-once.ts';
import * as notCompared from './0480-not-compared.ts';
import * as triedRules from './0510-tried-rules.ts';
import * as unlinkedCustomers from './0520-unlinked-customers.ts';

/** Every migration there is, in order. A later one gets the next ten and stands last. */
export const migrations: readonly { readonly number: number; readonly sql: string }[] = [
  firstBooks,
  undoneAndClosed,
  mappingVersions,
  countedAndBatch,
  moneyGoingOut,
  people,
  knownDatabase,
  bookedDate,
  postingsWithoutMatch,
  directJournals,
  settingsRefused,
  invoicesIntoReceivables,
  postsDate,
  workOrdersOfACause,
  confirmedItems,
  daysWithDueMoney,
  proposalsEnded,
  movementGate,
  stripeCompletely,
  absentAtStripe,
  stripeCompleteness,
  fileImports,
  askedForm,
  payloadsInPacks,
  payoutsChecked,
  monthsAndReportsHeld,
  itemsBeingTakenBack,
  foundByIndex,
  pickedByPeople,
  standingAndAuthorised,
  matchingScope,
  duplicates,
  scoredLinks,
  ruleSets,
  whatPeopleKnow,
  doubleCustomers,
  particularsOfCustomers,
  countedAtOnce,
  notCompared,
  triedRules,
  unlinkedCustomers,
];
