import { describe, expect, it } from 'vitest';
import { profileSchema } from '../../../../shared/contract/profile.ts';
import {
  faultsOf,
  fieldText,
  parseField,
  readDraft,
  valueAt,
  withValueAt,
} from '../../../../renderer/screens/own-company/draft.ts';
import {
  blackoutGroup,
  refundsOption,
  SITE_OPTIONS,
  windowGroup,
} from '../../../../renderer/screens/own-company/optional-groups.ts';
import { FIELD_GROUPS, clearingGroup, unitGroup } from '../../../../renderer/screens/own-company/profile-fields.ts';
import { DEPOSIT, QUERIES } from '../../../../renderer/screens/own-company/site-name-groups.ts';
import { secretsByName } from '../../../../renderer/screens/own-company/use-profile-form.ts';

describe('the profile being written', () => {
  it('sets and clears values at paths through objects and lists', () => {
    let draft = withValueAt({}, 'units.0.zone', 'Europe/Berlin');
    draft = withValueAt(draft, 'units.0.clearing.0.bankCode', 'STRPE');
    expect(draft).toEqual({ units: [{ zone: 'Europe/Berlin', clearing: [{ bankCode: 'STRPE' }] }] });
    expect(valueAt(draft, 'units.0.clearing.0.bankCode')).toBe('STRPE');
    expect(withValueAt(draft, 'units.0', undefined)).toEqual({ units: [] });
    expect(withValueAt(draft, 'units.0.zone', undefined)).toEqual({ units: [{ clearing: [{ bankCode: 'STRPE' }] }] });
  });
  it('reads what is typed in the form the profile keeps, and shows it the same', () => {
    expect(parseField('number', '2.5')).toBe(2.5);
    expect(parseField('number', 'two')).toBe('two');
    expect(parseField('list', 'USD, CAD,')).toEqual(['USD', 'CAD']);
    expect(parseField('counts', 'JPY=0, KWD=3')).toEqual({ JPY: 0, KWD: 3 });
    expect(parseField('text', '  ')).toBeUndefined();
    expect(fieldText({ JPY: 0, KWD: 3 })).toBe('JPY=0, KWD=3');
  });
  it('names each fault by the path of its field', () => {
    const faults = faultsOf(profileSchema, { name: 'Acme', stripe: { adress: 'x' } });
    expect(faults).toContainEqual({ path: 'peoplesoft', message: 'is missing' });
    expect(faults).toContainEqual({ path: 'stripe', message: 'does not know adress' });
    expect(faults.map(({ path }) => path)).toContain('stripe.livemode');
  });
  it('refuses text that is no JSON object with a sentence', () => {
    expect(() => readDraft('{ "name": ')).toThrow('This is not JSON');
    expect(() => readDraft('[1]')).toThrow('one JSON object');
  });
  it('sends secrets under the names the profile keeps them by, and nothing empty', () => {
    const draft = { stripe: { key: { env: 'STRIPE' } }, peoplesoft: { password: { vault: 'ps' } } };
    const secrets = { 'stripe.key': 'rk_1', 'peoplesoft.password': 'pw', 'peoplesoft.user': '' };
    expect(secretsByName(draft, secrets)).toEqual({ STRIPE: 'rk_1', ps: 'pw' });
  });
  it('makes a valid profile from what its fields can say', () => {
    const options = [...SITE_OPTIONS, refundsOption(0)].map(({ group }) => group);
    const rows = [windowGroup(0), windowGroup(1), blackoutGroup(0), unitGroup(0), clearingGroup(0, 0)];
    const fields = [...FIELD_GROUPS, QUERIES, DEPOSIT, ...options, ...rows].flatMap((group) => group.fields);
    let draft = withValueAt({}, 'units.0.straightThrough', null);
    for (const field of fields) {
      const text = 'secret' in field ? 'NAME' : (field.standard ?? field.choices?.[0]?.value ?? sample(field.path));
      const path = 'secret' in field ? `${field.path}.env` : field.path;
      draft = withValueAt(draft, path, parseField('secret' in field ? 'text' : (field.kind ?? 'text'), text));
    }
    expect(faultsOf(profileSchema, draft)).toEqual([]);
  });
});

function sample(path: string): string {
  if (path.endsWith('portal.address')) return 'https://ps.example.com/psp/ps/EMPLOYEE/ERP';
  if (/portal\.(item|deposit)$/.test(path)) return 'MENU.COMPONENT.GBL';
  if (/address$/i.test(path)) return 'https://ps.example.com/PSIGW';
  if (/quietWindow\.\d\.(from|to)$/.test(path)) return '18:00';
  if (/blackouts\.\d\.(from|to)$/.test(path)) return '2026-12-24';
  if (path.endsWith('voucherEntryTypes')) return 'RF';
  if (/zone$/i.test(path)) return 'America/New_York';
  if (path.endsWith('goLiveDate')) return '2026-10-01';
  if (/(settlementCurrency|currencies)$/.test(path)) return 'USD';
  if (path.endsWith('peopleSoftExponents')) return 'JPY=0';
  return 'X1';
}
