import { auditVerifyCommand } from './audit-verify.ts';
import type { HeadlessCommand } from './command.ts';
import { connectCheckCommand } from './connect-check.ts';
import { dedupeCommand } from './dedupe.ts';
import { demoCommand } from './demo.ts';
import { ingestStripeCommand } from './ingest-stripe.ts';
import { linkCommand } from './link.ts';
import { matchCommand } from './match.ts';
import { peopleSoftProposeCommand } from './peoplesoft-propose.ts';
import { peopleSoftTryCommand } from './peoplesoft-try.ts';
import { postCommand } from './post.ts';
import { reconcileCommand } from './reconcile.ts';
import { replayCommand } from './replay.ts';
import { sampleServeCommand } from './sample-serve.ts';
import { serveCommand } from './serve.ts';
import { syncCommand } from './sync.ts';

/** Every command of the headless program, in the order of the help. */
export const ALL_COMMANDS: readonly HeadlessCommand[] = [
  demoCommand,
  serveCommand,
  sampleServeCommand,
  connectCheckCommand,
  peopleSoftProposeCommand,
  peopleSoftTryCommand,
  syncCommand,
  ingestStripeCommand,
  matchCommand,
  postCommand,
  replayCommand,
  auditVerifyCommand,
  linkCommand,
  dedupeCommand,
  reconcileCommand,
];
