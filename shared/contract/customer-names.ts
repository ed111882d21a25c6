import { z } from 'zod';
import { bandSaid, confirmBandInput, customerBand, customerBandInput } from './customer-bands.ts';
import { aliasChangeInput, aliasRememberInput, aliasSaid, aliasTurnInput } from './customer-aliases.ts';
import {
  customerDetail,
  customerDetailInput,
  customerLinkInput,
  customerRetireInput,
  customerSaid,
  customerUndoInput,
} from './customers.ts';
import {
  linkModelEnableInput,
  linkModelEndInput,
  linkModelList,
  linkModelProposeInput,
  linkModelRow,
} from './link-models.ts';

const nothing = z.strictObject({});
const job = z.strictObject({ jobId: z.string() });

/** What the window may ask about customers, what persons remember of them, and what they are scored by. */
export const customerQueries = {
  /** A Stripe customer beside the PeopleSoft customers it is linked to or resembles, with what speaks for each. */
  'customer.detail': { input: customerDetailInput, output: customerDetail },
  /** What confirming all proposed links from a probability on would do. */
  'customer.band': { input: customerBandInput, output: customerBand },
  /** Versions of what customers are scored by, each with what it changed. */
  'linkModel.list': { input: nothing, output: linkModelList },
} as const;

/** What it may order about them. */
export const customerCommands = {
  /** Says whether a Stripe customer is a PeopleSoft customer, proposed or not. */
  'customer.decide': { input: customerLinkInput, output: customerSaid },
  /** Takes back what was last said of the link of a Stripe customer. */
  'customer.undo': { input: customerUndoInput, output: customerSaid },
  /** Ends a confirmed link: movements after its last day are no longer its. */
  'customer.retire': { input: customerRetireInput, output: customerSaid },
  /** Confirms the proposed links from a probability on as they were previewed; one undo takes them all back. */
  'customer.confirmBand': { input: confirmBandInput, output: bandSaid },
  /** Writes down that a spelling is a PeopleSoft customer: evidence beside the scores, with the person's name. */
  'alias.remember': { input: aliasRememberInput, output: aliasSaid },
  'alias.change': { input: aliasChangeInput, output: aliasSaid },
  /** Takes an alias back, or the taking back. */
  'alias.turn': { input: aliasTurnInput, output: aliasSaid },
  /** Works out the next version of the scores from what persons decided, or returns to an earlier one; a reviewer enables it. */
  'linkModel.propose': { input: linkModelProposeInput, output: job },
  'linkModel.enable': { input: linkModelEnableInput, output: linkModelRow },
  'linkModel.end': { input: linkModelEndInput, output: linkModelRow },
} as const;
