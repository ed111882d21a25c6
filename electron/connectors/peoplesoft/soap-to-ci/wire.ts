import { judgeSaid, judgeStatus } from '../soap/judge-answer.ts';
import type { CiWire } from '../soap/ci-wire.ts';
import { isSignInPage, readSoapToCiAnswer } from './read-answer.ts';
import { writeSoapToCi, type SoapToCiDates } from './write-request.ts';

const SIGN_IN_PAGE =
  'the portal shows its sign-in page instead of an answer: user or password are wrong or expired, or the session was lost on the way';

/**
 * Component interfaces through the script SOAPToCI of the portal (the road of ExcelToCI): signed in by the headers `userid` and `pwd`, an
 * XML body that calls itself a form. A sign-in page proves nothing about the work, but no further password may go out.
 */
export function soapToCiWire(dates: SoapToCiDates): CiWire {
  return {
    write: (operation, document, token) => ({
      body: writeSoapToCi(operation.request.name, document, operation.request, dates),
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        Accept: 'text/xml',
        ...(token === null ? {} : { userid: token.user, pwd: token.password }),
      },
    }),
    judge(answer, operation) {
      const turnedAway = judgeStatus(answer);
      if (turnedAway !== null) return turnedAway;
      if (isSignInPage(answer.text))
        return { kind: 'unknown', reason: SIGN_IN_PAGE, said: null, schemaSuspect: false, credentialsSuspect: true };
      return judgeSaid(answer, readSoapToCiAnswer(answer.text, operation.response));
    },
  };
}
