import { instantOf } from '../../../shared/domain/calendar.ts';
import type { DoubtsReport } from '../read-back/resolve-doubts.ts';
import { UNSEEN_SETTLES, vanishedWords, type ConfirmReport } from '../read-back/confirm-accepted.ts';
import { GROUP_WORDS } from '../sending/document-words.ts';
import { lookAtEach } from '../read-back/look-at-each.ts';
import type { SenderClaim } from '../sending/sender-claim.ts';
import type { SenderSettings, SendRequest } from '../sending/sender.ts';
import type { ItemPorts } from './item-ports.ts';
import { watchKey } from './watch-key.ts';
import { sentItems, type SentItem } from './open-items.ts';
import { readBackItem, type ItemLook } from './read-back-item.ts';
import { recordItemLook } from './record-item-look.ts';
import { markInterruptedItems } from './send-record.ts';

const PAGE = 50;

/** Settles what earlier sends of items left open, before anything is sent; as `resolveDoubts` does for deposits. */
export async function resolveItemDoubts(
  ports: ItemPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  request: Pick<SendRequest, 'signal' | 'looks'>,
): Promise<DoubtsReport> {
  const { ledger, now, machine } = ports;
  const settled = () => instantOf(now() + settings.settleSeconds * 1_000);
  const absenceCountsFromAt = settled();
  await ledger.write(markInterruptedItems, { claim, at: instantOf(now()), machine, absenceCountsFromAt });
  const report = { settled: 0, provenAbsent: 0, stillUnknown: 0 };
  const stopped = await lookAtEach(
    everyItem(ports, settings, 'doubtful'),
    {
      keyOf: ({ postingId }) => watchKey(postingId),
      look: (sent) =>
        readBackItem(ports, settings, sent, Date.parse(sent.absenceCountsFromAt ?? settled()), request.signal),
      keep: (sent, look) => {
        if (look.verdict !== 'absent') report.settled += 1;
        else if (look.absenceProven) report.provenAbsent += 1;
        else report.stillUnknown += 1;
        return record(ports, claim, sent, look);
      },
      pass: () => void (report.stillUnknown += 1),
      passesRest: true,
    },
    { ...request, now },
  );
  return { ...report, stopped };
}

/** Looks at every saved item again, or with `looks` at those that are due: what Receivables Update has posted as approved is confirmed. */
export async function confirmItems(
  ports: ItemPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  request: Pick<SendRequest, 'signal' | 'looks'>,
): Promise<ConfirmReport> {
  const report = { confirmed: 0, waiting: 0, problems: 0 };
  const stopped = await lookAtEach(
    everyItem(ports, settings, 'saved'),
    {
      keyOf: ({ postingId }) => watchKey(postingId),
      look: (sent) => {
        const patienceMs = sent.seen ? 0 : settings.settleSeconds * 1_000 * UNSEEN_SETTLES;
        return readBackItem(ports, settings, sent, Date.parse(sent.sentAt) + patienceMs, request.signal);
      },
      keep: async (sent, look) => {
        const isUnproven = look.verdict === 'absent' && !look.absenceProven;
        const shown = look.verdict === 'absent' ? vanished(look) : look;
        if (isUnproven || shown.verdict === 'accepted') report.waiting += 1;
        else if (shown.verdict === 'confirmed') report.confirmed += 1;
        else report.problems += 1;
        return isUnproven ? false : record(ports, claim, sent, shown);
      },
      pass: () => void (report.waiting += 1),
      passesRest: false,
    },
    { ...request, now: ports.now },
  );
  return { ...report, stopped };
}

/** A saved item that a valid read no longer shows is for a person to look at, never a reason to send again. */
function vanished(look: ItemLook): ItemLook {
  return { ...look, verdict: 'wrong', text: vanishedWords(GROUP_WORDS), absenceProven: false };
}

function record(ports: ItemPorts, claim: SenderClaim, sent: SentItem, look: ItemLook): Promise<boolean> {
  const at = instantOf(ports.now());
  return ports.ledger.write(recordItemLook, { claim, postingId: sent.postingId, look, at, machine: ports.machine });
}

async function* everyItem(
  { ledger }: ItemPorts,
  { unit }: SenderSettings,
  which: 'doubtful' | 'saved',
): AsyncGenerator<SentItem> {
  for (let after = 0; ;) {
    const page = await ledger.read(sentItems, { unit: unit.unit, which, after, limit: PAGE });
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.postingId ?? after;
  }
}
