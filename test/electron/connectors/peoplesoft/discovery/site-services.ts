import {
  oddService,
  type OddLeaf,
  type OddLevel,
  type OddService,
  type OddType,
} from '../../../../support/odd-service.ts';

/**
 * A property as `NAME type [key|needed]`: `c15` a text of 15, `n5` a number of 5 digits, `a` an amount, `d` a date; `key` a key of
 * its own, `parent` one repeated from above.
 */
function leaf(written: string): OddLeaf {
  const [name = '', type = '', role = ''] = written.split(' ');
  const isKey = role === 'key' || role === 'parent';
  return {
    name,
    getName: name,
    type: typeOf(type),
    isKey,
    isRequired: isKey || role === 'needed',
    isRepeated: role === 'parent',
  };
}

function typeOf(written: string): OddType {
  const size = Number(written.slice(1));
  if (written.startsWith('c')) return { kind: 'char', length: size };
  if (written.startsWith('n')) return { kind: 'int', digits: size };
  return written === 'a' ? { kind: 'decimal', digits: 26, decimals: 3 } : { kind: 'date' };
}

const level = (name: string, leaves: readonly string[], collections: readonly OddLevel[] = []): OddLevel => ({
  name,
  leaves: leaves.map(leaf),
  collections,
  effectiveDate: null,
  wantsRow: false,
});

/** All of them live at one site: files and actions are named apart. */
function service(seed: number, root: OddLevel): OddService {
  const odd = oddService(seed);
  const name = `CI_${root.name}`;
  const { soapActions } = odd.spelling;
  const apart = (action: keyof typeof soapActions) => `${name}.${soapActions[action]}`;
  const actions = {
    Create: apart('Create'),
    Get: apart('Get'),
    Find: apart('Find'),
    Update: apart('Update'),
    Updatedata: apart('Updatedata'),
  };
  const keys = root.leaves.filter(({ isKey }) => isKey);
  const spelling = { ...odd.spelling, fileNames: 'message' as const, soapActions: actions };
  return { ci: root.name, service: name, root, keys, isNumbered: false, spelling };
}

const BILL_TO = level('COLL_CUST_OPTION', [
  'KEYPROP_EFFDT d key',
  'PROP_EFF_STATUS c1',
  'PROP_PYMNT_TERMS_CD c5',
  'PROP_PAYMENT_METHOD c3',
  'PROP_GRACE_DUE_DAYS n3',
]);
const ADDRESS_LINES = ['ADDRESS1 c55 needed', 'ADDRESS2 c55', 'CITY c30', 'STATE c6', 'POSTAL c12', 'COUNTRY c3'];

