import { z } from 'zod';
import { askAgainInput, completenessOutput } from './completeness.ts';
import { completenessRows, completenessRowsInput } from './completeness-rows.ts';
import {
  connectionRow,
  connectionStateRow,
  profileCheckInput,
  profileCheckOutput,
  profileCurrent,
} from './connections.ts';
import { databaseConfirmInput, databaseCurrent, databaseDeclareInput, databaseEndInput } from './database.ts';
import {
  clearingApproveInput,
  clearingApproveOutput,
  clearingExportOutput,
  clearingList,
  clearingListInput,
  clearingRows,
  clearingRowsInput,
  clearingTextOutput,
  clearingWithdrawInput,
} from './clearing.ts';
import { customerCommands, customerQueries } from './customer-names.ts';
import {
  duplicateDecideInput,
  duplicateDetail,
  duplicateDetailInput,
  duplicateSaid,
  duplicateUndoInput,
} from './duplicates.ts';
import {
  fileHandInput,
  fileHandOutput,
  fileImportInput,
  fileList,
  filePreview,
  filePreviewInput,
  fileUndoInput,
} from './files.ts';
import {
  invoiceApproveInput,
  invoiceApproveOutput,
  invoiceList,
  invoiceListInput,
  itemWithdrawInput,
  orderCloseInput,
  orderOpenInput,
  saidOutput,
} from './invoices.ts';
import {
  mappingConfirmInput,
  mappingDiscovered,
  mappingDiscoverInput,
  mappingDryRun,
  mappingDryRunInput,
  mappingEndInput,
  mappingList,
  mappingProposeInput,
  mappingVersionRow,
} from './mapping.ts';
import {
  browserSignInInput,
  peopleList,
  personChangeRow,
  personDecideInput,
  personEndInput,
  personProposeInput,
  settingsConfirmInput,
  settingsEndInput,
  signInInput,
  signInOutput,
} from './people.ts';
import { postingDetail, replayOutput, reverseOutput, settleOutput, verifyOutput } from './postings.ts';
import {
  ruleDryRunInput,
  ruleEnableInput,
  ruleEndInput,
  ruleList,
  ruleProposals,
  ruleProposeInput,
  ruleSetRow,
  ruleTrialOutput,
} from './rules.ts';
import { scheduleChangeInput, scheduleCurrent } from './schedule.ts';
import { instant, key, role, seenVersion, systemName, unitName } from './primitives.ts';
import { approveInput, decisionOutput, lostInput, matchDetail, rejectInput, summary, undoOutput } from './workbench.ts';
import { twoFileCommands, twoFileQueries } from './two-files.ts';
import { whyNotItemInput, whyNotItemOutput } from './why-not-item.ts';
import { viewOpened, viewPage, viewRequest } from './views.ts';

/**
 * Everything that may pass between the window and the engine. The typed client, the handlers and the tests derive from
 * this one object: a missing handler does not compile. Secrets go in, never come out.
 */
const nothing = z.strictObject({});
const job = z.strictObject({ jobId: z.string() });
const viewToken = z.string().max(64);

