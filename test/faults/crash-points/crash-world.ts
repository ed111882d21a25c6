import { dirname } from 'node:path';
import { checkAnchors, startAnchors } from '../../../electron/ledger/audit-anchor.ts';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { homePaths } from '../../../electron/ledger/home.ts';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { openWriter, type WriterHandle } from '../../../electron/ledger/open-ledger.ts';
import { postUnit } from '../../../electron/posting/sending/post-unit.ts';
import { takeSenderClaim } from '../../../electron/posting/sending/sender-claim.ts';
import { senderWatch } from '../../../electron/posting/sending/sender-watch.ts';
import type { SenderPorts } from '../../../electron/posting/sending/sender.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { SETTLE_SECONDS, startPostingSite, UNIT, type PostingSite } from '../../electron/posting/posting-site.ts';
import { bundledProgram } from '../../../build/test-programs.ts';
import { approvePayment } from '../posting/approved-payments.ts';
import type { JudgedSite } from '../posting/judge-site.ts';
import type { Damage } from '../trial-row.ts';
import type { CrashStory, DayStep } from './crash-story.ts';
import { startSenderLife, type RoundEnd, type SenderLife } from './sender-life.ts';

const RECOVERY_ROUNDS = 6;
const RECOVERY_STEP_SECONDS = 6_000;

/** A ledger, a site and what may happen to them. */
export interface CrashWorld {
  readonly site: PostingSite;
  life(killAt: number): SenderLife;
  /** One step of the day; null for those that are not the sender's. */
  take(step: DayStep, life: SenderLife): Promise<RoundEnd | null>;
  /** Looks at ledger and books with no other process on them. */
  judge(look: (site: JudgedSite) => void, damage: Damage): Promise<void>;
  /** Recovery in this process, with everything that failed well again; `change` is a control's switch. */
  finish(change?: (ports: SenderPorts, db: WriterHandle) => SenderPorts, batches?: 'run' | 'rest'): Promise<void>;
}

export async function startWorld(story: CrashStory): Promise<CrashWorld> {
  const program = await bundledProgram('sender');
  const site = await startPostingSite(story.site);
  for (const payment of story.payments) await approvePayment(site, payment);
  site.db.close();
  const { ledgerFile, ledgerKey, simulator, settings } = site;
  if (story.failure !== null) simulator.arm(story.failure);
  const paths = homePaths(dirname(ledgerFile));
  startAnchors(paths.anchors);
  return {
    site,
    life: (killAt) =>
      startSenderLife(program, {
        home: paths.folder,
        ledgerFile,
        keyHex: ledgerKey.toString('hex'),
        site: { url: simulator.url, node: simulator.node, user: simulator.user, password: simulator.password },
        depositIds: story.site.depositIds,
        paymentsPerDeposit: story.site.paymentsPerDeposit,
        settleSeconds: SETTLE_SECONDS,
        killAt,
      }),
    async take(step, life) {
      if (step.do === 'wait') site.advance(step.seconds);
      if (step.do === 'batch') await simulator.runBatch();
      if (step.do !== 'round') return null;
      site.advance(1);
      const end = await life.round({ nowMs: site.nowMs(), bulk: true });
      // A request outlives the process that sent it.
      await simulator.idle();
      return end;
    },
    async judge(look, damage) {
      const db = openWriter(ledgerFile, ledgerKey);
      try {
        look({ db, books: () => site.books(), violations: () => findViolations(db) });
        const { problem } = checkAnchors(db, paths.anchors);
        if (problem !== null) damage.auditBroken.push(problem);
      } finally {
        db.close();
      }
    },
    async finish(change = (ports) => ports, batches = 'run') {
      simulator.disarm();
      site.renewSignIn();
      const db = openWriter(ledgerFile, ledgerKey);
      try {
        const ports = change({ ...site.ports, watch: senderWatch(() => site.nowMs()), ledger: directLedger(db) }, db);
        const at = instantOf(site.nowMs());
        const claim = await ports.ledger.write(takeSenderClaim, { unit: UNIT.unit, holder: 'last life', at });
        for (let turn = 0; turn < RECOVERY_ROUNDS; turn += 1) {
          site.advance(RECOVERY_STEP_SECONDS);
          const { confirm, send, doubts } = await postUnit(ports, settings, claim, { bulk: true });
          if (batches === 'run') await simulator.runBatch();
          if (confirm.waiting + send.sent + doubts.stillUnknown + doubts.provenAbsent === 0) break;
        }
      } finally {
        db.close();
      }
    },
  };
}
