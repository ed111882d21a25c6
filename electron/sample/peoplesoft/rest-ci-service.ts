import type { IncomingHttpHeaders } from 'node:http';
import { payAsColleague } from './colleague-payments.ts';
import { readBuffer, readKeys } from './component-buffer.ts';
import { createComponent, findComponents, getComponent, updateComponent } from './component-processor.ts';
import { rootProperty, type Action, type ComponentDefinition, type SaveContext } from './component.ts';
import { holdBack, showFailure, type Perform } from './failure-forms.ts';
import { ComponentRefusal, GatewayRefusal, MESSAGES } from './message-catalog.ts';
import { htmlReply, type Reply } from './reply.ts';
import { bufferReply, componentFault, foundReply, refusedBy, saved } from './rest-ci-answers.ts';
import type { Site } from './site-state.ts';
import type { Failure } from './switches.ts';
import type { XmlElement } from './xml.ts';

const PATH = /^\/PSIGW\/RESTListeningConnector\/([^/]+)\/CIRT_([^/]+)\.v1(\/.*)?$/;
const NO_NAMESPACES: ReadonlyMap<string, string> = new Map();

/** What a request for a REST service of a component interface asks for. */
export interface RestTarget {
  readonly node: string;
  readonly component: string;
  readonly action: Action;
  /** Values of the keys: by their place in the path (Get), or by name (Find). */
  readonly path: readonly string[];
  readonly named: URLSearchParams;
}

/**
 * The component interface that a request for a REST service is about, by this site's own URI templates: POST for Create, GET with the keys as path for
 * Get, GET `/find?KEY=` for Find, PUT `/update` and `/updatedata`. Null: it is no such request.
 */
export function restTargetOf(method: string, url: URL): RestTarget | null {
  const [, node, component, rest = ''] = PATH.exec(url.pathname) ?? [];
  if (node === undefined || component === undefined) return null;
  const path = rest.split('/').slice(1).map(decodeURIComponent);
  const action = actionOf(method, path);
  return action === null
    ? null
    : { node, component: decodeURIComponent(component), action, path, named: url.searchParams };
}

function actionOf(method: string, [first]: readonly string[]): Action | null {
  if (method === 'POST') return 'Create';
  if (method === 'GET') return first === 'find' ? 'Find' : 'Get';
  if (method !== 'PUT') return null;
  return first === 'updatedata' ? 'Updatedata' : first === 'update' ? 'Update' : null;
}

const OPERATION_NAMES = {
  Create: 'C_POST',
  Get: 'G_GET',
  Find: 'F_GET',
  Update: 'U_PUT',
  Updatedata: 'UD_PUT',
} as const;

/** Serves the operations of a component interface by REST: JSON both ways, HTTP Basic or a bearer token, statuses that mean something. */
export async function serveRest(
  site: Site,
  target: RestTarget,
  headers: IncomingHttpHeaders,
  body: string,
): Promise<Reply> {
  const service = site.catalog.services.find(({ component }) => component.name === target.component);
  if (service === undefined || target.node !== site.settings.node)
    return htmlReply(404, '<html><body>404</body></html>');
  try {
    const user = signedIn(site, headers.authorization);
    if (!site.isAuthorised(user))
      return refusedBy(
        403,
        MESSAGES.notAuthorised(user, `CIRT_${target.component}_${OPERATION_NAMES[target.action]}`),
        [user],
      );
    const { component } = service;
    const perform = (atMs = site.now()) => work(site, component, target, body, user, atMs);
    const failure = site.switches.take(target.action);
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

function work(
  site: Site,
  component: ComponentDefinition,
  target: RestTarget,
  body: string,
  user: string,
  nowMs: number,
): Reply {
  const { action } = target;
  if (action === 'Create') payAsColleague(site.books, nowMs, null);
  const context: SaveContext = {
    books: site.books,
    user,
    nowMs,
    today: new Date(nowMs).toISOString().slice(0, 10),
    depositIds: site.settings.depositIds,
    history: site.behaviour.history,
  };
  const options = { namespace: '', lenient: site.behaviour.lenient };
  try {
    switch (action) {
      case 'Create': {
        const buffer = readBuffer(readDocument(body, component, action), component, options);
        const { keys, warnings } = createComponent(component, buffer, context);
        return saved(component, { action, notification: 1, keys, messages: warnings });
      }
      case 'Get': {
        const keys = readKeys(keyDocument(component, target), component, component.keys, options);
        return bufferReply(component, getComponent(component, keys, context));
      }
      case 'Find': {
        const keys = readKeys(keyDocument(component, target), component, component.findKeys, options);
        return foundReply(component, findComponents(component, keys, context, site.settings.findRowCap));
      }
      case 'Update':
      case 'Updatedata': {
        const buffer = readBuffer(readDocument(body, component, action), component, options);
        const { keys, warnings } = updateComponent(component, buffer, context, action);
        return saved(component, { action, notification: 1, keys, messages: warnings });
      }
    }
  } catch (error) {
    if (!(error instanceof ComponentRefusal)) throw error;
    return componentFault(error.messages, error.keys);
  }
}

function keyDocument(component: ComponentDefinition, { action, path, named }: RestTarget): XmlElement {
  const given =
    action === 'Get'
      ? component.keys.map((column, place) => [rootProperty(component, column).name, path[place] ?? ''] as const)
      : [...named];
  return element('', Object.fromEntries(given.filter(([, value]) => value !== '')));
}

function readDocument(body: string, component: ComponentDefinition, action: Action): XmlElement {
  const name = `${action}__CompIntfc__${component.name}`;
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

/** The failures that look otherwise here than in SOAP; null: as there. */
function ownFailure(site: Site, failure: Failure, component: ComponentDefinition, perform: Perform): Reply | null {
  if (failure.form === 'passwordExpired') return refusedBy(401, MESSAGES.passwordFailed(), []);
  if (failure.form === 'unauthorised') return refusedBy(403, MESSAGES.notAuthorised('', component.name), []);
  if (failure.form === 'bareIbResponse') {
    if (failure.commit === 'first') perform();
    return failure.commit === 'never' || failure.commit === 'first' ? refusedBy(200, MESSAGES.serverBusy(), []) : null;
  }
  if (failure.form === 'notificationZero')
    return saved(component, { action: 'Create', notification: 0, keys: {}, messages: [] });
  if (failure.form === 'lockConflict') return componentFault([MESSAGES.lockConflict()], {});
  if (failure.form !== 'duplicateKey') return null;
  holdBack(site, failure, perform);
  if (failure.commit === 'first') perform();
  return componentFault([MESSAGES.rowExists(component.name)], {});
}
