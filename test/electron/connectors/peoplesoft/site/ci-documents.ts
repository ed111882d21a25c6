/** Writes WSDL and XSD documents the way PeopleSoft generates them: TypeShape over TypeDef, dotted prefixes, random message names. */
export type Spec = LeafSpec | GroupSpec;
export interface LeafSpec {
  readonly name: string;
  /** `char:15`, `int:6`, `decimal:26.3` or `date`. */
  readonly type: string;
  readonly min?: number;
}
export interface GroupSpec {
  readonly name: string;
  readonly rows: readonly Spec[];
  readonly min?: number;
  readonly max?: number | 'unbounded';
}
export interface ServiceSpec {
  readonly service: string;
  readonly ci: string;
  readonly create: readonly Spec[];
  readonly get: readonly Spec[];
}
export interface SiteNames {
  /** Message name of request and response by action, e.g. `M475145.V1`. */
  readonly createRequest: string;
  readonly createResponse: string;
  readonly getRequest: string;
  readonly getResponse: string;
  readonly base: string;
  readonly createAction: string;
  readonly getAction: string;
  /** Host in the documents: not the one that serves them. */
  readonly internal: string;
}

export const XSD = 'http://www.w3.org/2001/XMLSchema';

export function wsdlDocument(spec: ServiceSpec, names: SiteNames): string {
  const { service, ci } = spec;
  const ns = (message: string) => `${names.base}/${message}`;
  const messages = [names.createRequest, names.createResponse, names.getRequest, names.getResponse];
  const operations = [
    {
      op: `${service}_C`,
      action: 'Create',
      soapAction: names.createAction,
      request: names.createRequest,
      response: names.createResponse,
    },
    {
      op: `${service}_G`,
      action: 'Get',
      soapAction: names.getAction,
      request: names.getRequest,
      response: names.getResponse,
    },
  ];
  const policy = `<wsp:Policy wsu:Id="UsernameTokenSecurityPolicyPasswordOptional" xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"><wsp:ExactlyOne/></wsp:Policy>`;
  return `<?xml version="1.0"?>
<wsdl:definitions name="${service}.1" targetNamespace="urn:x/services/${service}.1" ${messages.map((m) => `xmlns:${m}="${ns(m)}"`).join(' ')}
 xmlns:plnk="http://schemas.xmlsoap.org/ws/2003/05/partner-link/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="urn:x/services/${service}.1" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:wsp="http://schemas.xmlsoap.org/ws/2002/12/policy" xmlns:xsd="${XSD}">
<plnk:partnerLinkType name="${service}_PartnerLinkType"/><wsp:UsagePolicy wsdl:Required="true"/>
<wsdl:types><xsd:schema elementFormDefault="qualified" targetNamespace="urn:x/services/${service}.1">${messages
    .map(
      (m) =>
        `<xsd:import namespace="${ns(m)}" schemaLocation="${m === names.createRequest ? `http://${names.internal}/PSIGW/PeopleSoftServiceListeningConnector/NODE/${m}.xsd` : `${m}.xsd`}"/>`,
    )
    .join('')}</xsd:schema></wsdl:types>
${operations
  .map(
    (
      o,
    ) => `<wsdl:message name="${o.request}"><wsdl:part element="${o.request}:${o.action}__CompIntfc__${ci}" name="parameter"/></wsdl:message>
<wsdl:message name="${o.response}"><wsdl:part element="${o.response}:${o.action}__CompIntfc__${ci}Response" name="parameter"/></wsdl:message>`,
  )
  .join('')}
<wsdl:portType name="${service}_PortType">${operations
    .map(
      (o) =>
        `<wsdl:operation name="${o.op}"><wsdl:input message="tns:${o.request}" name="${o.request}"/><wsdl:output message="tns:${o.response}" name="${o.response}"/></wsdl:operation>`,
    )
    .join('')}</wsdl:portType>
<wsdl:binding name="${service}_Binding" type="tns:${service}_PortType"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>${operations
    .map(
      (o) =>
        `<wsdl:operation name="${o.op}">${policy}<soap:operation soapAction="${o.soapAction}" style="document"/><wsdl:input><soap:body encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>`,
    )
    .join('')}</wsdl:binding>
<wsdl:service name="${service}"><wsdl:port binding="tns:${service}_Binding" name="${service}_Port"><soap:address location="http://${names.internal}/PSIGW/PeopleSoftServiceListeningConnector/NODE"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;
}

export function xsdDocument(namespace: string, root: string, rows: readonly Spec[]): string {
  const types: string[] = [];
  const body = groupType(rows, types);
  return `<?xml version="1.0"?>
<xsd:schema elementFormDefault="qualified" targetNamespace="${namespace}" xmlns="${namespace}" xmlns:xsd="${XSD}">
<xsd:element name="${root}" type="${root}TypeShape"/><xsd:complexType name="${root}TypeShape">${body}</xsd:complexType>${types.join('')}</xsd:schema>`;
}

let made = 0;

function groupType(rows: readonly Spec[], types: string[]): string {
  return `<xsd:sequence>${rows.map((row) => elementOf(row, types)).join('')}</xsd:sequence>`;
}

function elementOf(spec: Spec, types: string[]): string {
  made += 1;
  const type = `${spec.name}${made}`;
  if ('rows' in spec) {
    types.push(`<xsd:complexType name="${type}TypeShape">${groupType(spec.rows, types)}</xsd:complexType>`);
    return `<xsd:element maxOccurs="${spec.max ?? 'unbounded'}" minOccurs="${spec.min ?? 0}" name="${spec.name}" type="${type}TypeShape"/>`;
  }
  types.push(
    `<xsd:complexType name="${type}TypeShape"><xsd:simpleContent><xsd:extension base="${type}TypeDef"/></xsd:simpleContent></xsd:complexType>`,
    `<xsd:simpleType name="${type}TypeDef"><xsd:annotation><xsd:documentation>${spec.name} is a character of length</xsd:documentation></xsd:annotation>${restriction(spec.type)}</xsd:simpleType>`,
  );
  return `<xsd:element maxOccurs="1" minOccurs="${spec.min ?? 1}" name="${spec.name}" type="${type}TypeShape"/>`;
}

function restriction(type: string): string {
  const [kind, size = ''] = type.split(':');
  if (kind === 'char')
    return `<xsd:restriction base="xsd:string"><xsd:maxLength value="${size}"/><xsd:whiteSpace value="preserve"/></xsd:restriction>`;
  if (kind === 'int') return `<xsd:restriction base="xsd:int"><xsd:totalDigits value="${size}"/></xsd:restriction>`;
  const [total, fraction] = size.split('.');
  if (kind === 'decimal')
    return `<xsd:restriction base="xsd:decimal"><xsd:totalDigits value="${total}"/><xsd:fractionDigits value="${fraction}"/></xsd:restriction>`;
  return `<xsd:restriction base="xsd:date"/>`;
}

/** A deposit interface: keys repeated below, nested three deep, prefixes mixed as sites mix them. */
export const DEPOSIT_SPEC: ServiceSpec = {
  service: 'CI_X_DEPOSIT_CI',
  ci: 'X_DEPOSIT_CI',
  get: [
    { name: 'DEPOSIT_BU', type: 'char:5' },
    { name: 'KEYPROP_DEPOSIT_ID', type: 'char:15' },
  ],
  create: [
    { name: 'DEPOSIT_BU', type: 'char:5' },
    { name: 'KEYPROP_DEPOSIT_ID', type: 'char:15' },
    { name: 'BANK_CD', type: 'char:5' },
    { name: 'BANK_ACCT_KEY', type: 'char:4' },
    { name: 'FORMAT_CURRENCY', type: 'char:3' },
    { name: 'ACCOUNTING_DT', type: 'date' },
    { name: 'RECEIVED_DT', type: 'date', min: 0 },
    { name: 'CONTROL_AMT', type: 'decimal:26.3' },
    { name: 'CONTROL_CNT', type: 'int:6' },
    {
      name: 'COLL_PAYMENT',
      rows: [
        { name: 'DEPOSIT_BU', type: 'char:5' },
        { name: 'PAYMENT_SEQ_NUM', type: 'int:6' },
        { name: 'PAYMENT_ID', type: 'char:15' },
        { name: 'PAYMENT_AMT', type: 'decimal:26.3' },
        { name: 'PAYMENT_CURRENCY', type: 'char:3' },
        { name: 'PAYMENT_METHOD', type: 'char:3' },
        { name: 'ACCOUNTING_DT_0', type: 'date' },
        { name: 'REF_VALUE', type: 'char:30', min: 0 },
        { name: 'DESCR', type: 'char:60', min: 0 },
        {
          name: 'COLL_CUST',
          rows: [
            { name: 'CUST_ID', type: 'char:15' },
            { name: 'NOTES', rows: [{ name: 'NOTE', type: 'char:30' }] },
          ],
        },
        {
          name: 'COLL_ITEM',
          rows: [
            { name: 'PAYMENT_SEQ_NUM', type: 'int:6' },
            { name: 'BUSINESS_UNIT', type: 'char:5' },
            { name: 'CUST_ID', type: 'char:15' },
            { name: 'ITEM', type: 'char:30' },
            { name: 'ITEM_LINE', type: 'int:6' },
            { name: 'PAY_AMT', type: 'decimal:26.3' },
          ],
        },
      ],
    },
  ],
};
