import { ConnectorError } from '../http/connector-error.ts';
import type { Clock } from '../http/clock.ts';
import { retryAfterMs } from '../http/retry-read.ts';
import type { HttpAnswer } from '../http/send-request.ts';
import { looksLikeHtml } from './soap/answer-reader.ts';

/** An error is told from its beginning. */
const MOST_READ = 20_000;
/** Longer than any form a user and password travel in, escaped several times over. */
const LONGEST_SECRET = 8_000;
const SIGN_IN = /\(158,\s?(45|55)\)/;
const RIGHTS = /\(158,\s?536\)|not authorized|no access|security/i;
const PROMPT = /\bprompts?\b/i;
const ABSENT = /not found|does not exist|not defined|no such|unknown query/i;
const CONTACT_LOST = /\(158,\s?10721\)|contact error|time[- ]?d?\s?out/i;

/**
 * The `ConnectorError` for an answer to a *read* that is not usable data; null when it may be. `what` names the thing asked
 * for (`query TO_ITEMS`); `clean` takes secrets out of what PeopleSoft said. Busy and lost-contact answers become `unreachable`, which reads try again by themselves.
 */
export function failedAnswer(
  what: string,
  answer: HttpAnswer,
  clock: Clock,
  clean: (text: string) => string,
): ConnectorError | null {
  const { status } = answer;
  const text = cleanBeginning(answer.text, clean);
  const said = brokerWords(text);
  if (status === 401 || SIGN_IN.test(said))
    return failure(
      'credentials',
      `PeopleSoft refuses the sign-in for ${what}`,
      said,
      'Replace user or password in the connection settings.',
    );
  if (status === 200 && said === '') return looksLikeHtml(text) ? webPage(what, text) : null;
  if (status >= 502 && status <= 504)
    return busy('unreachable', `PeopleSoft is busy or restarting: HTTP ${status} for ${what}`, answer, clock);
  if (CONTACT_LOST.test(said))
    return failure(
      'unreachable',
      `the gateway lost contact with PeopleSoft’s application server while reading ${what}`,
      said,
      'It is tried again by itself.',
    );
  if (status !== 404 && PROMPT.test(said))
    return failure(
      'refused',
      `PeopleSoft refuses the prompts of ${what}`,
      said,
      'Ask the PeopleSoft administrator to give the query the prompts of the list of queries, spelled alike.',
    );
  if (status === 404 || (status !== 403 && ABSENT.test(said)))
    return failure(
      'notFound',
      `PeopleSoft has no ${what}`,
      said,
      'Check the name and the node in the connection profile, and that it is active and public.',
    );
  if (status === 403 || RIGHTS.test(said))
    return failure(
      'rights',
      `the PeopleSoft user may not use ${what}`,
      said,
      'Ask the PeopleSoft administrator to grant it in a permission list of that user.',
    );
  if (status === 429) return busy('rateLimited', `PeopleSoft asks to slow down while reading ${what}`, answer, clock);
  if (said !== '')
    return failure(
      'refused',
      `PeopleSoft refuses ${what}`,
      said,
      'Read its words and ask the PeopleSoft administrator.',
    );
  if (status >= 500)
    return busy('unreachable', `PeopleSoft could not answer: HTTP ${status} for ${what}`, answer, clock);
  return looksLikeHtml(text)
    ? webPage(what, text)
    : failure('malformed', `HTTP ${status} for ${what}`, said, 'Check the address in the connection profile.');
}

/** Half a secret at the edge of a cut is not known for one: what it could reach into is cut off again once the rest is clean. */
function cleanBeginning(text: string, clean: (text: string) => string): string {
  if (text.length <= MOST_READ + LONGEST_SECRET) return clean(text);
  return clean(text.slice(0, MOST_READ + LONGEST_SECRET)).slice(0, -LONGEST_SECRET);
}

function webPage(what: string, text: string): ConnectorError {
  const title = /<title[^>]*>([^<]{1,120})/i.exec(text)?.[1]?.trim();
  return failure(
    'malformed',
    `a web page${title === undefined ? '' : ` (“${title}”)`} came instead of ${what}`,
    '',
    'A sign-in page or a proxy stands in between: check the address in the connection profile, and that it is the gateway and not the portal.',
  );
}

function busy(kind: 'rateLimited' | 'unreachable', message: string, answer: HttpAnswer, clock: Clock): ConnectorError {
  const waitMs = retryAfterMs(answer.headers.get('retry-after'), clock);
  return new ConnectorError(
    'peoplesoft',
    kind,
    message,
    'It is tried again by itself; if it stays so, ask when PeopleSoft is back.',
    waitMs === null ? {} : { retryAfterMs: waitMs },
  );
}

function failure(kind: ConnectorError['kind'], message: string, said: string, nextStep: string): ConnectorError {
  return new ConnectorError('peoplesoft', kind, said === '' ? message : `${message}: ${said}`, nextStep);
}

/** Words of Integration Broker in an error answer, in whatever form it wraps them (XML, JSON, fault); empty when it is no error answer. */
function brokerWords(text: string): string {
  // Only by how the document begins: the same words may stand in the data of a query.
  const isError =
    /^\s*(<\?xml[^>]*>\s*)?<(\w[\w.-]*:)?(IBResponse|Envelope)\b|^\s*\{\s*"(IBResponse|errors?|status"\s*:\s*"(?!success))/.test(
      text,
    );
  if (!isError) return '';
  const found =
    /<(?:\w+:)?DefaultMessage[^>]*>(?:<!\[CDATA\[)?([\s\S]{1,600}?)(?:\]\]>)?<\//.exec(text)?.[1] ??
    /"(?:DefaultMessage|errorMessage|message|error)"\s*:\s*"((?:[^"\\]|\\.){1,600})"/i.exec(text)?.[1] ??
    /<(?:\w+:)?faultstring[^>]*>([^<]{1,600})</.exec(text)?.[1] ??
    /<(?:\w+:)?DefaultTitle[^>]*>([^<]{1,200})</.exec(text)?.[1] ??
    'an error without words';
  return found.replaceAll(/\s+/g, ' ').trim();
}
