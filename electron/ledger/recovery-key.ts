import { createHash, randomBytes } from 'node:crypto';
import { LedgerError } from './ledger-error.ts';

/** Crockford's base32: no I, L, O, U, so that it can be read out and copied by hand. Source: crockford.com/base32.html. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SECRET_BYTES = 20;
const CHECK_LETTERS = 4;
const LETTERS = (SECRET_BYTES * 8) / 5 + CHECK_LETTERS;
const GROUP = 6;

/** A new recovery key: 160 random bits and 20 check bits in six groups of six letters. Shown once; the finance team keeps it. */
export function newRecoveryKey(random: (bytes: number) => Buffer = randomBytes): string {
  return formatRecoveryKey(random(SECRET_BYTES));
}

/** The recovery key as people see it: `XXXXXX-XXXXXX-XXXXXX-XXXXXX-XXXXXX-XXXXXX`. */
export function formatRecoveryKey(secret: Buffer): string {
  const letters = encode(secret) + checkLetters(secret);
  return letters.replaceAll(new RegExp(`(.{${GROUP}})(?!$)`, 'g'), '$1-');
}

/**
 * The secret behind a recovery key as typed: any case, with or without hyphens and spaces, I and L read as 1, O as 0. Throws
 * `KEY_REFUSED` that says what is wrong with it, without repeating it.
 */
export function parseRecoveryKey(typed: string): Buffer {
  const letters = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll(/[IL]/g, '1').replaceAll('O', '0');
  if (letters.length !== LETTERS)
    throw refused(`A recovery key has ${LETTERS} letters and digits; this one has ${letters.length}.`);
  if (!/^[0-9A-HJKMNP-TV-Z]+$/.test(letters))
    throw refused('The recovery key holds a character that no recovery key has.');
  const secret = decode(letters.slice(0, -CHECK_LETTERS));
  if (checkLetters(secret) !== letters.slice(-CHECK_LETTERS))
    throw refused('The recovery key has a typing mistake: its check letters do not fit.');
  return secret;
}

function refused(message: string): LedgerError {
  return new LedgerError('KEY_REFUSED', message, 'Copy the recovery key again from where the finance team keeps it.');
}

function checkLetters(secret: Buffer): string {
  const digest = createHash('sha256').update('Tieout recovery key, version 1').update(secret).digest();
  return encode(digest.subarray(0, 5)).slice(0, CHECK_LETTERS);
}

function encode(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET.charAt(Number.parseInt(five, 2))).join('');
}

function decode(letters: string): Buffer {
  const bits = Array.from(letters, (letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
