import type { RecordOwner, RecordReader } from '../../connectors/stripe/types.ts';
import type { FileSource } from './file-source.ts';
import { readText, type TextEncoding } from './inspect-file.ts';
import { jsonValues } from './json-values.ts';
import { missingRest, recordsOf } from './list-records.ts';
import { modeGate } from './other-mode.ts';
import type { TablePreview } from './preview-table.ts';

const FIRST_ROWS = 20;
const MOST_FAULTS = 200;

/** What an import of recorded Stripe data would take in: its first objects, and which lines cannot be read. */
export async function previewRecords(
  file: FileSource,
  encoding: TextEncoding,
  readRecord: RecordReader,
  owner: RecordOwner,
): Promise<
  Pick<TablePreview, 'rows' | 'faultCount'> & {
    faults: TablePreview['faults'][number][];
    first: Record<string, string>[];
  }
> {
  const faults: TablePreview['faults'][number][] = [];
  const first: Record<string, string>[] = [];
  let rows = 0;
  let faultCount = 0;
  const refuse = (line: number, reason: string) => {
    faultCount += 1;
    if (faults.length < MOST_FAULTS) faults.push({ line, column: '', reason });
  };
  const refusalOfUnsaid = modeGate(file, encoding, owner);
  for await (const found of jsonValues(readText(file, encoding))) {
    if ('fault' in found) {
      rows += 1;
      refuse(found.line, found.fault);
      continue;
    }
    for (const { line, value } of recordsOf(found)) {
      rows += 1;
      const record = readRecord(value, owner);
      const unsaid = 'refused' in record || record.saysMode ? null : await refusalOfUnsaid();
      if ('refused' in record) refuse(line, record.refused.reason);
      else if (unsaid !== null) refuse(line, unsaid);
      else if (first.length < FIRST_ROWS)
        first.push(...record.objects.slice(0, 1).map(({ type, id, asOf }) => ({ type, id, asOf })));
    }
    const rest = missingRest(found);
    if (rest !== null) {
      rows += 1;
      refuse(found.line, rest);
    }
  }
  return { rows, faults, faultCount, first };
}