/** Services as sites have them, by the preset that fits: plain and prefixed names, site prefixes, nested and flat rows. */
export const SITE_SERVICES: Readonly<Record<string, readonly OddService[]>> = {
  deposit: [
    service(
      1,
      level(
        'X_DEPOSIT',
        [
          'KEYPROP_DEPOSIT_BU c5 key',
          'KEYPROP_DEPOSIT_ID c15 key',
          'BANK_CD c5 needed',
          'BANK_ACCT_KEY c4 needed',
          'FORMAT_CURRENCY c3',
          'ACCOUNTING_DT d needed',
          'CONTROL_AMT a',
          'CONTROL_CNT n6',
        ],
        [
          level(
            'COLL_PAYMENT',
            [
              'KEYPROP_PAYMENT_SEQ_NUM n6 key',
              'PAYMENT_ID c15 needed',
              'PAYMENT_AMT a',
              'PAYMENT_CURRENCY c3',
              'PAYMENT_METHOD c3',
              'ACCOUNTING_DT_0 d',
              'X_STRIPE_ID c64',
              'CUST_ID c15',
            ],
            [
              level('COLL_ID_ITEM', [
                'KEYPROP_ITEM c30 key',
                'BUSINESS_UNIT c5',
                'CUST_ID_0 c15',
                'ITEM_LINE n6',
                'PAY_AMT a',
              ]),
            ],
          ),
        ],
      ),
    ),
  ],
  'pending-item': [
    service(
      2,
      level(
        'ZZ_PENDING',
        [
          'GROUP_BU c5 key',
          'GROUP_ID c10 key',
          'GROUP_TYPE c1',
          'ACCOUNTING_DT d needed',
          'CONTROL_AMT a',
          'CONTROL_CNT n6',
          'CONTROL_CURRENCY c3',
        ],
        [
          level(
            'PENDING_ITEM',
            [
              'GROUP_BU c5 parent',
              'BUSINESS_UNIT c5 needed',
              'CUST_ID c15 needed',
              'ITEM c30 key',
              'ITEM_LINE n6 key',
              'ENTRY_TYPE c5',
              'ENTRY_REASON c5',
              'ENTRY_AMT a',
              'ENTRY_CURRENCY c3',
              'ACCOUNTING_DT_1 d',
              'DUE_DT d',
            ],
            [level('PENDING_DST', ['DST_SEQ_NUM n5 key', 'ACCOUNT c10', 'MONETARY_AMOUNT a'])],
          ),
        ],
      ),
    ),
    service(
      3,
      level(
        'X_ITEMS',
        [
          'KEYPROP_GROUP_BU c5 key',
          'KEYPROP_GROUP_ID c15 key',
          'ACCOUNTING_DT d',
          'CONTROL_AMT a',
          'CONTROL_CNT n6',
          'CURRENCY c3',
        ],
        [
          level('COLL_ITEMS', [
            'KEYPROP_ITEM c30 key',
            'KEYPROP_ITEM_LINE n6 key',
            'BUSINESS_UNIT c5',
            'CUST_ID c15',
            'ENTRY_TYPE c5',
            'ENTRY_AMT a',
            'CURRENCY_CD c3',
          ]),
        ],
      ),
    ),
  ],
  customer: [
    service(
      4,
      level(
        'CUSTOMER_CI',
        [
          'SETID c5 key',
          'CUST_ID c15 key',
          'NAME1 c40 needed',
          'NAMESHORT c10',
          'CUST_STATUS c1',
          'CUST_STATUS_DT d',
          'SINCE_DT d',
          'ADD_DT d',
          'Z_STRIPE_ID c30',
        ],
        [
          level(
            'CUST_ADDR_SEQ',
            ['SETID c5 parent', 'CUST_ID c15 parent', 'ADDRESS_SEQ_NUM n5 key', 'DESCR c30'],
            [level('CUST_ADDRESS', ['EFFDT d key', 'EFF_STATUS c1', ...ADDRESS_LINES])],
          ),
          BILL_TO,
        ],
      ),
    ),
  ],
  'customer-main': [
    service(
      5,
      level(
        'CUSTOMER_MAIN_CI',
        [
          'KEYPROP_SETID c5 key',
          'KEYPROP_CUST_ID c15 key',
          'PROP_NAME1 c40 needed',
          'PROP_CUST_STATUS c1',
          'PROP_ADD_DT d',
        ],
        [level('COLL_CUST_ADDRESS', ['KEYPROP_ADDRESS_SEQ_NUM n5 key', 'KEYPROP_EFFDT d key', ...ADDRESS_LINES])],
      ),
    ),
  ],
  'customer-bill-to': [
    service(
      6,
      level(
        'CUSTOMER_BILLTO_CI',
        ['KEYPROP_SETID c5 key', 'KEYPROP_CUST_ID c15 key'],
        [
          BILL_TO,
          level('COLL_CUST_CREDIT', [
            'KEYPROP_EFFDT_0 d key',
            'PROP_EFF_STATUS_0 c1',
            'CR_LIMIT a',
            'CURRENCY_CD c3',
            'CREDIT_CLASS c2',
            'RISK_CODE c2',
          ]),
        ],
      ),
    ),
  ],
  contact: [
    service(
      7,
      level(
        'X_CONTACT',
        [
          'KEYPROP_SETID c5 key',
          'KEYPROP_CONTACT_ID c15 key',
          'EFFDT d',
          'EFF_STATUS c1',
          'NAME1 c40 needed',
          'EMAILID c70',
          'TITLE c35',
        ],
        [
          level('COLL_CONTACT_CUST', ['KEYPROP_CUST_ID c15 key', 'CNTCT_SEQ_NUM n5', 'PRIMARY_FLAG c1']),
          level('COLL_CONTACT_PHONE', ['KEYPROP_PHONE_TYPE c4 key', 'PHONE c24']),
        ],
      ),
    ),
  ],
  requisition: [
    service(
      8,
      level(
        'X_REQUISITION',
        [
          'BUSINESS_UNIT c5 key',
          'REQ_ID c10 key',
          'REQUESTOR_ID c30 needed',
          'REQ_DT d',
          'CURRENCY_CD c3',
          'X_DEAL_ID c27',
        ],
        [
          level(
            'REQ_LINE',
            [
              'LINE_NBR n5 key',
              'DESCR254_MIXED c254',
              'CATEGORY_CD c18',
              'QTY_REQ a',
              'UNIT_OF_MEASURE c3',
              'PRICE_REQ a',
            ],
            [
              level(
                'REQ_LINE_SHIP',
                ['SCHED_NBR n3 key', 'DUE_DT d', 'SHIPTO_ID c10'],
                [level('REQ_LN_DISTRIB', ['DISTRIB_LINE_NUM n5 key', 'ACCOUNT c10', 'DEPTID c10'])],
              ),
            ],
          ),
        ],
      ),
    ),
    service(
      9,
      level(
        'SITE_REQ',
        ['KEYPROP_BUSINESS_UNIT c5 key', 'KEYPROP_REQ_ID c10 key', 'REQUESTER_ID c30'],
        [
          level('COLL_LINES', [
            'KEYPROP_LINE_NBR n5 key',
            'DESCR c60',
            'QTY a',
            'UOM c3',
            'PRICE a',
            'DUE_DATE d',
            'ACCOUNT c10',
          ]),
        ],
      ),
    ),
  ],
};
