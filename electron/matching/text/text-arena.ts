const LONGEST = 32;
/** What `distance` answers for texts that are further apart than asked for. */
export const TOO_FAR = 255;

/**
 * Texts in small Latin letters and digits, each once, numbered in the order they came, with their bytes side by side so that
 * millions of comparisons touch no strings.
 */
export class TextArena {
  readonly #ids = new Map<string, number>();
  readonly #texts: string[] = [];
  #bytes = new Uint8Array(1 << 14);
  #starts = new Int32Array(1 << 11);
  #letters = new Int32Array(1 << 11);
  readonly #places = new Int32Array(128);

  /** Number of texts. */
  get size(): number {
    return this.#texts.length;
  }

  /** Number of a text, new or known. */
  idOf(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.#texts.length;
    this.#ids.set(text, id);
    this.#texts.push(text);
    const start = this.#starts[id] ?? 0;
    const end = start + text.length;
    if (end > this.#bytes.length)
      this.#bytes = grown(this.#bytes, new Uint8Array(Math.max(end, this.#bytes.length * 2)));
    if (id + 2 > this.#starts.length) {
      this.#starts = grown(this.#starts, new Int32Array(this.#starts.length * 2));
      this.#letters = grown(this.#letters, new Int32Array(this.#letters.length * 2));
    }
    let letters = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at) & 0x7f;
      this.#bytes[start + at] = code;
      letters |= 1 << (code % 31);
    }
    this.#starts[id + 1] = end;
    this.#letters[id] = letters;
    return id;
  }

  /** Number of a text that is known, else -1. */
  find(text: string): number {
    return this.#ids.get(text) ?? -1;
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
