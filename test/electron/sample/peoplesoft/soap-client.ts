import { parseXml, type XmlElement } from '../../../../electron/sample/peoplesoft/xml.ts';
import type { PeopleSoftSimulator } from '../../../../electron/sample/peoplesoft/simulator.ts';

export type Access = Pick<PeopleSoftSimulator, 'url' | 'node' | 'user' | 'password'>;

export interface Operation {
  readonly action: string;
  readonly namespace: string;
}

export const DEPOSIT = 'CI_X_AR_DEPOSIT_CI';

/** SOAPAction and request namespace of an operation, read from the WSDL as any client would. */
export async function discover(site: Access, operation: string, service = DEPOSIT): Promise<Operation> {
  const answer = await fetch(`${site.url}/PSIGW/PeopleSoftServiceListeningConnector/${site.node}/${service}.1.wsdl`);
  const wsdl = await answer.text();
  const action = new RegExp(`soapAction="(${service}_${operation}\\.V\\d)"`).exec(wsdl)?.[1];
  const message = new RegExp(`name="${service}_${operation}">[^]*?<wsdl:input message="[^:]+:(M\\d+\\.V1)"`).exec(
    wsdl,
  )?.[1];
  const namespace = new RegExp(`xmlns:${message?.replace('.', '\\.')}="([^"]+)"`).exec(wsdl)?.[1];
  if (action === undefined || namespace === undefined) throw new Error(`${service}_${operation} is not in the WSDL`);
  return { action, namespace };
}

const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const PASSWORD_TEXT = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText';

export function envelope(body: string, user: string | null, password: string): string {
  const token =
    user === null
      ? ''
      : `<wsse:Security xmlns:wsse="${WSSE}"><wsse:UsernameToken><wsse:Username>${user}</wsse:Username><wsse:Password Type="${PASSWORD_TEXT}">${password}</wsse:Password></wsse:UsernameToken></wsse:Security>`;
  return `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header>${token}</soapenv:Header><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
}

export interface PostOptions {
  readonly path?: string;
  readonly user?: string | null;
  readonly password?: string;
  readonly signal?: AbortSignal;
}

/** Posts a body to the connector and gives the raw answer. */
export function post(site: Access, action: string, body: string, options: PostOptions = {}): Promise<Response> {
  const {
    path = `/PeopleSoftServiceListeningConnector/${site.node}`,
    user = site.user,
    password = site.password,
  } = options;
  return fetch(`${site.url}/PSIGW${path}`, {
    method: 'POST',
    headers: { SOAPAction: `"${action}"`, 'Content-Type': 'text/xml; charset=UTF-8' },
    body: envelope(body, user, password),
    ...(options.signal ? { signal: options.signal } : {}),
  });
}

/** All text of elements with this local name, in document order. */
export function textsOf(xml: string, local: string): string[] {
  const found: string[] = [];
  const visit = (element: XmlElement) => {
    if (element.local === local) found.push(element.text);
    element.children.forEach(visit);
  };
  visit(parseXml(xml));
  return found;
}

export interface PaymentDraft {
  readonly id: string;
  readonly amount: string;
  readonly item?: string;
  readonly custId?: string;
  readonly currency?: string;
  readonly externalId?: string;
  readonly businessUnit?: string;
}

export interface DepositDraft {
  readonly depositId?: string;
  readonly bank?: string;
  readonly controlAmount?: string;
  readonly controlCount?: number;
  readonly accountingDate?: string;
  readonly extra?: string;
}

/** XML of a Create request for a deposit; controls balance unless told otherwise. */
export function depositXml(namespace: string, payments: readonly PaymentDraft[], draft: DepositDraft = {}): string {
  const total = payments.reduce((sum, payment) => sum + Math.round(Number(payment.amount) * 1_000), 0) / 1_000;
  const date = draft.accountingDate ?? '2026-10-15';
  const rows = payments.map(
    (payment, index) =>
      `<COLL_PAYMENT><KEYPROP_PAYMENT_SEQ_NUM>${index + 1}</KEYPROP_PAYMENT_SEQ_NUM><PAYMENT_ID>${payment.id}</PAYMENT_ID>` +
      `<PAYMENT_AMT>${payment.amount}</PAYMENT_AMT><PAYMENT_CURRENCY>${payment.currency ?? 'USD'}</PAYMENT_CURRENCY>` +
      `<PAYMENT_METHOD>EFT</PAYMENT_METHOD><ACCOUNTING_DT_0>${date}</ACCOUNTING_DT_0>` +
      `<X_EXTERNAL_ID>${payment.externalId ?? `ch_${payment.id}`}</X_EXTERNAL_ID><X_APPROVED_BY>vpark</X_APPROVED_BY>` +
      `<COLL_PAYMENT_CUST><CUST_ID>${payment.custId ?? 'C100'}</CUST_ID></COLL_PAYMENT_CUST>` +
      (payment.item === undefined
        ? ''
        : `<COLL_PAYMENT_ITEM><BUSINESS_UNIT>${payment.businessUnit ?? 'US001'}</BUSINESS_UNIT><CUST_ID_0>${payment.custId ?? 'C100'}</CUST_ID_0>` +
          `<ITEM>${payment.item}</ITEM><ITEM_LINE>1</ITEM_LINE><PAY_AMT>${payment.amount}</PAY_AMT></COLL_PAYMENT_ITEM>`) +
      `</COLL_PAYMENT>`,
  );
  return (
    `<Create__CompIntfc__X_AR_DEPOSIT_CI xmlns="${namespace}"><KEYPROP_DEPOSIT_BU>US001</KEYPROP_DEPOSIT_BU>` +
    `<KEYPROP_DEPOSIT_ID>${draft.depositId ?? 'NEXT'}</KEYPROP_DEPOSIT_ID><BANK_CD>${draft.bank ?? 'STRPE'}</BANK_CD><BANK_ACCT_KEY>US01</BANK_ACCT_KEY>` +
    `<FORMAT_CURRENCY>${payments[0]?.currency ?? 'USD'}</FORMAT_CURRENCY><ACCOUNTING_DT>${date}</ACCOUNTING_DT>` +
    `<CONTROL_AMT>${draft.controlAmount ?? total}</CONTROL_AMT><CONTROL_CNT>${draft.controlCount ?? payments.length}</CONTROL_CNT>` +
    `${draft.extra ?? ''}${rows.join('')}</Create__CompIntfc__X_AR_DEPOSIT_CI>`
  );
}

/** Creates a deposit and gives status and body of the answer. */
export async function createDeposit(
  site: Access,
  payments: readonly PaymentDraft[],
  draft: DepositDraft = {},
): Promise<{ status: number; body: string }> {
  const { action, namespace } = await discover(site, 'C');
  const answer = await post(site, action, depositXml(namespace, payments, draft));
  return { status: answer.status, body: await answer.text() };
}
