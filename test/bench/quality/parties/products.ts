import { createRandom, type Random } from '../../../../electron/sample/company/random.ts';
import { coined, oneOf, typo } from './damage.ts';
import type { LabelledParties } from './labelled.ts';

const KINDS =
  'camera printer speaker monitor keyboard headphones freezer oven refrigerator dishwasher microwave router charger battery case lens tripod recorder radio telephone vacuum blender toaster dryer washer projector scanner receiver subwoofer television'.split(
    ' ',
  );
const QUALITIES =
  'black white silver stainless steel digital wireless portable compact bluetooth stereo lcd hd 1080p usb rechargeable professional series ii iii with remote kit pack inch cu ft capacity energy star'.split(
    ' ',
  );

/** Products of two shops: a name of many words with a model number, the maker now and then, and a price that differs. */
export function products(seed: number, size = 0): LabelledParties {
  const random = createRandom(seed, 904);
  const count = size > 0 ? size : random.between(600, 1_500);
  const makers = Array.from({ length: 40 }, () => coined(random));
  const left: string[][] = [];
  const right: string[][] = [];
  const truth: [number, number][] = [];
  const modelKept = 0.6 + random.unit() * 0.35;
  for (let at = 0; at < count; at += 1) {
    const maker = oneOf(makers, random);
    const kind = oneOf(KINDS, random);
    const model = `${oneOf('a b c d dx sx kd hp nx tz'.split(' '), random)}${random.between(10, 9_999)}${oneOf(['', '', 'b', 'w', 'x', 's'], random)}`;
    const price = random.between(10, 2_000);
    const qualities = Array.from({ length: random.between(2, 5) }, () => oneOf(QUALITIES, random));
    left.push([`${maker} ${model.toUpperCase()} ${qualities.join(' ')} ${kind}`, maker, `${price}.00`]);
    if (random.chance(0.75)) {
      right.push([
        otherWords(maker, random.chance(modelKept) ? model : '', kind, qualities, random),
        random.chance(0.5) ? maker : '',
        random.chance(0.7) ? `$${(price * (0.85 + random.unit() * 0.3)).toFixed(2)}` : '',
      ]);
      truth.push([at, right.length - 1]);
    }
  }
  const columns = (rows: readonly (readonly string[])[]) => ({
    count: rows.length,
    fields: { name: rows.map(([name]) => name ?? '') },
    other: [1, 2].map((place) => rows.map((row) => row[place] ?? '')),
  });
  return { kind: 'products', left: columns(left), right: columns(right), truth };
}

function otherWords(maker: string, model: string, kind: string, qualities: readonly string[], random: Random): string {
  const shown = random.chance(0.3) ? model.replace(/(\d)/, '-$1') : model;
  const kept = qualities.filter(() => random.chance(0.6));
  const words = [
    random.chance(0.9) ? maker : '',
    ...kept,
    random.chance(0.15) ? typo(kind, random) : kind,
    shown,
    oneOf(QUALITIES, random),
  ];
  return words.filter((word) => word !== '').join(' ');
}
