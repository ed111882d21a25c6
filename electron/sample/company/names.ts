import { countryOf, type CountryCode } from './parties/countries.ts';
import { mix } from './random.ts';

const FIRST = (
  'Alder Amber Arbor Argent Ashford Aspen Atlas Aurora Axis Bayside Beacon Birch Blackstone Bluebird Boreal Brightwater ' +
  'Cascade Cedar Cinder Clearview Cobalt Copper Coral Crescent Crown Cypress Delta Dover Eastgate Ebony Echo Elmwood ' +
  'Ember Emerald Evergreen Fairview Falcon Fern Fjord Foxglove Garnet Glacier Granite Greenfield Gulfstream Harbor ' +
  'Hawthorn Hazel Heron Highland Horizon Indigo Ironwood Ivory Jasper Juniper Keystone Kestrel Lakeshore Lantern Larch ' +
  'Laurel Liberty Linden Magnolia Maple Marble Meridian Millbrook Mistral Monarch Moss Nimbus Northgate Oakridge Obsidian ' +
  'Onyx Orchard Osprey Pacific Palisade Pearl Pinecrest Pioneer Polaris Prairie Quarry Quartz Rainier Redwood Ridgeway ' +
  'Riverbend Rosewood Saffron Sage Sapphire Sequoia Sierra Silverlake Solstice Sterling Stonegate Summit Sycamore Tamarack ' +
  'Teal Terrace Thornbury Tidewater Timber Topaz Trident Umber Union Valley Vector Verdant Vista Walnut Westbrook Willow Zephyr ' +
  'Müller Jönsson Göransson Łukasz Castaño Dupré Größe Håkansson Bärenfels Çelik Køhler Núñez Lefèvre Žižka Søndergård Österberg'
).split(' ');
const SECOND = (
  'Acre Bank Bay Bend Bluff Bridge Brook Cape Cliff Coast Cove Creek Crest Dale Dell Edge Falls Field Ford Forge Gate Glen ' +
  'Grove Haven Heath Hill Hollow Isle Knoll Lake Lane Ledge Marsh Mead Mill Moor Mount Park Pass Peak Pier Point Pond Port ' +
  'Reef Ridge Rock Shore Spring Square Stone Strand Trail Vale View Ward Way Well Wharf Wood'
).split(' ');
const TRADE = (
  'Analytics Apparel Bakery Beverages Books Catering Ceramics Clinics Coffee Cycles Dairy Dental Design Electric Farms Films ' +
  'Fitness Foods Freight Furniture Gardens Glass Hotels Imports Labs Legal Lighting Logistics Machines Media Medical Metals ' +
  'Motors Music Optics Outdoor Packaging Paper Partners Pharma Plastics Printing Robotics Roofing Security Services Software ' +
  'Studios Supply Systems Textiles Tools Toys Travel Ventures Vineyards'
).split(' ');
const SPACE = FIRST.length * SECOND.length * TRADE.length;
/** PeopleSoft's names hold as many characters. */
const LONGEST = 40;

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/**
 * Company names without an accidental repeat: number n of a seed always gives the same name, with a legal form of its country, and two
 * numbers below 300,000 never give the same one (an affine walk through all combinations).
 */
export function createNames(seed: number): (n: number, country: CountryCode) => string {
  const start = mix(seed, 11) % SPACE;
  let stride = 100_003 + (mix(seed, 12) % 50_000);
  while (gcd(stride, SPACE) !== 1) stride += 1;
  return (n, country) => {
    const place = (start + n * stride) % SPACE;
    const first = FIRST[place % FIRST.length];
    const second = SECOND[Math.floor(place / FIRST.length) % SECOND.length];
    const trade = TRADE[Math.floor(place / (FIRST.length * SECOND.length))];
    const { forms } = countryOf(country);
    const stem = `${first} ${second} ${trade}`;
    const form = forms[mix(seed, 13, n) % forms.length] ?? forms[0];
    return stem.length + 1 + form.length <= LONGEST ? `${stem} ${form}` : `${stem} ${forms[0]}`;
  };
}
