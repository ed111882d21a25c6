import type { Instant } from '../../../shared/domain/ids.ts';
import type { RecordedObject, RecordOwner, RecordReader } from '../../connectors/stripe/types.ts';
import type { FileCounts, FileRefusal } from '../../ledger/file-import-store.ts';
import type { Ledger } from '../../ledger/operation.ts';
import type { UnitRule } from '../movements/unit-rules.ts';
import type { FileSource } from './file-source.ts';
import { inspectFile, readText, type InspectedFile } from './inspect-file.ts';
import { jsonValues } from './json-values.ts';
import { missingRest, recordsOf } from './list-records.ts';
import { modeGate } from './other-mode.ts';
import { beginFileImport, finishFileImport, storeRecords } from './store-records.ts';

export interface RecordsImport {
  readonly ledger: Ledger;
  readonly owner: RecordOwner;
  readonly units: readonly UnitRule[];
  readonly readRecord: RecordReader;
  readonly actor: string;
  readonly machine: string;
  readonly now: () => Instant;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number | null, text: string) => void;
}
export interface RecordsReport extends FileCounts {
  /** The first of them; `refused` counts all. */
  readonly refusals: readonly FileRefusal[];
  readonly byType: Readonly<Record<string, number>>;
}

/** Refusals listed one by one; a file of nothing else still gives an answer of bearable size. */
export const MOST_REFUSALS = 4_000;
const KEPT_REFUSALS = 200;
const RECORDS_A_WRITE = 400;
const CHARACTERS_A_WRITE = 2_000_000;

/**
 * Takes Stripe's events and objects of one file in, of any past API version, a few hundred at a time. Each record that cannot be taken in is
 * refused with its line and the reason, and the rest goes on. What is in is in, also when the import is cut off: read again, the file adds
 * the rest. Rejects with errors of the file system and of the ledger, and when it is cancelled.
 */
export async function importStripeRecords(options: RecordsImport, file: FileSource): Promise<RecordsReport> {
  const { ledger, actor, machine } = options;
  const inspected = await inspectFile(file, options.signal);
  const { sha256, sizeBytes } = inspected;
  const at = options.now();
  const fileName = file.shown;
  const importId = await ledger.write(beginFileImport, {
    kind: 'stripeRecords',
    fileName,
    sha256,
    sizeBytes,
    actor,
    machine,
    at,
  });
  const batch = new RecordBatch(options, importId, file.shown);
  const finish = (state: 'done' | 'brokenOff') => {
    const { refusals, byType, ...counts } = batch.report();
    const ended = { refusals: refusals.slice(0, KEPT_REFUSALS), byType, counts, at: options.now() };
    return ledger.write(finishFileImport, { importId, state, fileName, sha256, actor, machine, ...ended });
  };
  try {
    await readInto(batch, options, file, inspected);
  } catch (error) {
    await finish('brokenOff');
    throw error;
  }
  await finish('done');
  return batch.report();
}

async function readInto(
  batch: RecordBatch,
  options: RecordsImport,
  file: FileSource,
  { encoding }: InspectedFile,
): Promise<void> {
  const refusalOfUnsaid = modeGate(file, encoding, options.owner, options.signal);
  for await (const found of jsonValues(readText(file, encoding, options.signal))) {
    if ('fault' in found) {
      batch.refuse(found.line, found.fault, 1);
      continue;
    }
    for (const { line, value } of recordsOf(found)) {
      const record = options.readRecord(value, options.owner);
      const unsaid = 'refused' in record || record.saysMode ? null : await refusalOfUnsaid();
      if ('refused' in record) batch.refuse(line, record.refused.reason, 1);
      else if (unsaid !== null) batch.refuse(line, unsaid, 1);
      else {
        for (const { type, id, reason } of record.besides)
          batch.refuse(line, `${type} ${id ?? ''} in it: ${reason}`, 1);
        batch.add(record.objects);
      }
      if (batch.isFull()) await batch.write();
    }
    const rest = missingRest(found);
    if (rest !== null) batch.refuse(found.line, rest, 1);
  }
  await batch.write();
}

/** Records on their way into the ledger, and what has become of those before. */
class RecordBatch {
  readonly #options: RecordsImport;
  readonly #importId: number;
  readonly #shown: string;
  #records: (readonly RecordedObject[])[] = [];
  #characters = 0;
  #refusedNow = 0;
  readonly #refusals: FileRefusal[] = [];
  #counts: FileCounts = { read: 0, accepted: 0, superseded: 0, suspense: 0, refused: 0 };
  readonly #byType = new Map<string, number>();

  constructor(options: RecordsImport, importId: number, shown: string) {
    this.#options = options;
    this.#importId = importId;
    this.#shown = shown;
  }

  add(objects: readonly RecordedObject[]): void {
    this.#records.push(objects);
    this.#characters += objects.reduce((sum, { raw }) => sum + raw.length, 0);
  }

  refuse(line: number, reason: string, count: number): void {
    this.#refusedNow += count;
    if (this.#refusals.length < MOST_REFUSALS)
      this.#refusals.push({ file: this.#shown, line, reason: reason.slice(0, 300) });
  }

  isFull(): boolean {
    return this.#records.length + this.#refusedNow >= RECORDS_A_WRITE || this.#characters >= CHARACTERS_A_WRITE;
  }

  async write(): Promise<void> {
    const { ledger, owner, units, now, signal, onProgress } = this.#options;
    signal?.throwIfAborted();
    const records = this.#records;
    const refused = this.#refusedNow;
    if (records.length + refused === 0) return;
    this.#records = [];
    this.#characters = 0;
    this.#refusedNow = 0;
    const context = { ...owner, units, at: now() };
    const fates = await ledger.write(storeRecords, { context, importId: this.#importId, records, refused });
    const count = (fate: string) => fates.filter((each) => each === fate).length;
    this.#counts = {
      read: this.#counts.read + records.length + refused,
      accepted: this.#counts.accepted + count('accepted'),
      superseded: this.#counts.superseded + count('superseded'),
      suspense: this.#counts.suspense + count('suspense'),
      refused: this.#counts.refused + refused,
    };
    for (const [own] of records)
      if (own !== undefined) this.#byType.set(own.type, (this.#byType.get(own.type) ?? 0) + 1);
    onProgress?.(this.#counts.read, null, `records of ${this.#shown}`);
  }

  report(): RecordsReport {
    return {
      ...this.#counts,
      refusals: this.#refusals,
      byType: Object.fromEntries([...this.#byType].toSorted(([left], [right]) => (left < right ? -1 : 1))),
    };
  }
}
