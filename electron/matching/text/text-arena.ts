const LONGEST = 32;
/** Of the hash by Fowler, Noll and Vo. */
const FIRST_HASH = 0x811c9dc5 | 0;
const HASH_FACTOR = 0x01000193;
const BLANK = 32;
/** What `distance` answers for texts that are further apart than asked for. */
export const TOO_FAR = 255;

/**
 * Texts in small Latin letters and digits, each once, numbered in the order they came, with their bytes side by side so that
 * millions of comparisons touch no strings.
 */
export class TextArena {
  readonly #texts: string[] = [];
  #bytes = new Uint8Array(1 << 14);
  #starts = new Int32Array(1 << 11);
  #letters = new Int32Array(1 << 11);
  #hashes = new Int32Array(1 << 11);
  /** Number of a text and one by the end of its hash, at the next free place; a `Map` of strings takes twice the time and memory. */
  #slots = new Int32Array(1 << 12);
  readonly #places = new Int32Array(128);

  /** Number of texts. */
  get size(): number {
    return this.#texts.length;
  }

  /** Number of a text, new or known. */
  idOf(text: string): number {
    const id = this.#texts.length;
    const start = this.#starts[id] ?? 0;
    const end = start + text.length;
    if (end > this.#bytes.length)
      this.#bytes = grown(this.#bytes, new Uint8Array(Math.max(end, this.#bytes.length * 2)));
    // The bytes are written on the way; those of a known text are written over by the next one.
    const bytes = this.#bytes;
    let hash = FIRST_HASH;
    let letters = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      hash = Math.imul(hash ^ code, HASH_FACTOR);
      bytes[start + at] = code & 0x7f;
      letters |= 1 << ((code & 0x7f) % 31);
    }
    hash ^= hash >>> 15;
    const slot = this.#slotOf(text, hash);
    const known = this.#slots[slot] ?? 0;
    if (known !== 0) return known - 1;
    this.#texts.push(text);
    this.#makeRoom(id);
    this.#starts[id + 1] = end;
    this.#letters[id] = letters;
    this.#hashes[id] = hash;
    this.#slots[slot] = id + 1;
    if (this.#texts.length * 2 > this.#slots.length) this.#spread();
    return id;
  }

  /** Number of a text that is known, else -1. */
  find(text: string): number {
    let hash = FIRST_HASH;
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), HASH_FACTOR);
    return (this.#slots[this.#slotOf(text, hash ^ (hash >>> 15))] ?? 0) - 1;
  }

  /** Where a text stands among the slots, or the free one where it would. */
  #slotOf(text: string, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const known = (this.#slots[slot] ?? 0) - 1;
      if (known < 0 || (this.#hashes[known] === hash && this.#texts[known] === text)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #makeRoom(id: number): void {
    if (id + 2 <= this.#starts.length) return;
    const length = this.#starts.length * 2;
    this.#starts = grown(this.#starts, new Int32Array(length));
    this.#letters = grown(this.#letters, new Int32Array(length));
    this.#hashes = grown(this.#hashes, new Int32Array(length));
  }

  #spread(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#texts.length; id += 1) {
      let slot = (this.#hashes[id] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }

  /** The text under a number. */
  textOf(id: number): string {
    return this.#texts[id] ?? '';
  }

  lengthOf(id: number): number {
    return (this.#starts[id + 1] ?? 0) - (this.#starts[id] ?? 0);
  }

  /** Byte of a text at a place. */
  byteAt(id: number, at: number): number {
    return this.#bytes[(this.#starts[id] ?? 0) + at] ?? 0;
  }

  /**
   * Edits between two texts: letters put in, left out, changed, or two neighbours swapped (optimal string alignment). Counts up to
   * `most`; beyond it the answer is `TOO_FAR`. Of longer texts the first 32 signs are compared and the rest counts as length.
   * Source: H. Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances" (2003).
   */
  distance(left: number, right: number, most: number): number {
    if (left === right) return 0;
    const leftLength = this.lengthOf(left);
    const rightLength = this.lengthOf(right);
    const gap = leftLength > rightLength ? leftLength - rightLength : rightLength - leftLength;
    if (gap > most) return TOO_FAR;
    // A changed letter alters at most two of the letters that the texts are made of, one on each side.
    const apart = (this.#letters[left] ?? 0) ^ (this.#letters[right] ?? 0);
    if (bitCount(apart) > 2 * most) return TOO_FAR;
    const distance = this.#bitParallel(left, Math.min(LONGEST, leftLength), right, Math.min(LONGEST, rightLength));
    return distance > most ? TOO_FAR : distance;
  }

  #bitParallel(left: number, length: number, right: number, otherLength: number): number {
    if (length === 0 || otherLength === 0) return Math.max(length, otherLength);
    const places = this.#places;
    const bytes = this.#bytes;
    const start = this.#starts[left] ?? 0;
    const otherStart = this.#starts[right] ?? 0;
    for (let at = 0; at < length; at += 1) {
      const code = bytes[start + at] ?? 0;
      places[code] = (places[code] ?? 0) | (1 << at);
    }
    const last = 1 << (length - 1);
    let up = -1;
    let down = 0;
    let same = 0;
    let before = 0;
    let distance = length;
    for (let at = 0; at < otherLength; at += 1) {
      const here = places[bytes[otherStart + at] ?? 0] ?? 0;
      const swapped = ((~same & here) << 1) & before;
      same = ((((here & up) + up) | 0) ^ up) | here | down | swapped;
      let more = down | ~(same | up);
      const less = same & up;
      if ((more & last) !== 0) distance += 1;
      if ((less & last) !== 0) distance -= 1;
      more = (more << 1) | 1;
      up = (less << 1) | ~(same | more);
      down = more & same;
      before = here;
    }
    for (let at = 0; at < length; at += 1) places[bytes[start + at] ?? 0] = 0;
    return distance;
  }

  /** Whether the shorter text begins the longer one. */
  isPrefix(shorter: number, longer: number): boolean {
    const length = this.lengthOf(shorter);
    if (length > this.lengthOf(longer)) return false;
    for (let at = 0; at < length; at += 1) if (this.byteAt(shorter, at) !== this.byteAt(longer, at)) return false;
    return true;
  }

  /** Whether the shorter text ends the longer one. */
  isEnding(shorter: number, longer: number): boolean {
    const length = this.lengthOf(shorter);
    const ahead = this.lengthOf(longer) - length;
    if (ahead < 0) return false;
    for (let at = length - 1; at >= 0; at -= 1)
      if (this.byteAt(shorter, at) !== this.byteAt(longer, ahead + at)) return false;
    return true;
  }

  /** False only where no blank stands in the text: it tells most texts of one word without reading them. */
  mayHaveBlank(id: number): boolean {
    return ((this.#letters[id] ?? 0) & (1 << (BLANK % 31))) !== 0;
  }

  /** Whether the letters of the shorter text stand in the longer one in their order, beginning with its first: `mfg` in `manufacturing`. */
  isSkeleton(shorter: number, longer: number): boolean {
    const length = this.lengthOf(shorter);
    const longerLength = this.lengthOf(longer);
    if (length >= longerLength || this.byteAt(shorter, 0) !== this.byteAt(longer, 0)) return false;
    let at = 0;
    for (let place = 0; place < longerLength && at < length; place += 1)
      if (this.byteAt(shorter, at) === this.byteAt(longer, place)) at += 1;
    return at === length;
  }
}

function bitCount(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return (((count + (count >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

function grown<Kind extends Uint8Array | Int32Array>(from: Kind, to: Kind): Kind {
  to.set(from);
  return to;
}
