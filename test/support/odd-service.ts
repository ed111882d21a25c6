import { createRandom, shuffled, type Random } from '../../electron/sample/company/random.ts';
import { OPERATIONS, type Action } from '../../electron/sample/peoplesoft/component.ts';

export type OddType =
  | { readonly kind: 'char'; readonly length: number }
  | { readonly kind: 'int'; readonly digits: number }
  | { readonly kind: 'decimal'; readonly digits: number; readonly decimals: number }
  | { readonly kind: 'date' }
  | { readonly kind: 'dateTime' };

export interface OddLeaf {
  readonly name: string;
  /** As the Get response spells it. */
  readonly getName: string;
  readonly type: OddType;
  readonly isKey: boolean;
  readonly isRequired: boolean;
  /** A key of a level above, repeated. */
  readonly isRepeated: boolean;
}

/** Level 0 of a component interface, or one of its collections. */
export interface OddLevel {
  readonly name: string;
  readonly leaves: readonly OddLeaf[];
  readonly collections: readonly OddLevel[];
  /** Name of the key by which rows are effective-dated, or null. */
  readonly effectiveDate: string | null;
  /** Create wants a row of it, which nothing but its schema says. */
  readonly wantsRow: boolean;
}

/** How a site writes its documents; no client may depend on any of it. */
export interface OddSpelling {
  readonly namespaceBase: string;
  readonly soapActions: Readonly<Record<Action, string>>;
  /** Message names of request, response and fault. */
  readonly messages: Readonly<Record<Action, readonly [string, string, string]>>;
  readonly wsdlPrefix: 'wsdl:' | 'w.1:' | '';
  readonly schemaPrefix: 'xsd:' | 'xs:' | '';
  readonly partPrefix: 'dotted' | 'reused' | 'default';
  readonly types: 'typeShape' | 'nested';
  readonly locations: 'file' | 'address' | 'query';
  readonly fileNames: 'message' | 'numbered';
  readonly hasMark: boolean;
  readonly internalHost: string;
  readonly operationOrder: readonly Action[];
}

export interface OddService {
  readonly ci: string;
  readonly service: string;
  readonly root: OddLevel;
  /** Keys of level 0, in order. */
  readonly keys: readonly OddLeaf[];
  readonly isNumbered: boolean;
  readonly spelling: OddSpelling;
}

const FIELDS = shuffledFields();
const NAMING = ['plain', 'prefixed', 'mixed'] as const;
const BASES = [
  'http://xmlns.oracle.com/Enterprise/Tools/schemas',
  'http://psweb3.corp.invalid/Enterprise/Tools/schemas',
  'urn:site:schemas',
] as const;

/** A component-interface service as some site may have it, wholly decided by the seed. */
export function oddService(seed: number): OddService {
  const random = createRandom(seed, 41);
  const ci = `${random.pick(['X', 'ZZ', 'CI', 'SITE9'])}_${random.pick(FIELDS)}_${random.pick(['CI', 'INTFC', 'V2'])}`;
  const service = random.chance(0.5) ? `CI_${ci}` : `CI_${ci.split('_').toReversed().join('_')}`;
  const naming = random.pick(NAMING);
  const names = new Names(random, naming);
  const root = level(names, random, { name: ci, depth: 0, above: [] });
  const keys = root.leaves.filter(({ isKey }) => isKey);
  const last = keys.at(-1);
  const isNumbered = last?.type.kind === 'char' && last.type.length >= 4 && random.chance(0.4);
  return { ci, service, root, keys, isNumbered, spelling: spelling(random, service) };
}

function level(
  names: Names,
  random: Random,
  at: { readonly name: string; readonly depth: number; readonly above: readonly OddLeaf[] },
): OddLevel {
  const repeated = at.above.filter(() => random.chance(0.4)).map((key) => ({ ...key, isRepeated: true }));
  const isDated = at.depth > 0 && random.chance(0.4);
  const ownKeys = Array.from({ length: at.depth === 0 ? random.between(1, 3) : 1 }, () =>
    names.leaf('key', at.depth === 0 ? random.pick(['char', 'char', 'int']) : random.pick(['char', 'int'])),
  );
  const date = isDated ? [names.leaf('key', 'date', 'EFFDT')] : [];
  const others = Array.from({ length: random.between(1, 6) }, () =>
    names.leaf(
      random.chance(0.3) ? 'required' : 'free',
      random.pick(['char', 'char', 'int', 'decimal', 'date', 'dateTime']),
    ),
  );
  const status = isDated && random.chance(0.5) ? [names.leaf('free', 'char', 'EFF_STATUS')] : [];
  const keys = [...repeated, ...ownKeys, ...date];
  const leaves = random.chance(0.7)
    ? [...keys, ...status, ...others]
    : shuffled([...keys, ...status, ...others], random);
  const deeper = at.depth === 0 ? random.between(1, 2) : at.depth < 3 ? random.between(0, 2) : 0;
  const collections = Array.from({ length: at.depth === 1 && deeper === 0 ? 1 : deeper }, () =>
    level(names, random, { name: names.collection(), depth: at.depth + 1, above: [...at.above, ...ownKeys, ...date] }),
  );
  return {
    name: at.name,
    leaves:
      at.depth === 0 ? leaves.map((leaf) => ({ ...leaf, getName: leaf.name.replace(/^KEYPROP_/, 'PROP_') })) : leaves,
    collections,
    effectiveDate: date[0]?.name ?? null,
    wantsRow: at.depth === 1 && random.chance(0.25),
  };
}

