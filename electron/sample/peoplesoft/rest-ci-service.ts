import type { IncomingHttpHeaders } from 'node:http';
import { payAsColleague } from './colleague-payments.ts';
import { readBuffer } from './component-buffer.ts';
import { createComponent } from './component-processor.ts';
import { rootProperty, type ComponentDefinition, type FieldValue, type SaveContext } from './component.ts';
import { holdBack, showFailure, type Perform } from './failure-forms.ts';
import { ComponentRefusal, GatewayRefusal, MESSAGES, type CatalogMessage } from './message-catalog.ts';
import { htmlReply, jsonReply, type Reply } from './reply.ts';
import type { Site } from './site-state.ts';
import type { Failure } from './switches.ts';
import type { XmlElement } from './xml.ts';

const PATH = /^\/PSIGW\/RESTListeningConnector\/([^/]+)\/CIRT_([^/]+)\.v1(?:\/.*)?$/;
const NO_NAMESPACES: ReadonlyMap<string, string> = new Map();

/** The component interface that a request for a REST service is about; null: it is no such request. */
export function restComponentOf(url: URL): { readonly node: string; readonly component: string } | null {
  const [, node, component] = PATH.exec(url.pathname) ?? [];
  return node === undefined || component === undefined ? null : { node, component: decodeURIComponent(component) };
}

/** Serves the Create operation of a component interface by REST: JSON both ways, HTTP Basic or a bearer token, statuses that mean something. */
export async function serveRestCreate(
  site: Site,
  target: { readonly node: string; readonly component: string },
  headers: IncomingHttpHeaders,
  body: string,
): Promise<Reply> {
  const service = site.catalog.services.find(({ component }) => component.name === target.component);
  if (service === undefined || target.node !== site.settings.node)
    return htmlReply(404, '<html><body>404</body></html>');
  try {
    const user = signedIn(site, headers.authorization);
    if (!site.isAuthorised(user))
      return refusedBy(403, MESSAGES.notAuthorised(user, `CIRT_${target.component}_C_POST`), [user]);
    const { component } = service;
    const perform = (atMs = site.now()) => create(site, component, body, user, atMs);
    const failure = site.switches.take('Create');
    if (failure === null) return perform();
    return ownFailure(site, failure, component, perform) ?? (await showFailure(site, failure, null, perform));
  } catch (error) {
    if (!(error instanceof GatewayRefusal)) throw error;
    return refusedBy(error.entry.set === 158 && error.entry.number < 100 ? 401 : 400, error.entry, error.parameters);
  }
}

function signedIn(site: Site, authorization: string | undefined): string {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  // A site may know one token by itself; others are its identity provider's.
  if (token !== undefined && token === site.settings.bearerToken) return site.integrationUser;
  return site.signIn.byHeader(authorization);
}

function create(site: Site, component: ComponentDefinition, body: string, user: string, nowMs: number): Reply {
  payAsColleague(site.books, nowMs, null);
  const context: SaveContext = {
    books: site.books,
    user,
    nowMs,
    today: new Date(nowMs).toISOString().slice(0, 10),
    depositIds: site.settings.depositIds,
    history: site.behaviour.history,
  };
  try {
    const root = readDocument(body, component);
    const buffer = readBuffer(root, component, { namespace: '', lenient: site.behaviour.lenient });
    const { keys, warnings } = createComponent(component, buffer, context);
    return saved(component, 1, keys, warnings);
  } catch (error) {
    if (!(error instanceof ComponentRefusal)) throw error;
    return componentFault(error.messages, error.keys);
  }
}

function readDocument(body: string, component: ComponentDefinition): XmlElement {
  const name = `Create__CompIntfc__${component.name}`;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new GatewayRefusal(MESSAGES.badXml('the body is no JSON'));
  }
  const document = isObject(value) ? value[name] : undefined;
  if (!isObject(document)) throw new GatewayRefusal(MESSAGES.schema(`the body has no ${name}`));
  return element(name, document);
}

function element(local: string, value: unknown): XmlElement {
  const base = { local, uri: '', attributes: NO_NAMESPACES, namespaces: NO_NAMESPACES };
  if (!isObject(value))
    return { ...base, children: [], text: typeof value === 'string' ? value : JSON.stringify(value) };
  const children = Object.entries(value).flatMap(([name, each]) =>
    Array.isArray(each) ? each.map((row: unknown) => element(name, row)) : [element(name, each)],
  );
  return { ...base, children, text: '' };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function saved(
  component: ComponentDefinition,
  notification: 0 | 1,
  keys: Readonly<Record<string, FieldValue>>,
  messages: readonly CatalogMessage[],
): Reply {
  const detail = Object.fromEntries(
    component.keys.map((column) => [rootProperty(component, column).name, String(keys[column] ?? '')]),
  );
  const rows = messages.map(({ set, number, text }) => ({
    type: notification === 1 ? 'Warning' : 'Error',
    messagesetnumber: set,
    messagenumber: number,
    messagetext: text,
  }));
  return jsonReply(200, {
    [`Create__CompIntfc__${component.name}Response`]: {
      notification,
      ...(notification === 1 ? { detail: { [component.name]: detail } } : {}),
      ...(rows.length === 0 ? {} : { messages: rows }),
    },
  });
}

function componentFault(messages: readonly CatalogMessage[], keys: Readonly<Record<string, string>>): Reply {
  const entries = messages.map(({ set, number, text }) => ({
    type: 'error',
    MessageSetID: set,
    MessageID: number,
    DefaultMessage: text,
    MessageParameters: { keyinformation: keys },
  }));
  return jsonReply(400, { CIFault: { IBResponse: entries } });
}

function refusedBy(status: number, message: CatalogMessage, parameters: readonly string[]): Reply {
  return jsonReply(status, {
    IBResponse: {
      type: 'error',
      StatusCode: 20,
      MessageID: message.number,
      DefaultMessage: message.text,
      MessageParameters: { Parameter: parameters },
    },
  });
}

/** The failures that look otherwise here than in SOAP; null: as there. */
function ownFailure(site: Site, failure: Failure, component: ComponentDefinition, perform: Perform): Reply | null {
  if (failure.form === 'passwordExpired') return refusedBy(401, MESSAGES.passwordFailed(), []);
  if (failure.form === 'unauthorised') return refusedBy(403, MESSAGES.notAuthorised('', component.name), []);
  if (failure.form === 'bareIbResponse') {
    if (failure.commit === 'first') perform();
    return failure.commit === 'never' || failure.commit === 'first' ? refusedBy(200, MESSAGES.serverBusy(), []) : null;
  }
  if (failure.form === 'notificationZero') return saved(component, 0, {}, []);
  if (failure.form === 'lockConflict') return componentFault([MESSAGES.lockConflict()], {});
  if (failure.form !== 'duplicateKey') return null;
  holdBack(site, failure, perform);
  if (failure.commit === 'first') perform();
  return componentFault([MESSAGES.rowExists(component.name)], {});
}