export const queries = {
  'session.current': {
    input: nothing,
    output: z.strictObject({
      actor: z.strictObject({
        id: z.string(),
        name: z.string(),
        operatorId: z.string().nullable(),
        roles: z.array(role),
      }),
      /** How this person may sign in to PeopleSoft here; `operatorId` is the one people know of her. */
      signIn: z.strictObject({
        operatorId: z.string().nullable(),
        isKept: z.boolean(),
        mayKeep: z.boolean(),
        whyNotKeep: z.string().nullable(),
        hint: z.string().nullable(),
        /** The site has an identity provider where she can sign in by her browser. */
        byBrowser: z.boolean(),
      }),
      machine: z.string(),
      host: z.enum(['desktop', 'browser']),
      company: z.strictObject({ name: z.string(), sample: z.boolean() }),
      units: z.array(
        z.strictObject({
          unit: z.string(),
          businessUnits: z.array(z.string()),
          zone: z.string(),
          currency: z
            .string()
            .nullable()
            .describe('what its first clearing account settles in: the one a list of amounts is headed by'),
          goLiveDate: z.string().nullable(),
        }),
      ),
      period: z.string(),
      now: instant,
      version: z.string(),
    }),
  },
  'summary.get': { input: z.strictObject({ unit: unitName }), output: summary },
  'view.open': { input: viewRequest, output: viewOpened },
  'view.page': {
    input: z.strictObject({
      token: viewToken,
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(500),
    }),
    output: viewPage,
  },
  /** Position of a row in an open view, or null when it is not in it. */
  'view.locate': {
    input: z.strictObject({ token: viewToken, key }),
    output: z.strictObject({ position: z.number().int().nullable() }),
  },
  /** Position of the next row of a list of movements that still waits for a person: after the given one, then from the top; null when none does. */
  'view.next': {
    input: z.strictObject({ token: viewToken, position: z.number().int().min(-1), wanted: z.literal('open') }),
    output: z.strictObject({ position: z.number().int().nullable() }),
  },
  'match.detail': { input: z.strictObject({ movementKey: key }), output: matchDetail },
  'posting.detail': { input: z.strictObject({ postingKey: key }), output: postingDetail },
  /** Rows suspected to be one event, side by side, with what speaks for it and what may be said of it. */
  'duplicate.detail': { input: duplicateDetailInput, output: duplicateDetail },
  /** Money of a month that is nobody's receivable, and how it is booked. */
  'clearing.list': { input: clearingListInput, output: clearingList },
  'clearing.rows': { input: clearingRowsInput, output: clearingRows },
  /** Stripe's invoices that are to be in Receivables, and what only a clerk can do there. */
  'invoice.list': { input: invoiceListInput, output: invoiceList },
  /** How each system stands, for every screen: quick at any size. */
  'connection.state': {
    input: nothing,
    output: z.strictObject({ connections: z.array(connectionStateRow), sendersClock: z.string() }),
  },
  'connection.list': {
    input: nothing,
    output: z.strictObject({ connections: z.array(connectionRow), sendersClock: z.string() }),
  },
  /** Whether everything Stripe has is in the ledger: by family and month, its balance, and what is missing. Asks nobody. */
  'completeness.read': { input: nothing, output: completenessOutput },
  /** The rows behind one of its figures. */
  'completeness.rows': { input: completenessRowsInput, output: completenessRows },
  /** Which PeopleSoft database postings go into, as the ledger knows it; asks nobody. */
  'database.current': { input: nothing, output: databaseCurrent },
  /** When PeopleSoft may be worked in bulk, and how gently. */
  'schedule.current': { input: nothing, output: scheduleCurrent },
  'profile.current': { input: nothing, output: profileCurrent },
  'mapping.list': { input: nothing, output: mappingList },
  /** Reads the service's description from PeopleSoft anew and proposes a mapping to its properties. */
  'mapping.discover': { input: mappingDiscoverInput, output: mappingDiscovered },
  'mapping.dryRun': { input: mappingDryRunInput, output: mappingDryRun },
  'people.list': { input: nothing, output: peopleList },
  /** The ordered matching rules with what became of their matches, and the versions of what the site changes of them. */
  'rule.list': { input: nothing, output: ruleList },
  /** What the latest dry run of changed rules would have done to the history. */
  'rule.trial': { input: nothing, output: ruleTrialOutput },
  /** Tolerances that the last search through near misses speaks for. */
  'rule.proposals': { input: nothing, output: ruleProposals },
  /** Why a movement is not paired with one item, by every rule, with the failing conditions and their distances. */
  'match.whyNotItem': { input: whyNotItemInput, output: whyNotItemOutput },
  /** What came by file, latest first. */
  'file.list': { input: nothing, output: fileList },
  /** How a file that was handed over would be read; nothing is taken in. */
  'file.preview': { input: filePreviewInput, output: filePreview },
  ...customerQueries,
  ...twoFileQueries,
  'job.list': { input: nothing, output: z.strictObject({ jobs: z.array(z.lazy(() => jobRow)) }) },
} as const;

