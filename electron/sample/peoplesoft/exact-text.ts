import type { FieldType } from './component.ts';

type Exact = Extract<FieldType, { kind: 'exact' }>;

const FORMS = {
  time: /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/,
  dateTime: /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/,
  boolean: /^(true|false|0|1)$/,
} as const;

/** The value in its shortest form (`012.50` is `12.5`); null when it is none of that type. */
export function exactText(text: string, type: Exact): string | null {
  if (type.form === 'int' || type.form === 'decimal') return exactNumber(text, type);
  return FORMS[type.form].test(text) ? text : null;
}

function exactNumber(text: string, type: Exact): string | null {
  const parts = /^([+-]?)0*(\d*?)(?:\.(\d*?)0*)?$/.exec(text);
  if (parts === null || !/\d/.test(text) || (type.form === 'int' && text.includes('.'))) return null;
  const [, sign = '', whole = '', fraction = ''] = parts;
  if (whole.length + fraction.length > type.digits || fraction.length > type.decimals) return null;
  const magnitude = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  return sign === '-' && magnitude !== '0' ? `-${magnitude}` : magnitude;
}
