import { readBuffer, readKeys } from './component-buffer.ts';
import { createComponent, findComponents, getComponent, updateComponent } from './component-processor.ts';
import type { SaveContext } from './component.ts';
import { ComponentRefusal, GatewayRefusal, MESSAGES } from './message-catalog.ts';
import { checkMessage } from './message-check.ts';
import type { Reply } from './reply.ts';
import { requestRoot } from './service-catalog.ts';
import type { Site } from './site-state.ts';
import {
  componentFault,
  findAnswer,
  gatewayFault,
  getAnswer,
  savedAnswer,
  type AnswerContext,
} from './soap-answers.ts';
import { parseXml, XmlRefusal, type XmlElement } from './xml.ts';

const ENVELOPES = ['http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'];

/** A SOAP request after the HTTP layer: its operation comes from the SOAPAction alone. */
export interface SoapRequest {
  readonly soapAction: string;
  readonly node: string | null;
  readonly body: string;
}

/**
 * The action of a request: the SOAPAction header, quoted or not, else the `action` parameter of a SOAP 1.2 content
 * type.
 */
export function readSoapAction(header: string | undefined, contentType: string | undefined): string {
  const action = header ?? /action="?([^";]+)"?/.exec(contentType ?? '')?.[1] ?? '';
  return action.trim().replace(/^"(.*)"$/, '$1');
}

/**
 * Serves one SOAP request to the end and commits what it saves before returning. Refusals become the documented faults.
 */
export function serveSoap(site: Site, request: SoapRequest): Reply {
  try {
    return serveEnvelope(site, request);
  } catch (error) {
    if (!(error instanceof GatewayRefusal)) throw error;
    return gatewayFault(site.behaviour.faultStatus, error.entry, error.parameters);
  }
}

function serveEnvelope(site: Site, request: SoapRequest): Reply {
  if (request.node !== null && request.node !== site.settings.node)
    throw new GatewayRefusal(MESSAGES.nodeUnknown(request.node), [request.node]);
  const target = site.catalog.byAction(request.soapAction);
  if (!target) throw new GatewayRefusal(MESSAGES.operationUnknown(request.soapAction), [request.soapAction]);
  const envelope = readEnvelope(request.body);
  const user = site.signIn.bySoapHeader(envelope);
  if (!site.isAuthorised(user)) throw new GatewayRefusal(MESSAGES.notAuthorised(user, target.operation.name), [user]);
  const context: AnswerContext = { ...target, behaviour: site.behaviour };
  const root = readRoot(envelope);
  const expected = requestRoot(target.operation.action, target.service.component);
  if (root.local !== expected)
    throw new GatewayRefusal(MESSAGES.actionMismatch(request.soapAction, root.local), [root.local]);
  const { namespace } = target.operation.request;
  if (root.uri !== namespace)
    throw new GatewayRefusal(
      MESSAGES.schema(`element ${root.local} is in namespace '${root.uri}', expected '${namespace}'`),
    );
  try {
    return perform(site, context, root, user);
  } catch (error) {
    if (!(error instanceof ComponentRefusal)) throw error;
    const isSave = target.operation.action !== 'Get' && target.operation.action !== 'Find';
    if (isSave && site.behaviour.editErrors === 'notification')
      return savedAnswer(context, { notification: 0, keys: {}, messages: error.messages });
    return componentFault(context, error.messages, error.keys);
  }
}

function readEnvelope(body: string): XmlElement {
  try {
    const envelope = parseXml(body);
    if (envelope.local === 'Envelope' && ENVELOPES.includes(envelope.uri)) return envelope;
  } catch (error) {
    if (error instanceof XmlRefusal) throw new GatewayRefusal(MESSAGES.badXml(error.message));
    throw error;
  }
  throw new GatewayRefusal(MESSAGES.badXml('the document is not a SOAP envelope'));
}

function readRoot(envelope: XmlElement): XmlElement {
  const root = envelope.children.find((child) => child.local === 'Body')?.children[0];
  if (!root) throw new GatewayRefusal(MESSAGES.noBody());
  return root;
}

function perform(site: Site, answer: AnswerContext, root: XmlElement, user: string): Reply {
  const { component } = answer.service;
  const { action, request } = answer.operation;
  const shape = answer.service.files?.shapes[action]?.request;
  if (shape && !site.behaviour.lenient) checkMessage(root, shape);
  const namespace = shape?.children?.[0]?.namespace ?? request.namespace;
  const options = { namespace, lenient: site.behaviour.lenient };
  const nowMs = site.now();
  const context: SaveContext = {
    books: site.books,
    user,
    nowMs,
    today: new Date(nowMs).toISOString().slice(0, 10),
    depositIds: site.settings.depositIds,
    history: site.behaviour.history,
  };
  switch (action) {
    case 'Create': {
      const { keys, warnings } = createComponent(component, readBuffer(root, component, options), context);
      return savedAnswer(answer, { notification: 1, keys, messages: warnings });
    }
    case 'Get':
      return getAnswer(answer, getComponent(component, readKeys(root, component, component.keys, options), context));
    case 'Find': {
      const keys = readKeys(root, component, component.findKeys, options);
      return findAnswer(answer, findComponents(component, keys, context, site.settings.findRowCap));
    }
    case 'Update':
    case 'Updatedata': {
      const { keys, warnings } = updateComponent(component, readBuffer(root, component, options), context, action);
      return savedAnswer(answer, { notification: 1, keys, messages: warnings });
    }
  }
}
