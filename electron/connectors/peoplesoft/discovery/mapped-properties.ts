import type { DepositService } from '../../../../shared/contract/profile.ts';
import type { GroupShape, PropertyShape } from '../soap/schema-model.ts';

type PropertyKey = keyof DepositService['properties'];
/** Which mapped property belongs on which level of the deposit service. */
const LEVELS: Readonly<Record<'deposit' | 'payment' | 'item', readonly PropertyKey[]>> = {
  deposit: [
    'depositBu',
    'depositId',
    'bankCode',
    'bankAccountKey',
    'currency',
    'accountingDate',
    'receivedDate',
    'controlAmount',
    'controlCount',
  ],
  payment: [
    'paymentSeq',
    'paymentId',
    'paymentAmount',
    'paymentCurrency',
    'paymentMethod',
    'paymentAccountingDate',
    'externalId',
    'approvedBy',
  ],
  item: ['itemBusinessUnit', 'itemCustId', 'item', 'itemLine', 'itemAmount'],
};

export interface MappingCheck {
  readonly found: number;
  readonly missing: readonly { readonly what: string; readonly why: string; readonly fix: string }[];
}

/** Compares every property name of the profile with the Create request of the site's service. */
export function checkMapping(service: DepositService, request: GroupShape): MappingCheck {
  const names = service.properties;
  const missing: { what: string; why: string; fix: string }[] = [];
  let found = 0;
  const look = (
    shape: GroupShape | null,
    where: string,
    key: PropertyKey,
    kind: PropertyShape['kind'],
  ): PropertyShape | null => {
    const name = names[key];
    if (name === undefined || shape === null) return null;
    const property = shape.properties.find((candidate) => candidate.name === name) ?? null;
    if (property?.kind === kind) found += 1;
    else missing.push(missingProperty(service.service, key, name, where, shape, kind, property));
    return property?.kind === kind ? property : null;
  };
  const group = (shape: GroupShape | null, where: string, key: PropertyKey): GroupShape | null => {
    const property = look(shape, where, key, 'group');
    return property?.kind === 'group' ? property : null;
  };
  for (const key of LEVELS.deposit) look(request, 'the deposit', key, 'leaf');
  const payments = group(request, 'the deposit', 'payments');
  for (const key of LEVELS.payment) look(payments, names.payments, key, 'leaf');
  const customers = names.customers === undefined ? payments : group(payments, names.payments, 'customers');
  look(customers, names.customers ?? names.payments, 'custId', 'leaf');
  const items = group(payments, names.payments, 'items');
  for (const key of LEVELS.item) look(items, names.items, key, 'leaf');
  return { found, missing };
}

function missingProperty(
  service: string,
  key: PropertyKey,
  name: string,
  where: string,
  shape: GroupShape,
  kind: PropertyShape['kind'],
  other: PropertyShape | null,
) {
  const wanted = kind === 'group' ? 'collection' : 'single property';
  const offered = shape.properties.filter((property) => property.kind === kind).map((property) => property.name);
  return {
    what: `property ${name} (peoplesoft.deposit.properties.${key})`,
    why: other === null ? `${service} has no ${name} in ${where}` : `${name} in ${where} is not a ${wanted}`,
    fix: `Choose one of the names its schema offers there: ${offered.join(', ') || 'none'}.`,
  };
}
