import type { Random } from '../random.ts';
import type { DamageRates } from './damage-rates.ts';

/** What an office keeps of a customer beside name and address. */
export interface KeptBeside {
  /** Second name line in the books: the name the customer trades under, or words that are no name at all. */
  readonly bookOtherName: string | null;
  /** Number in the company's CRM, as either office copied it. */
  readonly stripeCrmId: string | null;
  readonly bookCrmId: string | null;
  readonly damages: readonly string[];
}

/** Who is meant: what Stripe calls it, whether that is another name than the books', its own CRM number and that of a neighbour. */
export interface Beside {
  readonly stripeName: string;
  readonly isOtherName: boolean;
  readonly crmId: string;
  readonly strangersCrmId: string;
}

const NO_NAMES = ['Accounts Payable', 'Attn: Finance', 'c/o Shared Service Center', 'Head Office'] as const;
const LONGEST = 40;

/** Draws what both offices keep beside; each copied the number, or a neighbour's, or nothing. */
export function drawKeptBeside(of: Beside, { share }: DamageRates, random: Random): KeptBeside {
  const knowsName = random.chance(share('bookOtherName'));
  const hasNoName = random.chance(share('bookNameLineIdle'));
  const idle = random.pick(NO_NAMES);
  const other = of.isOtherName && knowsName ? of.stripeName : hasNoName ? idle : null;
  const stripeCrmId = random.chance(share('stripeCrmId')) ? of.crmId : null;
  const isKept = random.chance(share('bookCrmId'));
  const isWrong = random.chance(share('bookCrmIdWrong'));
  return {
    bookOtherName: other === null || other.length > LONGEST ? null : other,
    stripeCrmId,
    bookCrmId: isKept ? (isWrong ? of.strangersCrmId : of.crmId) : null,
    damages: isKept && isWrong ? ['crmIdWrong'] : [],
  };
}
