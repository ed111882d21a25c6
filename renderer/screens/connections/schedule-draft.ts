import { scheduleSettings, type ScheduleSettings } from '../../../shared/contract/schedule.ts';

/** The schedule while it is being changed: numbers are text until they are read. */
export interface ScheduleDraft {
  readonly windows: ScheduleSettings['windows'];
  readonly blackouts: ScheduleSettings['blackouts'];
  readonly paymentsPerDeposit: string;
  readonly requestsPerSecond: string;
  readonly concurrency: string;
  readonly oneClickWaits: boolean;
}

export function draftOf(settings: ScheduleSettings): ScheduleDraft {
  const { paymentsPerDeposit, requestsPerSecond, concurrency } = settings;
  return {
    ...settings,
    paymentsPerDeposit: String(paymentsPerDeposit),
    requestsPerSecond: String(requestsPerSecond),
    concurrency: String(concurrency),
  };
}

/** A copy of a list with one entry changed, or without it when `change` is null. */
export function withEntry<Entry>(list: readonly Entry[], at: number, change: Partial<Entry> | null): Entry[] {
  return list.flatMap((entry, index) => {
    if (index !== at) return [entry];
    return change === null ? [] : [{ ...entry, ...change }];
  });
}

const PLACES: Readonly<Record<string, string>> = {
  windows: 'Window',
  blackouts: 'Days without bulk work',
  paymentsPerDeposit: 'Payments a deposit',
  requestsPerSecond: 'Requests a second',
  concurrency: 'At once',
};

/** The settings, or what keeps them from being ones, a sentence each. */
export function readSchedule(
  draft: ScheduleDraft,
): { readonly settings: ScheduleSettings } | { readonly faults: readonly string[] } {
  const read = scheduleSettings.safeParse({
    ...draft,
    paymentsPerDeposit: numberOf(draft.paymentsPerDeposit),
    requestsPerSecond: numberOf(draft.requestsPerSecond),
    concurrency: numberOf(draft.concurrency),
  });
  if (read.success) return { settings: read.data };
  return {
    faults: read.error.issues.map(({ path: [name, index, field], message }) => {
      const place = PLACES[String(name)] ?? String(name);
      const which = typeof index === 'number' ? ` ${index + 1}${field === undefined ? '' : `, ${String(field)}`}` : '';
      return `${place}${which}: ${message}.`;
    }),
  };
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
