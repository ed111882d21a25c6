import type {
  MappingDiscovered,
  MappingDryRun,
  MappingFindingRow,
  MappingList,
  MappingVersionRow,
} from '../../shared/contract/mapping.ts';
import { fitMapping } from '../../electron/connectors/peoplesoft/discovery/fit-mapping.ts';
import { MAPPING_FIELDS, type PropertyNames } from '../../electron/connectors/peoplesoft/discovery/mapping-fields.ts';
import { listProperties } from '../../electron/connectors/peoplesoft/discovery/property-words.ts';
import { proposedNames, proposeMapping } from '../../electron/connectors/peoplesoft/discovery/propose-mapping.ts';
import type { GroupShape, LeafType, PropertyShape } from '../../electron/connectors/peoplesoft/soap/schema-model.ts';
import { SITE_DEPOSIT } from '../../electron/sample/peoplesoft/site.ts';

const AT = '2026-11-02T11:00:00.000Z';
const { service, properties: NAMES } = SITE_DEPOSIT;
const text = (maxLength: number): LeafType => ({ kind: 'string', maxLength, values: null });
const INT: LeafType = { kind: 'int', totalDigits: 6 };
const AMOUNT: LeafType = { kind: 'decimal', totalDigits: 26, fractionDigits: 3 };
const DATE: LeafType = { kind: 'date' };
const leaf = (name: string, type: LeafType, minOccurs = 1): PropertyShape => ({
  kind: 'leaf',
  name,
  namespace: 'urn:double',
  minOccurs,
  maxOccurs: 1,
  type,
});
const rows = (name: string, properties: readonly PropertyShape[]): GroupShape => ({
  kind: 'group',
  name,
  namespace: 'urn:double',
  minOccurs: 0,
  maxOccurs: 'unbounded',
  properties,
});

/** A deposit service whose Stripe id is short, and whose payment method is called what nobody would guess. */
const REQUEST = rows('Create__CompIntfc__X', [
  leaf('KEYPROP_DEPOSIT_BU', text(5)),
  leaf('KEYPROP_DEPOSIT_ID', text(15)),
  leaf('BANK_CD', text(5)),
  leaf('BANK_ACCT_KEY', text(4)),
  leaf('FORMAT_CURRENCY', text(3)),
  leaf('ACCOUNTING_DT', DATE),
  leaf('CONTROL_AMT', AMOUNT),
  leaf('CONTROL_CNT', INT),
  rows('COLL_PAYMENT', [
    leaf('KEYPROP_PAYMENT_SEQ_NUM', INT),
    leaf('PAYMENT_ID', text(15)),
    leaf('PAYMENT_AMT', AMOUNT),
    leaf('PAYMENT_CURRENCY', text(3)),
    leaf('X_HOW_PAID', text(3)),
    leaf('ACCOUNTING_DT_0', DATE),
    leaf('X_EXTERNAL_ID', text(20), 0),
    rows('COLL_PAYMENT_CUST', [leaf('CUST_ID', text(15))]),
    rows('COLL_PAYMENT_ITEM', [
      leaf('BUSINESS_UNIT', text(5)),
      leaf('CUST_ID_0', text(15)),
      leaf('ITEM', text(30)),
      leaf('ITEM_LINE', INT, 0),
      leaf('PAY_AMT', AMOUNT, 0),
    ]),
  ]),
]);

const findingsOf = (names: PropertyNames): MappingFindingRow[] =>
  fitMapping({ service, depositIds: 'next' }, names, REQUEST).map((finding) => ({ ...finding }));

function discovered(): MappingDiscovered {
  const proposal = proposeMapping(REQUEST);
  return {
    service,
    serviceVersion: '1',
    operations: (['Create', 'Get', 'Find'] as const).map((action) => ({ action, name: `${service}_${action[0]}` })),
    properties: listProperties(REQUEST).map(({ isRequired, ...row }) => ({ ...row, required: isRequired })),
    fields: MAPPING_FIELDS.map(({ key, label, level, need, isRequired }) => {
      const proposed = proposal.find((each) => each.key === key);
      return {
        key,
        label,
        level,
        collection: need.kind === 'rows',
        required: isRequired,
        proposed: proposed?.name ?? null,
        reason: proposed?.reason ?? '',
        current: NAMES[key] ?? null,
      };
    }),
    findings: findingsOf(proposedNames(proposal)),
    schemaHash: 'schema-1',
  };
}

function dryRun({ properties, of }: { properties: PropertyNames; of: 'sample' | 'queued' }): MappingDryRun {
  const isWhole = MAPPING_FIELDS.every(({ key, isRequired }) => !isRequired || properties[key] !== undefined);
  const xml = `<Create><PAYMENT_METHOD name="${properties.paymentMethod ?? ''}">EFT</PAYMENT_METHOD><Password>********</Password></Create>`;
  return {
    text: of === 'sample' ? 'A sample deposit of one payment. Nothing is sent.' : 'The deposit that would leave next.',
    document: of,
    xml: isWhole ? xml : null,
    findings: findingsOf(properties),
    documentFindings: [],
  };
}

const WAITS_NO_MORE = 'It is not waiting to be confirmed.';
const PROPOSED: MappingVersionRow = {
  version: 2,
  service,
  serviceVersion: '1',
  properties: NAMES,
  hash: 'hash-2',
  state: 'proposed',
  inForce: false,
  effectiveFromAt: null,
  proposedBy: 'bert',
  proposedAt: AT,
  confirmedBy: null,
  confirmedAt: null,
  ended: null,
  can: { confirm: true, end: 'refuse', why: null },
};

/** The engine's end of the mapping screen: one version that somebody else proposed waits to be confirmed. */
export function makeDoubleMapping() {
  let versions: readonly MappingVersionRow[] = [PROPOSED];
  const inUse = () => versions.find(({ inForce }) => inForce)?.version ?? null;
  return {
    'mapping.list': (): MappingList => ({
      versions: [...versions],
      inUse: { version: inUse(), service, serviceVersion: '1', properties: NAMES },
      can: { propose: true, why: null },
    }),
    'mapping.discover': discovered,
    'mapping.dryRun': dryRun,
    'mapping.propose': (input: Pick<MappingVersionRow, 'properties'>): MappingVersionRow => {
      const why = 'You proposed it; another administrator or a reviewer confirms it.';
      const mine: MappingVersionRow = {
        ...PROPOSED,
        version: 3,
        hash: 'hash-3',
        properties: input.properties,
        proposedBy: 'anna',
        can: { confirm: false, end: 'withdraw', why },
      };
      const others = versions.map((each) =>
        each.state === 'proposed' ? { ...each, state: 'retired' as const } : each,
      );
      versions = [mine, ...others];
      return mine;
    },
    'mapping.confirm': ({ version }: { version: number }): MappingVersionRow => {
      const confirmed: MappingVersionRow = {
        ...PROPOSED,
        version,
        state: 'confirmed',
        inForce: true,
        effectiveFromAt: AT,
        confirmedBy: 'anna',
        confirmedAt: AT,
        can: { confirm: false, end: null, why: WAITS_NO_MORE },
      };
      versions = versions.map((each) => (each.version === version ? confirmed : each));
      return confirmed;
    },
    'mapping.end': ({ version, reason }: { version: number; reason: string | null }): MappingVersionRow => {
      const ended: MappingVersionRow = {
        ...PROPOSED,
        version,
        state: 'retired',
        ended: { as: 'refused', by: 'anna', at: AT, reason },
        can: { confirm: false, end: null, why: WAITS_NO_MORE },
      };
      versions = versions.map((each) => (each.version === version ? ended : each));
      return ended;
    },
  };
}
