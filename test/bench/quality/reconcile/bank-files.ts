import { Dice } from './dice.ts';
import { garbled, madeParties, noise, numbering, rewritten } from './made-texts.ts';
import { FileMaker, type TwoFiles } from './two-files.ts';

/** A ledger on the left, a bank statement on the right: batches, parts, reversals, wrong amounts, duplicates. */
export function bankFiles(seed: number, rows: number): TwoFiles {
  const dice = new Dice(seed * 31 + 5);
  const setting = drawSetting(dice, rows);
  const maker = new BankMaker(dice, setting, madeParties(dice, setting.parties));
  let made = 0;
  while (made < rows) made += maker.event();
  return maker.files.done(dice, setting);
}

function drawSetting(dice: Dice, rows: number) {
  const hasParty = dice.chance(0.85);
  return {
    parties: Math.max(8, Math.round(rows * dice.between(0.02, 0.3))),
    days: Math.max(20, Math.round(dice.between(60, 365))),
    bankSign: dice.pick([1, 1, -1] as const),
    outgoing: dice.between(0, 0.5),
    roundShare: dice.between(0.05, 0.35),
    spread: dice.between(0.9, 1.6),
    hasParty,
    nameInText: dice.between(0.6, 1),
    damage: dice.between(0.1, 0.6),
    codeInText: hasParty ? dice.between(0.1, 0.8) : dice.between(0.6, 1),
    slip: dice.between(0, 0.08),
    lastDelay: dice.whole(1, 8),
    batches: dice.between(0.05, 0.25),
    batchSize: dice.whole(3, 12),
    batchCode: dice.chance(0.4),
    batchByParty: dice.chance(0.3),
    splits: dice.between(0.01, 0.05),
    parts: dice.between(0.01, 0.04),
    wrong: dice.between(0.01, 0.05),
    reversed: dice.between(0.01, 0.05),
    doubled: dice.between(0.005, 0.03),
    alone: dice.between(0.02, 0.1),
  };
}
type Setting = ReturnType<typeof drawSetting>;

interface Entry {
  readonly amount: number;
  readonly day: number;
  readonly party: string;
  readonly number: string;
}

class BankMaker {
  readonly files = new FileMaker();
  readonly #dice: Dice;
  readonly #setting: Setting;
  readonly #parties: readonly string[];
  readonly #nextNumber: () => string;
  readonly #nextBatch: () => string;

  constructor(dice: Dice, setting: Setting, parties: readonly string[]) {
    this.#dice = dice;
    this.#setting = setting;
    this.#parties = parties;
    this.#nextNumber = numbering(dice);
    this.#nextBatch = numbering(dice);
  }

