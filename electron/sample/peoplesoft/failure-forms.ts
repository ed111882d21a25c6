import { MESSAGES } from './message-catalog.ts';
import { DROPPED, htmlReply, RESET, xmlReply, type Reply } from './reply.ts';
import type { Site } from './site-state.ts';
import { bareIbResponse, componentFault, gatewayFault, savedAnswer, type AnswerContext } from './soap-answers.ts';
import type { Failure } from './switches.ts';

/** The portal's sign-in page, which comes with HTTP 200. */
export const SIGN_IN_PAGE = `<!DOCTYPE html><html><head><title>Oracle PeopleSoft Sign-in</title></head>
<body><form id="login" method="post"><label>User ID <input name="userid"></label><label>Password <input name="pwd" type="password"></label>
<input type="submit" value="Sign In"></form></body></html>`;

/** Does the work of an operation, as at that virtual time in milliseconds (default now), and gives its true answer. */
export type Perform = (atMs?: number) => Reply;

/**
 * Shows an armed failure for one operation. `perform` does the operation's work, commits it and gives its true answer;
 * when (and whether) it is called is the failure's `commit`. `context` is null for what is no SOAP operation.
 */
export async function showFailure(
  site: Site,
  failure: Failure,
  context: AnswerContext | null,
  perform: Perform,
): Promise<Reply> {
  if (failure.form === 'stall') return stall(site, failure, perform);
  holdBack(site, failure, perform);
  const answer = failure.commit === 'first' || failure.commit === 'last' ? perform() : null;
  return failureReply(site, failure, context, answer);
}

/** Puts the work aside where it is done only later; nothing where it is done at once or never. */
export function holdBack(site: Site, failure: Failure, perform: Perform): void {
  if (failure.commit === 'afterReadBack') site.heldBack.push(perform);
  if (failure.commit === 'later') site.later.push({ dueMs: site.now() + failure.laterSeconds * 1_000, perform });
}

async function stall(site: Site, failure: Failure, perform: Perform): Promise<Reply> {
  holdBack(site, failure, perform);
  const early = failure.commit === 'first' ? perform() : null;
  await site.wait(failure.seconds);
  if (early) return early;
  return failure.commit === 'last' ? perform() : DROPPED;
}

function failureReply(site: Site, failure: Failure, context: AnswerContext | null, answer: Reply | null): Reply {
  const status = failure.status ?? site.behaviour.faultStatus;
  switch (failure.form) {
    case 'fault':
      return gatewayFault(status, MESSAGES.serverBusy(), []);
    case 'handlerFault':
      return gatewayFault(status, MESSAGES.peopleCodeFailed(), []);
    case 'bareIbResponse':
      return bareIbResponse(failure.status ?? 200, MESSAGES.serverBusy(), []);
    case 'empty200':
      return xmlReply(200, '');
    case 'htmlSignIn':
      return htmlReply(200, SIGN_IN_PAGE);
    case 'http503':
      return htmlReply(503, '<html><body><h1>Service Unavailable</h1></body></html>');
    case 'dropConnection':
      return DROPPED;
    case 'resetConnection':
      return RESET;
    case 'passwordExpired':
      return refuseSignIn(context, status, MESSAGES.passwordFailed(), 401);
    case 'unauthorised':
      return refuseSignIn(
        context,
        status,
        MESSAGES.notAuthorised(site.integrationUser, context?.operation.name ?? 'ExecuteQuery'),
        403,
      );
    case 'wrongContentLength':
      return { ...(answer ?? xmlReply(200, '<?xml version="1.0"?><answer>cut off</answer>')), broken: 'short' };
    case 'notificationZero':
      if (context) return savedAnswer(context, { notification: 0, keys: {}, messages: [] });
      break;
    case 'lockConflict':
      if (context) return { ...componentFault(context, [MESSAGES.lockConflict()], {}), status };
      break;
    case 'duplicateKey':
      // A gateway or proxy that repeats a request by itself: the second one meets the row of the first.
      if (context)
        return { ...componentFault(context, [MESSAGES.rowExists(context.service.component.name)], {}), status };
      break;
    case 'stall':
    case 'hideRows':
    case 'reportingLag':
    case 'moveRows':
    case 'applyToOtherItems':
    case 'sendToWorksheet':
      break;
  }
  throw new Error(`The failure ${failure.form} cannot be shown on ${failure.on}.`);
}

function refuseSignIn(
  context: AnswerContext | null,
  status: number,
  message: ReturnType<typeof MESSAGES.passwordFailed>,
  restStatus: number,
): Reply {
  return context ? gatewayFault(status, message, []) : bareIbResponse(restStatus, message, []);
}
