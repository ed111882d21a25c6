import { Dice } from './dice.ts';
import { garbled, madeParties, noise, numbering, rewritten } from './made-texts.ts';
import { FileMaker, type TwoFiles } from './two-files.ts';

/** Payments on the left, what arrived of them on the right: less fees, in another currency, days later. */
export function feeFiles(seed: number, rows: number): TwoFiles {
  const dice = new Dice(seed);
  const maker = new FileMaker();
  const setting = drawSetting(dice, rows);
  const parties = madeParties(dice, setting.parties);
  const nextNumber = numbering(dice);
  const nextOther = numbering(dice);
  for (let at = 0; at < rows; at++) {
    const party = parties[Math.floor(dice.next() ** setting.skew * parties.length)] ?? '';
    const amount = drawAmount(dice, setting);
    const day = 19_700 + dice.whole(0, setting.days);
    const currency = dice.pick(setting.currencies);
    const number = nextNumber();
    const isLeft = !dice.chance(setting.lostLeft);
    const isRight = !dice.chance(setting.lostRight);
    const left = isLeft
      ? maker.left({
          amount,
          day,
          ...(setting.hasCurrency ? { currency: currency.code } : {}),
          ...(setting.hasParty ? { party } : {}),
          ...(setting.hasReference ? { reference: number } : {}),
        })
      : null;
    const right = isRight
      ? maker.right(arrived(dice, setting, { party, amount, day, currency, number, other: nextOther() }))
      : null;
    if (left !== null && right !== null) maker.link(left, right);
  }
  return maker.done(dice, { ...setting, currencies: setting.currencies.length });
}

interface Currency {
  readonly code: string;
  readonly rate: number;
  readonly drift: number;
}

function drawSetting(dice: Dice, rows: number) {
  const hasParty = dice.chance(0.85);
  const isConverted = dice.chance(0.6);
  return {
    hasParty,
    hasReference: !hasParty || dice.chance(0.5),
    inText: dice.chance(0.5),
    referenceKept: hasParty ? dice.between(0.2, 0.9) : dice.between(0.9, 1),
    slip: dice.between(0, 0.08),
    parties: Math.max(10, Math.round(rows * (dice.chance(0.5) ? dice.between(0.02, 0.1) : dice.between(0.1, 0.5)))),
    skew: dice.between(1, 1.8),
    damage: dice.between(0, 0.5),
    days: dice.whole(60, 365),
    isConverted,
    hasCurrency: isConverted || dice.chance(0.5),
    currencies: (isConverted
      ? [
          { code: 'USD', rate: 1, drift: 0 },
          { code: 'EUR', rate: dice.between(1.02, 1.2), drift: dice.between(-0.05, 0.05) },
          { code: 'GBP', rate: dice.between(1.2, 1.4), drift: dice.between(-0.05, 0.05) },
          { code: 'JPY', rate: dice.between(0.006, 0.009), drift: dice.between(-0.08, 0.08) },
        ].slice(0, dice.whole(2, 4))
      : [{ code: 'USD', rate: 1, drift: 0 }]) as readonly Currency[],
    settlesInOne: dice.chance(0.7),
    rateNoise: dice.chance(0.5) ? dice.between(0, 0.002) : dice.between(0.002, 0.01),
    fee: dice.pick(['tiers', 'flat', 'uniform', 'fixed', 'mixed'] as const),
    feeShare: dice.between(0.005, 0.04),
    feeFixed: dice.pick([0, 10, 25, 30, 35, 100]),
    freeShare: dice.between(0, 0.3),
    firstDelay: dice.whole(0, 2),
    lastDelay: dice.whole(5, 21),
    skipsWeekends: dice.chance(0.5),
    lostLeft: dice.between(0, 0.06),
    lostRight: dice.between(0, 0.06),
    spread: dice.between(0.8, 1.5),
    roundShare: dice.between(0, 0.4),
  };
}
type Setting = ReturnType<typeof drawSetting>;

function drawAmount(dice: Dice, { spread, roundShare }: Setting): number {
  if (dice.chance(roundShare)) return dice.pick([999, 1_999, 4_900, 5_000, 9_900, 10_000, 25_000, 50_000, 100_000]);
  return Math.max(100, Math.round(Math.exp(9 + spread * dice.normal())));
}

function arrived(
  dice: Dice,
  setting: Setting,
  from: { party: string; amount: number; day: number; currency: Currency; number: string; other: string },
) {
  const share = dice.next() ** 1.7;
  let day = from.day + Math.round(setting.firstDelay + share * (setting.lastDelay - setting.firstDelay));
  if (setting.skipsWeekends) while ((day + 4) % 7 >= 5) day++;
  const isConverted = setting.isConverted && setting.settlesInOne && from.currency.code !== 'USD';
  const drift = 1 + from.currency.drift * ((from.day - 19_700) / setting.days);
  const rate = isConverted ? from.currency.rate * drift * (1 + setting.rateNoise * dice.normal()) : 1;
  const amount = Math.max(1, Math.round((from.amount - feeOf(dice, setting, from.amount)) * rate));
  const reference =
    setting.hasReference && dice.chance(setting.referenceKept) ? garbled(dice, from.number, setting.slip) : '';
  const name = setting.hasParty ? rewritten(dice, from.party, setting.damage) : '';
  return {
    amount,
    day,
    ...(setting.hasCurrency ? { currency: isConverted ? 'USD' : from.currency.code } : {}),
    ...(setting.inText
      ? { text: `${noise(dice, dice.whole(1, 3))} ${name} ${reference}`.trim(), reference: from.other }
      : { party: name, reference }),
  };
}

function feeOf(dice: Dice, { fee, feeShare, feeFixed, freeShare }: Setting, amount: number): number {
  if (dice.chance(freeShare)) return 0;
  switch (fee) {
    case 'flat':
      return Math.min(amount * 0.2, Math.round(amount * feeShare) + feeFixed);
    case 'tiers':
      return Math.round(amount * (feeShare * dice.pick([0.5, 1, 1.5])));
    case 'uniform':
      return Math.round(amount * dice.between(0, 2 * feeShare));
    case 'fixed':
      return Math.min(Math.round(amount * 0.2), Math.max(feeFixed, 10));
    case 'mixed':
      return dice.chance(0.5) ? Math.round(amount * feeShare) + feeFixed : Math.round(amount * dice.between(0, 0.05));
  }
}
