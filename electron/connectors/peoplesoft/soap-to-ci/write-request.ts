import { assertNever } from '../../../../shared/domain/assert-never.ts';
import type { SoapToCiProfile } from '../../../../shared/contract/profile.ts';
import { SOAP_ENVELOPE } from '../soap/envelope.ts';
import type { CiDocument, GroupShape, LeafShape } from '../soap/schema-model.ts';
import { valueOf } from '../soap/validate-document.ts';

export type SoapToCiDates = SoapToCiProfile['dateFormat'];

/**
 * The body of one SOAPToCI request: one root without a namespace, so one component and one unit of work. Several roots would be saved one
 * by one, and a chunk half saved. `preserveblanks="Y"` keeps an empty property from being left out.
 */
export function writeSoapToCi(root: string, document: CiDocument, shape: GroupShape, dates: SoapToCiDates): string {
  return envelope(`<${root} preserveblanks="Y">${writeRow(document, shape, dates)}</${root}>`);
}

/** The body that asks for the shape of a component interface. */
export function writeShapeRequest(component: string): string {
  return envelope(`<GetCIShape__CompIntfc__${component}></GetCIShape__CompIntfc__${component}>`);
}

function envelope(content: string): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="${SOAP_ENVELOPE}">` +
    `<SOAP-ENV:Body>${content}</SOAP-ENV:Body></SOAP-ENV:Envelope>`
  );
}

function writeRow(row: CiDocument, shape: GroupShape, dates: SoapToCiDates): string {
  return shape.properties
    .map((property) => {
      const value = valueOf(row, property.name);
      if (value === undefined) return '';
      if (typeof value === 'string')
        return property.kind === 'leaf' ? element(property.name, leafText(value, property, dates)) : '';
      return property.kind === 'group'
        ? value.map((child) => element(property.name, writeRow(child, property, dates))).join('')
        : '';
    })
    .join('');
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** The script takes dates in the form its user would type them, and a bare semicolon for the end of a form field. */
function leafText(value: string, { type }: LeafShape, dates: SoapToCiDates): string {
  const text = type.kind === 'date' && value !== '' ? writeDate(value, dates) : value;
  return text
    .replaceAll(';', '\u0000')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\u0000', '&#59;');
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] as const;

function writeDate(date: string, dates: SoapToCiDates): string {
  const [year = '', month = '', day = ''] = date.split('-');
  switch (dates) {
    case 'YYYY-MM-DD':
      return date;
    case 'MM/DD/YYYY':
      return `${month}/${day}/${year}`;
    case 'DD/MM/YYYY':
      return `${day}/${month}/${year}`;
    case 'DD-MON-YYYY':
      return `${day}-${MONTHS[Number(month) - 1] ?? month}-${year}`;
    default:
      return assertNever(dates, 'date format');
  }
}
