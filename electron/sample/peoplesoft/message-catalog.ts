/**
 * One entry of the message catalogue as it reaches a client; `text` ends with `(set,number)` as PeopleSoft writes it.
 */
export interface CatalogMessage {
  readonly set: number;
  readonly number: number;
  readonly text: string;
  readonly explain: string;
}

function message(set: number, number: number, text: string, explain = ''): CatalogMessage {
  return { set, number, text: `${text} (${set},${number})`, explain };
}

/**
 * The catalogue. Sets 15 (edits), 18 (saving), 91 (component interfaces), 180 (PeopleCode at run time), 158 and 159 (integration broker) and 6031,
 * 6035 (receivables posting) carry Oracle's numbers where Oracle or captured traffic documents them; set 25000 stands
 * for what a site or this sample words itself.
 */
export const MESSAGES = {
  passwordFailed: () => message(158, 45, 'User password failed.'),
  userNotDefined: (user: string) => message(158, 55, `UserName ${user} not defined in database.`),
  notAuthorised: (user: string, operation: string) =>
    message(158, 536, `User ${user} not authorized to invoke Service Operation ${operation}.`),
  badXml: (reason: string) =>
    message(159, 5, `XML parser error ParseXmlString Fatal Error: at file  line: 0 column: 0 message: ${reason}`),
  operationUnknown: (action: string) => message(158, 403, `Service operation for action '${action}' not found.`),
  actionMismatch: (action: string, root: string) =>
    message(158, 404, `Message '${root}' does not belong to service operation '${action}'.`),
  nodeUnknown: (node: string) => message(158, 405, `Node ${node} not found or inactive.`),
  noBody: () => message(158, 406, 'The SOAP envelope has no body element.'),
  schema: (reason: string) => message(158, 9503, `Message does not match its schema: ${reason}`),
  serverBusy: () => message(158, 10721, 'External System Contact Error.'),
  peopleCodeFailed: () => message(180, 236, 'First operand of . is NULL.'),
  rowExists: (component: string) => message(91, 49, `Row already exists with the specified keys. {${component}}`),
  noSuchRow: (component: string) => message(91, 50, `No rows exist for the specified keys. {${component}}`),
  errorChanging: (where: string) => message(91, 34, `Error changing value. {${where}}`),
  collectionRow: (where: string) => message(91, 60, `Collection row not found for the specified keys. {${where}}`),
  invalidPrompt: () =>
    message(15, 11, 'Invalid value -- press the prompt button or hyperlink for a list of valid values.'),
  translate: () => message(15, 13, 'The value is not one of the valid translate values.'),
  required: (field: string) => message(15, 30, `Highlighted fields are required. {${field}}`),
  duplicateRow: () => message(18, 2, 'Data being added conflicts with existing data.'),
  conflictingKey: (field: string) => message(18, 5, `Changes conflict with another data item. {${field}}`),
  lockConflict: () =>
    message(18, 1, 'Page data is inconsistent with database.', 'Another user changed the same data. Fetch it again.'),
  controlTotals: (what: string) => message(25000, 1, `Deposit control totals do not balance: ${what}.`),
  decimals: (amount: string, currency: string) =>
    message(25000, 2, `Amount ${amount} has more decimals than currency ${currency} allows.`),
  periodClosed: (date: string) => message(25000, 3, `Accounting date ${date} is not within an open period.`),
  depositApplied: () => message(25000, 4, 'A payment of this deposit has been applied; the deposit cannot change.'),
  depositEmpty: () => message(25000, 5, 'A deposit needs at least one payment.'),
  idRequired: () => message(25000, 6, 'This site does not number deposits; a deposit ID must be given.'),
  outOfBalance: () => message(25000, 7, 'Deposit saved out of balance; its payments wait until totals agree.'),
  groupControl: (what: string) => message(25000, 10, `Group control totals do not balance: ${what}.`),
  groupEmpty: () => message(25000, 11, 'A group needs at least one item.'),
  groupPosted: () => message(25000, 12, 'This group has been posted; it cannot change.'),
  distribution: (item: string, lines: string, needed: string) =>
    message(25000, 13, `Distribution lines of item ${item} come to ${lines} instead of ${needed}.`),
  itemCurrency: (item: string, currency: string) => message(25000, 14, `Item ${item} is kept in ${currency}.`),
  pastRow: (date: string, current: string) =>
    message(25000, 8, `Effective date ${date} lies before the current row of ${current}; history cannot be changed.`),
  journalTemplate: (payment: string) =>
    message(25000, 9, `Payment ${payment} is journalled directly with an accounting template, or neither.`),
  journalReferences: (payment: string) =>
    message(25000, 10, `Payment ${payment} is journalled directly; it takes no customers and no item references.`),
  businessUnitInvalid: (unit: string) => message(6031, 1, `Business unit ${unit} is invalid.`),
  customerMissing: (customer: string) => message(6035, 102, `Customer ${customer} does not exist.`),
  itemClosed: (item: string) => message(6035, 110, `Item ${item} is closed.`),
  overApplied: (item: string, amount: string, balance: string) =>
    message(6035, 111, `Entry amount ${amount} is more than the balance ${balance} of item ${item}.`),
  queryUnknown: (query: string) => message(139, 510, `Query ${query} does not exist or you are not authorized to it.`),
  queryRequest: (reason: string) => message(139, 511, `Query request is not valid: ${reason}`),
} as const;

/** A refusal by the component: nothing was saved; `keys` name the row it is about, by property name. */
export class ComponentRefusal extends Error {
  override readonly name = 'ComponentRefusal';
  readonly messages: readonly CatalogMessage[];
  readonly keys: Readonly<Record<string, string>>;
  constructor(messages: readonly CatalogMessage[], keys: Readonly<Record<string, string>>) {
    super(messages.map((entry) => entry.text).join(' '));
    this.messages = messages;
    this.keys = keys;
  }
}

/** A refusal before the component is reached: sign-in, routing, XML, schema. */
export class GatewayRefusal extends Error {
  override readonly name = 'GatewayRefusal';
  readonly entry: CatalogMessage;
  readonly parameters: readonly string[];
  constructor(entry: CatalogMessage, parameters: readonly string[] = []) {
    super(entry.text);
    this.entry = entry;
    this.parameters = parameters;
  }
}
