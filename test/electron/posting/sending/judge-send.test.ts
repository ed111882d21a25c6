import { describe, expect, it } from 'vitest';
import type { PeopleSoftMessage } from '../../../../electron/connectors/peoplesoft/types.ts';
import type { CutDeposit } from '../../../../electron/posting/deposits/cut-deposit.ts';
import { GROUP_WORDS } from '../../../../electron/posting/sending/document-words.ts';
import { judgeSend, messagesText } from '../../../../electron/posting/sending/judge-send.ts';
import type { SendAnswer } from '../../../../electron/posting/sending/send-once.ts';

const NOW_MS = Date.parse('2026-11-02T17:00:00Z');
const deposit = (postingIds: readonly number[], depositId: string) =>
  ({ postingIds, document: { depositId } }) as unknown as CutDeposit;
const message = (set: number | null, number: number | null, text = 'words', type = 'Error'): PeopleSoftMessage => ({
  type,
  set,
  number,
  text,
  explain: null,
});
const refused = (messages: PeopleSoftMessage[], more: object = {}): SendAnswer => ({
  outcome: 'refused',
  certain: true,
  messages,
  paymentSeq: null,
  duplicateKey: false,
  credentialsFailed: false,
  retryable: false,
  answer: '<a/>',
  request: '<r/>',
  ...more,
});
const judge = (answer: SendAnswer, ids = [11, 12, 13], retries = 1, depositId = 'D00000000000000') =>
  judgeSend(answer, deposit(ids, depositId), { retries, settleSeconds: 300, nowMs: NOW_MS });

