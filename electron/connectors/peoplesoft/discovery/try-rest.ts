import { ConnectorError } from '../../http/connector-error.ts';
import { redact } from '../../http/redact.ts';
import { failedAnswer } from '../failed-answer.ts';
import { getOnce, type Gateway } from '../gateway.ts';
import { looksLikeHtml } from '../soap/answer-reader.ts';

/**
 * Knocks at the REST service of a component interface by one GET, which changes nothing: whatever Integration Broker or the component
 * interface answers proves address and sign-in, a web page that it is none. Answers a line for `found`; throws `ConnectorError`.
 */
export async function tryRest(gateway: Gateway, component: string, signal?: AbortSignal): Promise<string> {
  const { profile, addresses, clock, rest } = gateway;
  if (profile.restCi === undefined) throw new Error('REST is set up for no component interface');
  const url = addresses.restCreate(component, profile.restCi);
  const what = `REST service CIRT_${component}`;
  const answer = await getOnce(gateway, { what, url, accept: 'application/json', authorization: 'rest' }, rest, signal);
  const clean = (text: string) => answer.credential?.clean(text) ?? redact(text);
  const failure = failedAnswer(what, answer, clock, clean);
  if (failure?.kind === 'credentials') throw answer.credential?.refused(failure) ?? failure;
  answer.credential?.worked();
  if (failure?.kind === 'unreachable' || failure?.kind === 'rateLimited') throw failure;
  const isNobody = answer.text.trim() === '' && answer.status >= 400;
  if (looksLikeHtml(answer.text) || isNobody)
    throw new ConnectorError(
      'peoplesoft',
      'notFound',
      `no ${what} answers at ${url}: HTTP ${answer.status}`,
      `Check peoplesoft.${profile.restAddress === undefined ? 'soapAddress' : 'restAddress'}, and version and createPath of peoplesoft.restCi against the URI template of the service in PeopleSoft; the service must be active.`,
    );
  const open = failure?.kind === 'rights' ? '; GET is not granted there' : '';
  return `${what} at ${url}${open}; whether POST is granted shows only when posting`;
}
