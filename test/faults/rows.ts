import { clockRow } from './clock/clock-row.ts';
import { crashPointsRow } from './crash-points/crash-points-row.ts';
import { fileImportRow } from './file-import/file-import-row.ts';
import { killRandomRow } from './kill-random/kill-random-row.ts';
import { lostAnswerRow } from './lost-answer/lost-answer-row.ts';
import { matchingRunRow } from './matching-run/matching-run-row.ts';
import { mixedRow } from './mixed/mixed-row.ts';
import { parsersRow } from './parsers/parsers-row.ts';
import { powerLossRow } from './power-loss/power-loss-row.ts';
import type { FaultRow } from './row.ts';
import { storageRow } from './storage/storage-row.ts';
import { syscallRow } from './syscall/syscall-row.ts';
import { twoSendersRow } from './two-senders/two-senders-row.ts';

/** Every row of the fault bed, in the order they are played. */
export const ROWS: readonly FaultRow[] = [
  mixedRow(),
  killRandomRow(),
  lostAnswerRow(),
  crashPointsRow(),
  twoSendersRow(),
  clockRow(),
  parsersRow(),
  storageRow(),
  powerLossRow(),
  syscallRow(),
  fileImportRow(),
  matchingRunRow(),
];
