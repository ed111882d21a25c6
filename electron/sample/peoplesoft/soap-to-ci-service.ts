import type { IncomingHttpHeaders } from 'node:http';
import { payAsColleague } from './colleague-payments.ts';
import { readBuffer } from './component-buffer.ts';
import { createComponent, updateComponent } from './component-processor.ts';
import type { Action, ComponentDefinition, SaveContext } from './component.ts';
import { holdBack, SIGN_IN_PAGE, showFailure, type Perform } from './failure-forms.ts';
import { ComponentRefusal, GatewayRefusal, MESSAGES, type CatalogMessage } from './message-catalog.ts';
import { htmlReply, xmlReply, type Reply } from './reply.ts';
import type { Site } from './site-state.ts';
import { gatewayFault } from './soap-answers.ts';
import { writeCiShape } from './soap-to-ci-shape.ts';
import type { Failure } from './switches.ts';
import { withPlainDates } from './user-dates.ts';
import { escapeXml, parseXml, XmlRefusal, type XmlElement } from './xml.ts';

const SCRIPT = /^\/psc\/[^/]+\/[^/]+\/[^/]+\/s\/WEBLIB_SOAPTOCI\.SOAPTOCI\.FieldFormula\.IScript_SOAPToCI$/;
const NOT_AUTHORISED_PAGE =
  '<html><head><title>Error</title></head><body>You are not authorized to access this component. (40,20)</body></html>';
const SAVING = ['Create', 'Update', 'Updatedata'] as const;
type Saving = (typeof SAVING)[number];

/** True for the address of the portal's script SOAPToCI. */
export function isSoapToCi(url: URL): boolean {
  return SCRIPT.test(url.pathname);
}

/** One root of a request: what is asked of which component. */
interface Root {
  readonly element: XmlElement;
  readonly action: Saving | 'GetCIShape' | null;
  readonly component: ComponentDefinition | null;
  /** As the answer spells it: the action in another case. */
  readonly answerName: string;
}

/**
 * Serves one request of the script: signed in by the headers `userid` and `pwd` (a sign-in page with HTTP 200 where they are wrong), any
 * number of roots, each worked and saved by itself. A bare semicolon in the body ends it, as it would end a form field.
 */
export async function serveSoapToCi(site: Site, headers: IncomingHttpHeaders, body: string): Promise<Reply> {
  const words = (name: string) => (typeof headers[name] === 'string' ? headers[name] : undefined);
  let user: string;
  try {
    user = site.signIn.byWords(words('userid'), words('pwd'));
  } catch (error) {
    if (error instanceof GatewayRefusal) return htmlReply(200, SIGN_IN_PAGE);
    throw error;
  }
  if (!site.isAuthorised(user)) return htmlReply(200, NOT_AUTHORISED_PAGE);
  try {
    const roots = readRoots(site, body);
    const perform = (atMs = site.now()) => answerAll(roots, (root) => work(site, root, user, atMs));
    const action = roots.map((root) => root.action).find((each) => each !== null) ?? 'GetCIShape';
    const failure = action === 'GetCIShape' ? null : site.switches.take(action);
    if (failure === null) return perform();
    return ownFailure(site, failure, roots, perform) ?? (await showFailure(site, failure, null, perform));
  } catch (error) {
    if (!(error instanceof GatewayRefusal)) throw error;
    return gatewayFault(site.behaviour.faultStatus, error.entry, error.parameters);
  }
}

function readRoots(site: Site, body: string): readonly Root[] {
  const bare = /&#?\w{1,8};|;/g;
  let end = body.length;
  for (const { 0: found, index } of body.matchAll(bare))
    if (found === ';') {
      end = index;
      break;
    }
  let envelope: XmlElement;
  try {
    envelope = parseXml(body.slice(0, end));
  } catch (error) {
    if (error instanceof XmlRefusal) throw new GatewayRefusal(MESSAGES.badXml(error.message));
    throw error;
  }
  const roots = envelope.children.find((child) => child.local === 'Body')?.children ?? [];
  if (roots.length === 0) throw new GatewayRefusal(MESSAGES.noBody());
  return roots.map((element) => readRoot(site, element));
}