describe('what an answer means', () => {
  it('saved: under PeopleSoft’s deposit id, with its warnings', () => {
    const saved: SendAnswer = {
      outcome: 'saved',
      depositId: '77',
      messages: [message(1, 2, 'note')],
      answer: '',
      request: '',
    };
    expect(judge(saved)).toMatchObject({
      outcome: 'saved',
      depositId: '77',
      text: 'note (1,2)',
      rejected: [],
      recut: [],
      stop: null,
    });
  });

  it('unknown: absence counts a settle time after the answer ended, and nothing is cut again', () => {
    const unknown: SendAnswer = { outcome: 'unknown', reason: 'reset', answer: null, request: '' };
    expect(judge(unknown)).toMatchObject({
      outcome: 'unknown',
      absenceCountsFromAt: '2026-11-02T17:05:00.000Z',
      rejected: [],
      recut: [],
      stop: null,
    });
  });

  it.each([
    ['of ours keeps the deposit back until something shows why', 'D00000000000000', true],
    ['that PeopleSoft gave itself is a doubt like any other', 'NEXT', false],
  ])('a duplicate key %s, and never a refusal', (_what, depositId, duplicateKey) => {
    const answer = refused([message(91, 49)], { duplicateKey: true });
    expect(judge(answer, [11], 1, depositId)).toMatchObject({
      outcome: 'unknown',
      duplicateKey,
      rejected: [],
      recut: [],
      absenceCountsFromAt: '2026-11-02T17:05:00.000Z',
    });
  });

  it.each([
    ['password failed', refused([message(158, 45)], { credentialsFailed: true }), 'credentials'],
    ['HTTP 401', refused([message(null, null, 'HTTP 401', 'transport')], { credentialsFailed: true }), 'credentials'],
    ['not authorized', refused([message(158, 536)]), 'credentials'],
    ['unknown operation', refused([message(158, 403)]), 'refused'],
    ['unreadable XML', refused([message(159, 5)]), 'refused'],
    ['HTTP 404', refused([message(null, null, 'HTTP 404: nothing there', 'transport')]), 'refused'],
    ['a proxy that wants a sign-in', refused([message(null, null, 'HTTP 407', 'transport')]), 'refused'],
    ['routing words without numbers', refused([message(null, null, 'No valid routing for this message')]), 'refused'],
  ])('%s stops the run and blames no payment', (_what, answer, kind) => {
    expect(judge(answer)).toMatchObject({ outcome: 'refused', rejected: [], recut: [], stop: { kind } });
  });

  it('a lock conflict is tried again while tries are left, then it waits', () => {
    const conflict = refused([message(18, 1)], { retryable: true });
    expect(judge(conflict)).toMatchObject({ recut: [[11, 12, 13]], isRetry: true, stop: null });
    expect(judge(conflict, [11, 12, 13], 0)).toMatchObject({ recut: [], rejected: [], stop: { kind: 'unreachable' } });
  });

  it.each([
    [1, 11, [12, 13]],
    [2, 12, [11, 13]],
    [3, 13, [11, 12]],
  ])('the line %i that the fault names is parked, the rest goes', (paymentSeq, postingId, rest) => {
    const record = judge(refused([message(15, 11)], { paymentSeq }));
    expect(record).toMatchObject({
      outcome: 'refused',
      rejected: [{ postingId, text: 'words (15,11)' }],
      recut: [rest],
    });
  });

  it.each([0, 4, 99])('a line %i that is not in the deposit is not believed: the deposit is halved', (paymentSeq) => {
    expect(judge(refused([message(15, 11)], { paymentSeq }))).toMatchObject({ rejected: [], recut: [[11, 12], [13]] });
  });

  it.each([
    [[1], [], [[1]]],
    [[1, 2], [[1], [2]], []],
    [
      [1, 2, 3, 4, 5],
      [
        [1, 2, 3],
        [4, 5],
      ],
      [],
    ],
  ])('an unnamed line of %j is looked for by halves', (ids, recut, rejected) => {
    const record = judge(refused([message(25000, 1)]), ids);
    expect(record.recut).toEqual(recut);
    expect(record.rejected.map((each) => [each.postingId])).toEqual(rejected);
  });

  it('what PeopleSoft says to an item is told in words of items', () => {
    const told = (answer: SendAnswer) =>
      judgeSend(
        answer,
        { postingIds: [1], document: { depositId: 'G1' } },
        { retries: 0, settleSeconds: 1, nowMs: 0, words: GROUP_WORDS },
      );
    expect(told(refused([])).rejected).toEqual([
      { postingId: 1, text: 'PeopleSoft refused the item group without a message' },
    ]);
    expect(told(refused([message(158, 45)])).stop?.nextStep).toContain('the items wait');
    expect(told(refused([message(18, 2)], { retryable: true })).stop?.nextStep).toContain('The items wait');
  });

  it('a refusal without words still says that it was one', () => {
    expect(judge(refused([]), [1]).rejected).toEqual([
      { postingId: 1, text: 'PeopleSoft refused the deposit without a message' },
    ]);
  });

  it.each([
    ['one line', [2], [{ postingId: 12, text: 'Not sent: too long' }], [[11, 13]], null],
    ['two lines', [1, 3], [{ postingId: 11 }, { postingId: 13 }], [[12]], null],
    ['every line', [1, 2, 3], [], [], { kind: 'mapping', message: 'too long', nextStep: 'Fix it.' }],
    ['no line by itself', [], [], [], { kind: 'mapping' }],
  ])(
    'our own schema check holds back %s, and nothing is said to be refused',
    (_what, paymentSeqs, rejected, recut, stop) => {
      const record = judge({ outcome: 'unsendable', paymentSeqs, text: 'too long', nextStep: 'Fix it.', request: '' });
      expect(record).toMatchObject({ outcome: 'notSent', rejected, recut, stop });
    },
  );

  it('given up before anything left: everything waits', () => {
    const stop = { kind: 'credentials', message: 'expired', nextStep: 'Renew it.' };
    expect(judge({ outcome: 'unsent', stop, request: '' })).toMatchObject({
      outcome: 'notSent',
      rejected: [],
      recut: [],
      stop,
    });
  });
});

describe('messagesText', () => {
  it('keeps PeopleSoft’s words and names each message number once', () => {
    const explained = { ...message(15, 11, 'Invalid value'), explain: 'Press the prompt button.' };
    expect(messagesText([message(91, 49, 'Row already exists (91,49)'), explained, message(null, null, 'plain')])).toBe(
      'Row already exists (91,49); Invalid value (15,11) Press the prompt button.; plain',
    );
  });
});
