import type { Ledger } from '../../../electron/ledger/operation.ts';
import { isRight } from '../../../electron/engine/headless/score-demo.ts';
import { readAutomaticDecisions } from '../../../electron/engine/views/automatic-decisions.ts';
import { monthTruth, type MonthKind } from './month-rows.ts';

/** Automatic decisions of one kind of movement against the truth. */
export interface JudgedKind {
  readonly right: number;
  readonly wrong: number;
}
export type MonthJudged = Readonly<Partial<Record<MonthKind, JudgedKind>>>;
const PAGE = 5_000;

/** Every automatic decision of a matched month of `rows` movements, judged by what truly was paid, by kind of movement. */
export async function judgeMonth(ledger: Ledger, rows: number): Promise<MonthJudged> {
  const judged: Partial<Record<MonthKind, JudgedKind>> = {};
  let after: number | null = 0;
  while (after !== null) {
    const page: ReturnType<typeof readAutomaticDecisions.run> = await ledger.read(readAutomaticDecisions, {
      afterMatchId: after,
      limit: PAGE,
    });
    for (const decision of page.decisions) {
      const truth = monthTruth(decision.objectId, rows);
      const { right, wrong } = judged[truth.kind] ?? { right: 0, wrong: 0 };
      judged[truth.kind] = isRight(decision, truth) ? { right: right + 1, wrong } : { right, wrong: wrong + 1 };
    }
    after = page.next;
  }
  return judged;
}
