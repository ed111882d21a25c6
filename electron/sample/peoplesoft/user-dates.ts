import type { LevelDefinition } from './component.ts';
import { GatewayRefusal, MESSAGES } from './message-catalog.ts';
import type { SiteSettings } from './site-settings.ts';
import type { XmlElement } from './xml.ts';

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const PATTERNS: Readonly<Record<SiteSettings['userDates'], RegExp>> = {
  'YYYY-MM-DD': /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/,
  'MM/DD/YYYY': /^(?<month>\d{2})\/(?<day>\d{2})\/(?<year>\d{4})$/,
  'DD/MM/YYYY': /^(?<day>\d{2})\/(?<month>\d{2})\/(?<year>\d{4})$/,
  'DD-MON-YYYY': /^(?<day>\d{2})-(?<month>[A-Z]{3})-(?<year>\d{4})$/,
};

/** The same request with dates as the component keeps them. Throws GatewayRefusal for a date in another form than the user's own. */
export function withPlainDates(
  element: XmlElement,
  level: LevelDefinition,
  dates: SiteSettings['userDates'],
): XmlElement {
  const children = element.children.map((child) => {
    const collection = level.collections.find(({ name }) => name === child.local);
    if (collection !== undefined) return withPlainDates(child, collection, dates);
    const property = level.properties.find(({ name }) => name === child.local);
    const isDate = property?.type.kind === 'date' && child.text.trim() !== '';
    return isDate ? { ...child, text: plainDate(child, dates) } : child;
  });
  return { ...element, children };
}

function plainDate(element: XmlElement, dates: SiteSettings['userDates']): string {
  const text = element.text.trim().toUpperCase();
  const { year = '', month = '', day = '' } = PATTERNS[dates].exec(text)?.groups ?? {};
  const number = /^\d+$/.test(month) ? month : String(MONTHS.indexOf(month) + 1).padStart(2, '0');
  if (year !== '') return `${year}-${number}-${day}`;
  throw new GatewayRefusal(MESSAGES.schema(`${element.local} is not a date as ${dates}: '${element.text}'`));
}
