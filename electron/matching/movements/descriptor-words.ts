import { PERIOD, PERIOD_AT_BEGINNING } from './joined-words.ts';
import { compactReference, CORE_DIGITS_MIN } from './reference-tokens.ts';

/** Longest statement descriptor Stripe sends; one of this length may have lost its end (Stripe API reference, charges). */
const DESCRIPTOR_MAX = 22;

/** What is left of a year or a month behind a number that was cut off in it. */
const CUT_PERIOD = /[/._#](?:19[89]?|20[0-3]?\d?)(?:[/._-]\d?)?$/u;

/**
 * The last word of a descriptor that may have been cut off, compact, where it holds a digit: the start of a number, or all of it. A period that begins
 * behind a number is none of it; behind a year alone it is the beginning of one.
 */
export function cutWord(descriptor: string): string | null {
  if (descriptor.length < DESCRIPTOR_MAX) return null;
  const last = /[^\s*,]+$/u.exec(descriptor)?.[0] ?? '';
  const number = last.replace(CUT_PERIOD, '');
  const hasNumber = number.replace(YEAR_ALONE, '').replaceAll(/\D/g, '').length >= CORE_DIGITS_MIN;
  const word = compactReference(hasNumber ? number : last);
  return /\d/.test(word) ? word : null;
}
const YEAR_ALONE = new RegExp(`^(?:${PERIOD_AT_BEGINNING.source}|${PERIOD}$)`, 'u');

/** The statement descriptor without a last word that may have been cut off. */
export function wholeDescriptor(descriptor: string): string {
  return descriptor.length < DESCRIPTOR_MAX ? descriptor : descriptor.replace(/[^\s*,]+$/u, '');
}