/** Names as component-interface authors leave them: plain or prefixed, a number behind what was taken already. */
class Names {
  readonly #random: Random;
  readonly #naming: (typeof NAMING)[number];
  readonly #taken = new Map<string, number>();

  constructor(random: Random, naming: (typeof NAMING)[number]) {
    this.#random = random;
    this.#naming = naming;
  }

  leaf(role: 'key' | 'required' | 'free', kind: OddType['kind'], field: string = this.#random.pick(FIELDS)): OddLeaf {
    const name = `${this.#prefix(role === 'key' ? 'KEYPROP_' : 'PROP_')}${this.#numbered(field)}`;
    const type = field === 'EFF_STATUS' ? ({ kind: 'char', length: 1 } as const) : this.#type(kind, role === 'key');
    return { name, getName: name, type, isKey: role === 'key', isRequired: role !== 'free', isRepeated: false };
  }

  collection(): string {
    return `${this.#prefix('COLL_')}${this.#numbered(this.#random.pick(FIELDS))}`;
  }

  #prefix(prefix: string): string {
    if (this.#naming === 'plain') return '';
    return this.#naming === 'prefixed' || this.#random.chance(0.5) ? prefix : '';
  }

  #numbered(field: string): string {
    const count = this.#taken.get(field) ?? 0;
    this.#taken.set(field, count + 1);
    return count === 0 ? field : `${field}_${count - 1}`;
  }

  #type(kind: OddType['kind'], isKey: boolean): OddType {
    const random = this.#random;
    switch (kind) {
      case 'char':
        return { kind, length: isKey ? random.pick([5, 10, 15, 30]) : random.pick([1, 4, 30, 254]) };
      case 'int':
        return { kind, digits: isKey ? random.pick([3, 6]) : random.pick([1, 5, 9]) };
      case 'decimal':
        return random.pick([
          { kind, digits: 26, decimals: 3 },
          { kind, digits: 15, decimals: 6 },
          { kind, digits: 8, decimals: 0 },
        ]);
      case 'date':
      case 'dateTime':
        return { kind };
    }
  }
}

function spelling(random: Random, service: string): OddSpelling {
  const taken = new Set<string>();
  const message = () => {
    let name = '';
    do name = `M${random.between(100_000, 9_999_999)}.V${random.between(1, 2)}`;
    while (taken.has(name));
    taken.add(name);
    return name;
  };
  const alias = random.pick([`${service}_`, 'CI_C_ALIAS3_', '']);
  const entries = OPERATIONS.map(({ action, suffix }) => {
    const version = random.pick(['V1', 'V2']);
    return [action, `${alias}${alias === '' ? action : suffix}.${version}`] as const;
  });
  const fileNames = random.pick(['message', 'numbered']);
  return {
    namespaceBase: random.pick(BASES),
    soapActions: asRecord(entries),
    messages: asRecord(OPERATIONS.map(({ action }) => [action, [message(), message(), message()]] as const)),
    wsdlPrefix: random.pick(['wsdl:', 'w.1:', '']),
    schemaPrefix: random.pick(['xsd:', 'xs:', '']),
    partPrefix: random.pick(['dotted', 'reused', 'default']),
    types: random.pick(['typeShape', 'typeShape', 'nested']),
    locations: random.pick(['file', 'address', 'query']),
    fileNames,
    hasMark: random.chance(0.2),
    internalHost: `psapp${random.between(1, 99)}.corp.invalid:8000`,
    operationOrder: shuffled(
      OPERATIONS.map(({ action }) => action),
      random,
    ),
  };
}

function asRecord<Value>(entries: readonly (readonly [Action, Value])[]): Record<Action, Value> {
  const found = new Map(entries);
  const of = (action: Action): Value => {
    const value = found.get(action);
    if (value === undefined) throw new Error(`${action} has no value`);
    return value;
  };
  return {
    Create: of('Create'),
    Find: of('Find'),
    Get: of('Get'),
    Update: of('Update'),
    Updatedata: of('Updatedata'),
  };
}

function shuffledFields() {
  return [
    'SETID',
    'CUST_ID',
    'NAME1',
    'ADDRESS_SEQ_NUM',
    'BUSINESS_UNIT',
    'DESCR',
    'STATUS',
    'AMOUNT',
    'OPRID',
    'LINE_NBR',
    'constructor',
    'EMPLID',
    'PHONE',
    'TYPE_CD',
  ] as const;
}