export const commands = {
  'match.approve': { input: approveInput, output: decisionOutput },
  'match.reject': { input: rejectInput, output: decisionOutput },
  /** What becomes of an item whose dispute is lost: recorded as a work order, nothing is sent. */
  'dispute.decide': { input: lostInput, output: decisionOutput },
  /** Takes back this actor's latest decision that still can be, or the named movement's. */
  'match.undo': { input: z.strictObject({ movementKey: key.optional() }), output: undoOutput },
  'match.redo': { input: nothing, output: undoOutput },
  /** Says whether the rows of a cluster are one event; what is dropped is not posted, and followed until its money is back. */
  'duplicate.decide': { input: duplicateDecideInput, output: duplicateSaid },
  /** Takes the answer to a cluster back. */
  'duplicate.undo': { input: duplicateUndoInput, output: duplicateSaid },
  'link.confirm': {
    input: z.strictObject({ linkId: key, seenVersion }),
    output: z.strictObject({ state: z.string() }),
  },
  'link.reject': {
    input: z.strictObject({ linkId: key, seenVersion, reason: z.string().max(500).optional() }),
    output: z.strictObject({ state: z.string() }),
  },
  'posting.verify': { input: z.strictObject({ postingKey: key }), output: verifyOutput },
  'posting.replay': {
    input: z.strictObject({ postingKey: key, seenVersion }),
    output: replayOutput,
  },
  /** A reviewer looked in PeopleSoft itself: the way out of an unknown outcome or a posting error that no read can settle. */
  'posting.settle': {
    input: z.strictObject({
      postingKey: key,
      seenVersion,
      as: z.enum(['present', 'absent']),
      reason: z.string().trim().min(1).max(500),
    }),
    output: settleOutput,
  },
  /** Takes a confirmed posting back by a document of its own, linked to it; both stay. */
  'posting.reverse': {
    input: z.strictObject({
      postingKey: key,
      seenVersion,
      reason: z.string().trim().min(1).max(500),
    }),
    output: reverseOutput,
  },
  /** Sends what is approved in one unit, or in all where none is named. */
  'posting.send': {
    input: z.strictObject({
      now: z.boolean(),
      unit: unitName.optional(),
      reason: z.string().max(500).optional(),
    }),
    output: job,
  },
  /** Approves lines of the clearing list, all or none, each as a direct journal. */
  'clearing.approve': { input: clearingApproveInput, output: clearingApproveOutput },
  /** Takes back a direct journal that has not left; one that is posted is reversed by `posting.reverse`. */
  'clearing.withdraw': { input: clearingWithdrawInput, output: clearingTextOutput },
  /** Writes what is to be booked by GL of a month as CSV beside the ledger. */
  'clearing.export': { input: clearingListInput, output: clearingExportOutput },
  /** Lets a Stripe document into Receivables: an invoice, a credit note, or the counter document of one that was voided. */
  'invoice.approve': { input: invoiceApproveInput, output: invoiceApproveOutput },
  /** Takes an approved one back before it has left. */
  'invoice.withdraw': { input: itemWithdrawInput, output: saidOutput },
  /** Something is to be done in PeopleSoft with confirmed cash that no document is sent for; kept until it is closed. */
  'order.open': { input: orderOpenInput, output: saidOutput },
  /** A work order is done, or nothing is to be done. */
  'order.close': { input: orderCloseInput, output: saidOutput },
  /** Hands a file over, part by part; it is kept in memory until it is imported or the window goes. */
  'file.hand': { input: fileHandInput, output: fileHandOutput },
  'file.import': { input: fileImportInput, output: job },
  /** Takes back what one import alone has brought; refused where something approved or posted rests on it. */
  'file.undo': { input: fileUndoInput, output: job },
  ...customerCommands,
  ...twoFileCommands,
  'sync.run': { input: z.strictObject({ systems: z.array(systemName).min(1).max(8) }), output: job },
  /** Asks Stripe once more for what it said it does not know, with a read that begins at once. */
  'completeness.askAgain': {
    input: askAgainInput,
    output: z.strictObject({ asked: z.number().int(), jobId: z.string().nullable() }),
  },
  'matching.run': { input: nothing, output: job },
  'audit.verify': { input: nothing, output: job },
  'job.cancel': {
    input: z.strictObject({ jobId: z.string().max(64) }),
    output: z.strictObject({ cancelled: z.boolean() }),
  },
  'profile.check': { input: profileCheckInput, output: profileCheckOutput },
  /**
   * Saves a company of one's own into a home of its own; the sample home stays what it is. Answers how to open it, and the
   * recovery key of a home made just now, which is shown this once. `secrets` are kept encrypted and never sent back.
   */
  'profile.save': {
    input: profileCheckInput,
    output: z.strictObject({ file: z.string(), command: z.string(), recoveryKey: z.string().nullable() }),
  },
  /** Changes windows, blackouts and gentleness in the profile; seen is what the person looked at. */
  'schedule.change': { input: scheduleChangeInput, output: scheduleCurrent },
  /** The database met now is the same one all the same, an administrator says; it waits for a second person. */
  'database.declare': { input: databaseDeclareInput, output: databaseCurrent },
  /** Refuses another person's declaration, or withdraws one's own. */
  'database.end': { input: databaseEndInput, output: databaseCurrent },
  'database.confirm': { input: databaseConfirmInput, output: databaseCurrent },
  /** Keeps a mapping as the version that waits for a second person; it replaces one that waited. */
  'mapping.propose': { input: mappingProposeInput, output: mappingVersionRow },
  'mapping.confirm': { input: mappingConfirmInput, output: mappingVersionRow },
  /** Refuses another person's version, or withdraws one's own. */
  'mapping.end': { input: mappingEndInput, output: mappingVersionRow },
  /** Keeps a change of a person for a second one to confirm; the first administrator's hold at once while nobody else could. */
  'people.propose': { input: personProposeInput, output: personChangeRow },
  'people.confirm': { input: personDecideInput, output: personChangeRow },
  /** A second person's yes to guarded settings of the profile; the text says from when they hold. */
  'settings.confirm': { input: settingsConfirmInput, output: z.strictObject({ text: z.string() }) },
  /** The no to them: refused by another person with a reason, or withdrawn by who brought them in. */
  'settings.end': { input: settingsEndInput, output: z.strictObject({ text: z.string() }) },
  /** Tries changed rules on the rows as they stood before anything was approved; changes nothing. */
  'rule.dryRun': { input: ruleDryRunInput, output: job },
  /** The same with the version that waits: its figures are kept with it, and without them nobody can enable it. */
  'rule.tryVersion': { input: ruleEnableInput, output: job },
  'rule.findProposals': { input: nothing, output: job },
  /** Keeps changes of the rules as the version that waits for a reviewer; it replaces one that waited. */
  'rule.propose': { input: ruleProposeInput, output: ruleSetRow },
  'rule.enable': { input: ruleEnableInput, output: ruleSetRow },
  /** Refuses another person's version, or withdraws one's own. */
  'rule.end': { input: ruleEndInput, output: ruleSetRow },
  /** Refuses another person's change, or withdraws one's own. */
  'people.end': { input: personEndInput, output: personChangeRow },
  /** Proves an operator id against PeopleSoft by one harmless read; from then on this window is that person's. */
  'session.signIn': { input: signInInput, output: signInOutput },
  /** Opens the person's browser at the site's identity provider and waits for her to come back. */
  'session.signInByBrowser': { input: browserSignInInput, output: signInOutput },
  'session.signOut': { input: nothing, output: signInOutput },
  /** Browser host only: a new one-time address for another tab. */
  'host.newAddress': { input: nothing, output: z.strictObject({ url: z.string() }) },
} as const;