  /** One thing that happened; answers how many ledger rows it is worth. */
  event(): number {
    const { batches, splits, parts, wrong, reversed, doubled, alone } = this.#setting;
    const kinds: readonly (readonly [number, () => number])[] = [
      [batches / 4, () => this.#batch()],
      [splits, () => this.#split()],
      [parts, () => this.#part()],
      [wrong, () => this.#wrongAmount()],
      [reversed, () => this.#reversal()],
      [doubled, () => this.#double()],
      [alone, () => this.#alone()],
    ];
    let at = this.#dice.next();
    for (const [share, make] of kinds) {
      if (at < share) return make();
      at -= share;
    }
    const entry = this.#entry();
    this.files.link(this.#book(entry), this.#bank(entry));
    return 1;
  }

  #entry(party = this.#dice.pick(this.#parties)): Entry {
    const { outgoing, days } = this.#setting;
    return {
      amount: this.#size() * (this.#dice.chance(outgoing) ? -1 : 1),
      day: 19_700 + this.#dice.whole(0, days),
      party,
      number: this.#nextNumber(),
    };
  }

  #size(): number {
    const { roundShare, spread } = this.#setting;
    if (this.#dice.chance(roundShare))
      return this.#dice.pick([2_500, 5_000, 7_500, 10_000, 12_500, 20_000, 25_000, 50_000, 100_000]);
    return Math.max(100, Math.round(Math.exp(10 + spread * this.#dice.normal())));
  }

  #book(entry: Entry, more: { day?: number; amount?: number; reference?: string } = {}): number {
    return this.files.left({
      amount: more.amount ?? entry.amount,
      day: more.day ?? entry.day,
      ...(this.#setting.hasParty ? { party: entry.party } : {}),
      reference: more.reference ?? entry.number,
    });
  }

  #bank(entry: Entry, more: { amount?: number; day?: number; text?: string } = {}): number {
    const { bankSign, lastDelay, nameInText, damage, codeInText, slip } = this.#setting;
    const dice = this.#dice;
    const name = dice.chance(nameInText) ? rewritten(dice, entry.party, damage) : '';
    const code = dice.chance(codeInText) ? garbled(dice, entry.number, slip) : '';
    return this.files.right({
      amount: bankSign * (more.amount ?? entry.amount),
      day: more.day ?? entry.day + Math.round(dice.next() ** 1.5 * lastDelay),
      text: more.text ?? `${noise(dice, dice.whole(1, 3))} ${name} ${code}`.trim(),
    });
  }

  /** Several entries, one deposit. */
  #batch(): number {
    const dice = this.#dice;
    const count = dice.whole(2, this.#setting.batchSize);
    const first = this.#entry();
    const reference = this.#setting.batchCode ? this.#nextBatch() : null;
    const entries = Array.from({ length: count }, () => {
      const entry = this.#setting.batchByParty ? this.#entry(first.party) : this.#entry();
      const amount = Math.abs(entry.amount) * Math.sign(first.amount);
      return { ...entry, amount, day: first.day - (dice.chance(0.2) ? dice.whole(0, 2) : 0) };
    });
    const sum = entries.reduce((total, { amount }) => total + amount, 0);
    const text = `DEPOSIT ${reference ?? ''} ${this.#setting.batchByParty ? rewritten(dice, first.party, 0.3) : noise(dice, 1)}`;
    const right = this.#bank({ ...first, amount: sum }, { text });
    const lefts = entries.map((entry) =>
      this.#book(entry, reference === null ? {} : { reference: `${entry.number} ${reference}` }),
    );
    this.files.batch(lefts.map((left) => [left, right] as const));
    return count;
  }

  /** One entry, several bank lines. */
  #split(): number {
    const dice = this.#dice;
    const entry = this.#entry();
    const left = this.#book(entry);
    const count = dice.whole(2, 4);
    let rest = entry.amount;
    const rights: number[] = [];
    for (let at = 0; at < count; at++) {
      const amount = at === count - 1 ? rest : Math.round((rest * dice.between(0.2, 0.7)) / 100) * 100;
      if (amount === 0) continue;
      rest -= amount;
      rights.push(this.#bank(entry, { amount, day: entry.day + dice.whole(0, this.#setting.lastDelay + 2) }));
    }
    this.files.batch(rights.map((right) => [left, right] as const));
    return 1;
  }

  /** Only a part of it came, with its number. */
  #part(): number {
    const dice = this.#dice;
    const entry = this.#entry();
    const name = rewritten(dice, entry.party, this.#setting.damage);
    const text = `PART PAYMENT ${name} ${garbled(dice, entry.number, 0)}`;
    this.files.link(
      this.#book(entry),
      this.#bank(entry, { amount: Math.round(entry.amount * dice.between(0.2, 0.8)), text }),
    );
    return 1;
  }

  #wrongAmount(): number {
    const dice = this.#dice;
    const entry = this.#entry();
    const digits = String(Math.abs(entry.amount));
    const at = dice.whole(0, Math.max(0, digits.length - 2));
    const swapped = Number(digits.slice(0, at) + (digits[at + 1] ?? '') + (digits[at] ?? '') + digits.slice(at + 2));
    const near = Math.abs(entry.amount) + dice.pick([-100, -50, -10, -1, 1, 10, 50, 100, 250]);
    const amount = Math.sign(entry.amount) * Math.max(1, dice.chance(0.5) ? swapped : near);
    this.files.link(this.#book(entry), this.#bank(entry, { amount }));
    return 1;
  }

  /** It came and went back, or was booked and taken back. */
  #reversal(): number {
    const dice = this.#dice;
    const entry = this.#entry();
    const later = entry.day + dice.whole(0, 10);
    if (dice.chance(0.5)) {
      this.#bank(entry);
      const text = `${dice.pick(['REVERSAL', 'RETURNED', 'STORNO', 'CHARGEBACK', ''])} ${rewritten(dice, entry.party, 0.3)} ${entry.number}`;
      this.#bank(entry, { amount: -entry.amount, day: later + this.#setting.lastDelay, text });
    } else {
      this.#book(entry);
      this.#book(entry, {
        amount: -entry.amount,
        day: later,
        reference: `${dice.pick(['REV', 'VOID', 'CN'])}-${entry.number}`,
      });
    }
    return 1;
  }

  /** Booked twice; the second one has nothing at the bank. */
  #double(): number {
    const entry = this.#entry();
    this.files.link(this.#book(entry), this.#bank(entry));
    this.#book(entry, {
      day: entry.day + this.#dice.whole(3, 12),
      reference: this.#dice.chance(0.5) ? entry.number : this.#nextNumber(),
    });
    return 2;
  }

  #alone(): number {
    const entry = this.#entry();
    if (this.#dice.chance(0.5)) this.#book(entry);
    else
      this.#bank(entry, this.#dice.chance(0.5) ? { text: 'BANK CHARGES', amount: -this.#dice.whole(100, 4_000) } : {});
    return 1;
  }
}
