import type { Random } from './random.ts';

/** What a charge says about why it was paid. */
export interface Words {
  readonly metadata: Readonly<Record<string, string>>;
  readonly description: string | null;
  readonly statement: string | null;
}

const PHRASES = ['Invoice #', 'Payment for invoice #', 'Inv. #', 'Rechnung #', 'Re: # - thank you', '#'] as const;
const SILENT = [
  'Online payment',
  'Customer portal payment',
  'Thank you for your business',
  'Payment',
  'Recurring services',
] as const;

/** How people write PeopleSoft's `INV-0048112` in a hurry: `48112`. Other numbers are quoted whole. */
export function shortNumber(number: string): string {
  const digits = /^INV-0*(\d+)$/.exec(number);
  return digits?.[1] ?? number;
}

/** Words that name one or several invoices, in one of the places where payers and web shops put them. */
export function quoting(numbers: readonly string[], random: Random): Words {
  const written = random.chance(0.5) ? numbers.map(shortNumber) : numbers;
  const one = written.length === 1;
  const list = written.join(', ');
  const silent = random.pick(SILENT);
  switch (random.below(one ? 4 : 3)) {
    case 0:
      return { metadata: one ? { invoice: list } : { invoices: list }, description: silent, statement: null };
    case 1: {
      const text = one ? list : `${written.slice(0, -1).join(', ')} and ${written.at(-1)}`;
      return { metadata: {}, description: random.pick(PHRASES).replace('#', text), statement: null };
    }
    case 2:
      return {
        metadata: one ? { invoice: list } : { invoices: list },
        description: `Invoices ${list}`,
        statement: null,
      };
    default:
      return { metadata: {}, description: null, statement: `TIEOUT* ${shortNumber(numbers[0] ?? '')}`.slice(0, 22) };
  }
}

/** Words that say nothing about an invoice; now and then a shop's own order number, which is none. */
export function silent(random: Random): Words {
  const metadata: Record<string, string> = {};
  if (random.chance(0.15)) metadata['cart'] = `c_${random.bits().toString(36)}`;
  return { metadata, description: random.chance(0.2) ? null : random.pick(SILENT), statement: null };
}