export const jobRow = z.strictObject({
  jobId: z.string(),
  kind: z.string(),
  title: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled', 'interrupted']),
  startedAt: instant,
  endedAt: instant.nullable(),
  done: z.number().int(),
  total: z.number().int().nullable(),
  message: z.string().nullable(),
  canCancel: z.boolean(),
});
export type JobRow = z.infer<typeof jobRow>;

/** Events only announce; the window asks again for what it shows. */
export const TOPICS = [
  'movements',
  'items',
  'postings',
  'duplicates',
  'customers',
  'connections',
  'jobs',
  'audit',
  'profile',
  'people',
  'files',
  'rules',
  'twoFiles',
] as const;
export type Topic = (typeof TOPICS)[number];
export const events = {
  'data.changed': z.strictObject({ topics: z.array(z.enum(TOPICS)) }),
  'job.progressed': jobRow,
  'company.stopping': z.strictObject({ reason: z.string() }),
} as const;

export type QueryName = keyof typeof queries;
export type CommandName = keyof typeof commands;
export type EventName = keyof typeof events;
export type QueryInput<N extends QueryName> = z.input<(typeof queries)[N]['input']>;
export type QueryOutput<N extends QueryName> = z.output<(typeof queries)[N]['output']>;
export type CommandInput<N extends CommandName> = z.input<(typeof commands)[N]['input']>;
export type CommandOutput<N extends CommandName> = z.output<(typeof commands)[N]['output']>;
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>;
