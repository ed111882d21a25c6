/** What Windows-1252 shows for the bytes 0x80 to 0x9F; a blank stands for the five bytes it leaves open. */
const CP1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const BYTE_OF = new Map(Array.from(CP1252).flatMap((sign, at) => (sign === ' ' ? [] : [[sign, 0x80 + at] as const])));
/** A first byte of UTF-8 and what could be the bytes behind it, as Latin-1 or Windows-1252 shows them. */
const DAMAGED = /[\u00C2-\u00F4][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3}/gu;
const MOST_ROUNDS = 2;

const strict = new TextDecoder('utf-8', { fatal: true });

/** The text as it was before somebody read its UTF-8 as Latin-1 or Windows-1252, once or twice: `MÃ¼ller` is `Müller`. Other text comes back as it is. */
export function repairMojibake(text: string): string {
  let repaired = text;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = repaired.replace(DAMAGED, (run) => decoded(run) ?? run);
    if (next === repaired) break;
    repaired = next;
  }
  return repaired;
}

/** A run may be longer than its one letter: what follows the letter is kept as it is. */
function decoded(run: string): string | null {
  const first = run.charCodeAt(0);
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const signs = Array.from(run);
  if (signs.length < length) return null;
  const bytes = Uint8Array.from(signs.slice(0, length), (sign) => BYTE_OF.get(sign) ?? sign.charCodeAt(0));
  try {
    return strict.decode(bytes) + signs.slice(length).join('');
  } catch {
    // The one thing a fatal decoder throws for: these were letters of their own, no damaged one.
    return null;
  }
}
