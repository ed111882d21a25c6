import { instantOf } from '../../../shared/domain/calendar.ts';
import { cutDeposit } from '../deposits/cut-deposit.ts';
import type { DoubtfulDeposit } from '../deposits/doubtful-deposits.ts';
import type { DepositGroup } from '../deposits/due-postings.ts';
import { readBackDeposit } from '../read-back/read-back-deposit.ts';
import { recordReadBack } from '../read-back/record-read-back.ts';
import { recordSend } from './record-send.ts';
import type { SenderClaim } from './sender-claim.ts';
import type { SenderPorts, SenderSettings } from './sender.ts';

const REASON = 'PeopleSoft already holds these payments although this ledger has not sent them; they are read back';

/**
 * A last question before payments go out for the first time: does PeopleSoft hold them already? References are computed from the charge
 * and its generation alone, so a ledger that is older than what was sent (a restored copy, a second machine) meets its own here. What is found goes the way
 * of every doubt, becomes unknown and is read back, and is never sent again. Answers how many payments that were; that none is shown
 * proves nothing more. Throws ConnectorError when PeopleSoft cannot be read.
 */
export async function adoptSent(
  ports: SenderPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  group: DepositGroup,
  signal?: AbortSignal,
): Promise<number> {
  const held = await postingsHeld(ports, group, signal);
  let adopted = 0;
  // Each of PeopleSoft's deposits becomes one of the ledger, so that every payment is shown where it stands.
  for (const postingIds of held.values())
    adopted += await adopt(ports, settings, claim, { ...group, postingIds }, signal);
  return adopted;
}

async function adopt(
  ports: SenderPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  group: Omit<DepositGroup, 'postings'> & { readonly postingIds: readonly number[] },
  signal?: AbortSignal,
): Promise<number> {
  const { unit, depositBu, bankCode, bankAccountKey, currency, accountingDate, operatorId } = group;
  const { machine } = ports;
  const cut = await ports.ledger.write(cutDeposit, {
    claim,
    group: { unit, depositBu, bankCode, bankAccountKey, currency, accountingDate, operatorId },
    postingIds: group.postingIds,
    depositIds: settings.depositIds,
    afterCut: null,
    isFound: true,
    at: instantOf(ports.now()),
    machine,
  });
  if (cut === null) return 0;
  const absenceCountsFromAt = instantOf(ports.now() + settings.settleSeconds * 1_000);
  await ports.ledger.write(recordSend, {
    claim,
    depositKey: cut.depositKey,
    attemptId: cut.attemptId,
    at: instantOf(ports.now()),
    machine,
    record: {
      outcome: 'unknown',
      text: REASON,
      depositId: null,
      rejected: [],
      recut: [],
      isRetry: false,
      duplicateKey: false,
      absenceCountsFromAt,
      stop: null,
      request: '',
      answer: null,
    },
  });
  const payments = cut.document.payments.flatMap((document, index) => {
    const postingId = cut.postingIds[index];
    return postingId === undefined ? [] : [{ postingId, document }];
  });
  const doubt: DoubtfulDeposit = {
    depositKey: cut.depositKey,
    depositBu,
    bankCode,
    bankAccountKey,
    absenceCountsFromAt,
    keyTaken: false,
    payments,
  };
  const lines = await readBackDeposit(ports, settings, doubt, signal);
  const at = instantOf(ports.now());
  await ports.ledger.write(recordReadBack, { claim, depositKey: cut.depositKey, lines, at, machine });
  return cut.postingIds.length;
}

/** Postings of the group whose reference PeopleSoft shows, by the deposit they stand in; under '' those in staging or an error table. */
async function postingsHeld(
  ports: SenderPorts,
  group: DepositGroup,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, number[]>> {
  const found = await ports.peopleSoft.findPayments(
    group.depositBu,
    group.postings.map(({ payload }) => payload.document.paymentId),
    null,
    signal,
  );
  const places = new Map<string, string>();
  for (const id of [...found.staged, ...found.errors.map(({ paymentId }) => paymentId)])
    places.set(id.toUpperCase(), '');
  for (const { paymentId, depositId } of found.payments) places.set(paymentId.toUpperCase(), depositId);
  const held = new Map<string, number[]>();
  for (const { postingId, payload } of group.postings) {
    const place = places.get(payload.document.paymentId.toUpperCase());
    if (place !== undefined) held.set(place, [...(held.get(place) ?? []), postingId]);
  }
  return held;
}
