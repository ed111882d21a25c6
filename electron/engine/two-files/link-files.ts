import { dedupeParties, linkParties } from '../../matching/parties/link-parties.ts';
import { oneToOne } from '../../matching/parties/one-to-one.ts';
import type { ScoredRows } from '../../matching/parties/row-pairs.ts';
import { writeAnswer } from './answer-file.ts';
import type { DedupeWork, LinkResult, LinkWork } from './file-work.ts';
import { pairsCsv } from './link-output.ts';
import { readPartyTable } from './link-table.ts';

/** Links two files, or finds the doubles of one, and writes the pairs. Throws `BAD_INPUT` for what is wrong in a file. */
export async function linkFiles(request: LinkWork | DedupeWork, onStep: (text: string) => void): Promise<LinkResult> {
  const startedMs = performance.now();
  onStep('reading the files');
  const { pairs, left, right } = await (request.kind === 'link'
    ? linkTwo(request, onStep)
    : dedupeOne(request, onStep));
  onStep(`writing ${pairs.left.length} pairs`);
  await writeAnswer(request.out, pairsCsv(pairs, left, right));
  const seconds = Math.round(performance.now() - startedMs) / 1_000;
  return { left: left.length, right: request.kind === 'link' ? right.length : 0, pairs: pairs.left.length, seconds };
}

async function linkTwo(request: LinkWork, onStep: (text: string) => void) {
  const left = await readPartyTable('left', request.left, request.map.left);
  const right = await readPartyTable('right', request.right, request.map.right);
  const linked = linkParties(left.parties, right.parties, { onStep });
  return {
    pairs: request.oneToOne ? oneToOne(linked) : linked.answer({ left: left.ids, right: right.ids }),
    left: left.ids,
    right: right.ids,
  };
}

async function dedupeOne(request: DedupeWork, onStep: (text: string) => void) {
  const { ids, parties } = await readPartyTable('in', request.in, request.map);
  const pairs = dedupeParties(parties, { onStep }).answer({ left: ids, right: ids });
  return { pairs: turnedById(pairs, ids), left: ids, right: ids };
}

/** Two rows of one file have no sides: the smaller id stands left, so that a pair is written the same whatever the order of rows. */
function turnedById({ left, right, score }: ScoredRows, ids: readonly string[]): ScoredRows {
  const isTurned = (pair: number) => (ids[left[pair] ?? 0] ?? '') > (ids[right[pair] ?? 0] ?? '');
  return {
    left: left.map((row, pair) => (isTurned(pair) ? (right[pair] ?? 0) : row)),
    right: right.map((row, pair) => (isTurned(pair) ? (left[pair] ?? 0) : row)),
    score,
  };
}
