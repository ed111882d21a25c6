import { writeSync } from 'node:fs';
import type { Clock } from '../../../electron/connectors/http/clock.ts';
import { anchorKeeper } from '../../../electron/engine/threads/anchor-keeper.ts';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { homePaths } from '../../../electron/ledger/home.ts';
import { lockHome } from '../../../electron/ledger/home-lock.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import { postUnit } from '../../../electron/posting/sending/post-unit.ts';
import { takeSenderClaim, type SenderClaim } from '../../../electron/posting/sending/sender-claim.ts';
import { senderWatch } from '../../../electron/posting/sending/sender-watch.ts';
import type { SenderPorts } from '../../../electron/posting/sending/sender.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { connectToSite, UNIT } from '../../electron/posting/posting-site.ts';
import { mortalPorts } from './mortal-ports.ts';
import { KNOWN_DATABASE } from '../../electron/posting/known-database.ts';
import { LAST_WORDS, type RoundOrder, type SenderOrder, type SenderSaid } from './sender-messages.ts';

const STDERR = 2;

/** The smallest real process that posts: home lock, ledger writer, connector and sender; each message is one round. */
const order = JSON.parse(process.argv[2] ?? '{}') as SenderOrder;
let nowMs = 0;
const points: string[] = [];
let passed = 0;

const say = (words: SenderSaid): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send?.(words, undefined, {}, (error) => (error === null ? resolve() : reject(error)));
  });

function atPoint(name: string): void {
  points.push(name);
  passed += 1;
  if (passed !== order.killAt) return;
  writeSync(STDERR, `${LAST_WORDS}${name}\n`);
  process.kill(process.pid, 'SIGKILL');
}

function open(): (round: RoundOrder) => Promise<void> {
  const paths = homePaths(order.home);
  lockHome(paths, { pid: process.pid, at: instantOf(Date.now()) });
  const db = openWriter(order.ledgerFile, Buffer.from(order.keyHex, 'hex'));
  const anchors = anchorKeeper(db, paths.anchors);
  const clock: Clock = {
    now: () => instantOf(nowMs),
    monotonicMs: () => nowMs,
    sleep: async (ms) => void (nowMs += Math.ceil(ms)),
  };
  const peopleSoft = connectToSite(order.site, clock, order.depositIds, 20);
  const bare: SenderPorts = {
    ledger: directLedger(db),
    peopleSoft,
    now: () => nowMs,
    watch: senderWatch(() => nowMs),
    machine: 'M',
    database: KNOWN_DATABASE,
  };
  const ports = mortalPorts(bare, atPoint, (operation) => anchors.committed([operation]));
  const { paymentsPerDeposit, settleSeconds, depositIds } = order;
  const settings = { unit: UNIT, depositIds, paymentsPerDeposit, settleSeconds };
  let claim: SenderClaim | null = null;
  return async (round) => {
    nowMs = round.nowMs;
    claim ??= await ports.ledger.write(takeSenderClaim, {
      unit: UNIT.unit,
      holder: `process ${process.pid}`,
      at: instantOf(nowMs),
    });
    await postUnit(ports, settings, claim, { bulk: round.bulk });
  };
}

async function refuse(error: unknown): Promise<void> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'FAILED';
  await say({
    said: 'refused',
    code,
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
}

try {
  const round = open();
  process.on('message', (message) => {
    round(message as RoundOrder)
      .then(() => say({ said: 'done', points: points.splice(0) }))
      .catch(refuse)
      .catch(() => process.exit(1));
  });
  await say({ said: 'ready' });
} catch (error) {
  await refuse(error);
  process.disconnect();
}