function readRoot(site: Site, element: XmlElement): Root {
  const [spelled = '', name = ''] = element.local.split('__CompIntfc__');
  const asked = spelled.toLowerCase();
  const action: Root['action'] =
    asked === 'getcishape' ? 'GetCIShape' : (SAVING.find((each) => each.toLowerCase() === asked) ?? null);
  const service = site.catalog.services.find((each) => each.component.name === name);
  const cased = asked === '' ? '' : `${asked[0]?.toUpperCase()}${asked.slice(1)}`;
  return {
    element,
    action,
    component: service?.component ?? null,
    answerName: `${cased}__CompIntfc__${name}Response`,
  };
}

function answerAll(roots: readonly Root[], answer: (root: Root) => string): Reply {
  return xmlReply(200, envelope(roots.map(answer).join('')));
}

function envelope(content: string): string {
  return (
    `<?xml version="1.0"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/">` +
    `<SOAP-ENV:Body>${content}</SOAP-ENV:Body></SOAP-ENV:Envelope>`
  );
}

function work(site: Site, root: Root, user: string, atMs: number): string {
  const { action, component, element } = root;
  if (component === null || action === null)
    return outcome(root, 0, [['Error', MESSAGES.operationUnknown(element.local).text]]);
  if (action === 'GetCIShape') return writeCiShape(root.answerName, component);
  if (action === 'Create') payAsColleague(site.books, atMs, null);
  try {
    const { warnings } = save(site, component, action, element, user, atMs);
    return outcome(root, 1, warnings.length === 0 ? [['OK', '']] : asTransactions('Warning', warnings));
  } catch (error) {
    if (error instanceof ComponentRefusal) return outcome(root, 0, asTransactions('Error', error.messages));
    if (error instanceof GatewayRefusal) return outcome(root, 0, asTransactions('Error', [error.entry]));
    throw error;
  }
}

function save(
  site: Site,
  component: ComponentDefinition,
  action: Saving & Action,
  element: XmlElement,
  user: string,
  nowMs: number,
): { readonly warnings: readonly CatalogMessage[] } {
  const context: SaveContext = {
    books: site.books,
    user,
    nowMs,
    today: new Date(nowMs).toISOString().slice(0, 10),
    depositIds: site.settings.depositIds,
    history: site.behaviour.history,
  };
  const read = withPlainDates(element, component.root, site.settings.userDates);
  const buffer = readBuffer(read, component, { namespace: '', lenient: site.behaviour.lenient });
  return action === 'Create'
    ? createComponent(component, buffer, context)
    : updateComponent(component, buffer, context, action);
}

type Transaction = readonly [type: 'OK' | 'Warning' | 'Error', text: string];

function asTransactions(type: Transaction[0], messages: readonly CatalogMessage[]): readonly Transaction[] {
  return messages.map(({ text }) => [type, text] as const);
}

function outcome({ answerName }: Root, notification: 0 | 1, transactions: readonly Transaction[]): string {
  const rows = transactions.map(
    ([type, text]) => `<transaction><type>${type}</type><messagetext>${escapeXml(text)}</messagetext></transaction>`,
  );
  return `<${answerName}><notification>${notification}</notification><detail>${rows.join('')}</detail></${answerName}>`;
}

/** The failures that look otherwise here than on the gateway; null: as there. */
function ownFailure(site: Site, failure: Failure, roots: readonly Root[], perform: Perform): Reply | null {
  const refused = (message: CatalogMessage | null) =>
    answerAll(roots, (root) => outcome(root, 0, message === null ? [] : [['Error', message.text]]));
  const component = roots[0]?.component?.name ?? '';
  if (failure.form === 'passwordExpired') return htmlReply(200, SIGN_IN_PAGE);
  if (failure.form === 'unauthorised') return htmlReply(200, NOT_AUTHORISED_PAGE);
  if (failure.form === 'notificationZero') return refused(null);
  if (failure.form === 'lockConflict') return refused(MESSAGES.lockConflict());
  if (failure.form !== 'duplicateKey') return null;
  holdBack(site, failure, perform);
  if (failure.commit === 'first') perform();
  return refused(MESSAGES.rowExists(component));
}
