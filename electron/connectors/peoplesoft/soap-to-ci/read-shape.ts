import { ConnectorError } from '../../http/connector-error.ts';
import type { FetchPort } from '../../http/fetch-port.ts';
import { failedAnswer } from '../failed-answer.ts';
import type { Gateway } from '../gateway.ts';
import { withoutSecrets } from '../sign-in.ts';
import type { UsernameToken } from '../soap/envelope.ts';
import { postSoap } from '../soap/post-soap.ts';
import { isSignInPage } from './read-answer.ts';
import { writeShapeRequest } from './write-request.ts';

const SIGN_IN_REFUSED =
  'PeopleSoft refuses the sign-in to SOAPToCI: the portal shows its sign-in page instead of an answer';
const IS_SHAPE = /<getcishape__compintfc__/i;
const REPLACE = 'Replace user or password, and check that the user’s permission list has WEBLIB_SOAPTOCI.';

/**
 * Asks once for the shape of a component interface, within the pace of the connection and with its sign-in; a sign-in page stops the
 * connection. Answers the text of what came. Throws `ConnectorError`.
 */
export async function readShapePaced(
  gateway: Gateway,
  url: string,
  component: string,
  signal?: AbortSignal,
): Promise<string> {
  return gateway.pace.run(async () => {
    const words = await gateway.signIn.words();
    const timeoutMs = gateway.profile.readTimeoutSeconds * 1_000;
    const answer = await postShape({ fetch: gateway.fetch, url, timeoutMs }, component, words, signal);
    if (isSignInPage(answer.text)) {
      gateway.signIn.fail(words, SIGN_IN_REFUSED);
      throw signInRefused();
    }
    if (answer.status === 200 && IS_SHAPE.test(answer.text)) return answer.text;
    const clean = (text: string) => withoutSecrets(text, words);
    const failure = failedAnswer(`component interface ${component} by SOAPToCI`, answer, gateway.clock, clean);
    if (failure === null) return answer.text;
    if (failure.kind === 'credentials') gateway.signIn.fail(words, failure.message);
    throw failure;
  }, signal);
}

/** The same without a connection, for one try. */
export async function readShapeOnce(
  line: { readonly fetch: FetchPort; readonly url: string; readonly timeoutMs: number },
  component: string,
  token: UsernameToken | null,
  signal?: AbortSignal,
): Promise<string> {
  const answer = await postShape(line, component, token, signal);
  if (isSignInPage(answer.text)) throw signInRefused();
  return answer.text;
}

function postShape(
  line: { readonly fetch: FetchPort; readonly url: string; readonly timeoutMs: number },
  component: string,
  token: UsernameToken | null,
  signal?: AbortSignal,
) {
  return postSoap(line.fetch, {
    url: line.url,
    body: writeShapeRequest(component),
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Accept: 'text/xml',
      ...(token === null ? {} : { userid: token.user, pwd: token.password }),
    },
    timeoutMs: line.timeoutMs,
    signal,
  });
}

function signInRefused(): ConnectorError {
  return new ConnectorError('peoplesoft', 'credentials', SIGN_IN_REFUSED, REPLACE);
}
