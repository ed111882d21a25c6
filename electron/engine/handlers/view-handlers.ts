import type { QueryInput, QueryOutput } from '../../../shared/contract/contract.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { assertNever } from '../../../shared/domain/assert-never.ts';
import type { LedgerViewRequest } from '../../../shared/contract/views.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { Session } from '../contract/session.ts';
import { countArrived, newestKeyOf } from '../views/arrivals.ts';
import { aliasKeys, aliasRows } from '../customers/alias-view.ts';
import { customerKeys, customerRows } from '../customers/customer-view.ts';
import { duplicateKeys, duplicateRows } from '../duplicates/duplicate-view.ts';
import { itemKeys, itemRows } from '../views/item-view.ts';
import { movementKeys, movementRows } from '../views/movement-view.ts';
import { firstOpen, nextPlace, openMovementKeys } from '../views/next-open.ts';
import { postingKeys, postingRows } from '../views/posting-view.ts';
import type { EngineContext } from './engine-context.ts';

/** Orders the rows of a list once and answers a token for its pages. */
export async function openView(
  context: EngineContext,
  request: QueryInput<'view.open'>,
  session: Session,
): Promise<QueryOutput<'view.open'>> {
  if (request.list === 'twoFiles') {
    const keys = await context.twoFiles.get(session.sessionId).desk.call('keys', request);
    const view = context.views.open(session.sessionId, request, keys, 0);
    return { token: view.token, total: keys.length, expiresAt: context.views.expiresAt(view), readAt: null };
  }
  const unit = context.company.unit(request.unit);
  // Asked for first: a row that arrives in between is then counted as new, and not overlooked.
  const newestKey = await context.ledger.read(newestKeyOf, { list: request.list });
  const keys = await readViewKeys(context, request, unit.businessUnits);
  const view = context.views.open(session.sessionId, request, keys, newestKey);
  const readAt = await context.work.lastReadAt(request.list === 'items' ? 'peoplesoft' : 'stripe');
  return { token: view.token, total: keys.length, expiresAt: context.views.expiresAt(view), readAt };
}

/** The day by which memory expires. */
function dayOf({ nowMs }: EngineContext): string {
  return instantOf(nowMs()).slice(0, 10);
}

function readViewKeys(
  context: EngineContext,
  request: LedgerViewRequest,
  businessUnits: readonly string[],
): Promise<Int32Array> {
  switch (request.list) {
    case 'movements':
      return context.ledger.read(movementKeys, request);
    case 'items':
      return context.ledger.read(itemKeys, {
        request,
        businessUnits,
        setId: context.company.profile.peoplesoft.setId,
      });
    case 'postings':
      return context.ledger.read(postingKeys, request);
    case 'duplicates':
      return context.ledger.read(duplicateKeys, request);
    case 'customers':
      return context.ledger.read(customerKeys, request);
    case 'aliases':
      return context.ledger.read(aliasKeys, { request, today: dayOf(context) });
    default:
      return assertNever(request, 'list');
  }
}

/** One page of an open view; rows are read now, their order is that of the snapshot. */
export async function readPage(
  context: EngineContext,
  input: QueryInput<'view.page'>,
  session: Session,
): Promise<QueryOutput<'view.page'>> {
  const view = context.views.get(session.sessionId, input.token);
  const keys = [...view.keys.subarray(input.offset, input.offset + input.limit)];
  const { request } = view;
  if (request.list === 'twoFiles') {
    const { desk } = context.twoFiles.get(session.sessionId);
    return { list: 'twoFiles', rows: await desk.call('rows', { run: request.run, keys }), arrivedSince: 0 };
  }
  const { businessUnits } = context.company.unit(request.unit);
  const { setId } = context.company.profile.peoplesoft;
  const arrivedSince = await context.ledger.read(countArrived, {
    request,
    businessUnits,
    setId,
    today: dayOf(context),
    after: view.newestKey,
  });
  return { ...(await readRows(context, request, keys)), arrivedSince };
}

type PageRows =
  QueryOutput<'view.page'> extends infer Page
    ? Page extends { arrivedSince: number }
      ? Omit<Page, 'arrivedSince'>
      : never
    : never;

async function readRows(context: EngineContext, request: LedgerViewRequest, keys: number[]): Promise<PageRows> {
  switch (request.list) {
    case 'movements':
      return { list: 'movements', rows: await context.ledger.read(movementRows, { keys }) };
    case 'postings':
      return { list: 'postings', rows: await context.ledger.read(postingRows, { keys }) };
    case 'duplicates':
      return { list: 'duplicates', rows: await context.ledger.read(duplicateRows, { keys }) };
    case 'customers': {
      const { setId } = context.company.profile.peoplesoft;
      return { list: 'customers', rows: await context.ledger.read(customerRows, { keys, setId }) };
    }
    case 'aliases':
      return { list: 'aliases', rows: await context.ledger.read(aliasRows, { keys, today: dayOf(context) }) };
    case 'items': {
      const args = {
        keys,
        movementKey: request.movementKey,
        setId: context.company.profile.peoplesoft.setId,
        today: context.today(request.unit),
      };
      return { list: 'items', rows: await context.ledger.read(itemRows, args) };
    }
    default:
      return assertNever(request, 'list');
  }
}

export async function locateRow(
  context: EngineContext,
  input: QueryInput<'view.locate'>,
  session: Session,
): Promise<QueryOutput<'view.locate'>> {
  const position = context.views.get(session.sessionId, input.token).keys.indexOf(input.key);
  return { position: position < 0 ? null : position };
}

const NEAR_ROWS = 200;

/** Where she goes after a decision. Looks at the rows that follow first, and only where none is open at all that are. */
export async function nextOpenRow(
  context: EngineContext,
  input: QueryInput<'view.next'>,
  session: Session,
): Promise<QueryOutput<'view.next'>> {
  const { keys, request } = context.views.get(session.sessionId, input.token);
  const from = input.position + 1;
  if (request.list === 'twoFiles') {
    const { desk } = context.twoFiles.get(session.sessionId);
    const open = await desk.call('keys', { list: 'twoFiles', run: request.run, facet: 'open' });
    return { position: nextPlace(keys, input.position, open) };
  }
  if (request.list === 'duplicates') {
    const open = await context.ledger.read(duplicateKeys, { list: 'duplicates', unit: request.unit, facet: 'open' });
    return { position: nextPlace(keys, input.position, open) };
  }
  if (request.list === 'customers') {
    const open = await context.ledger.read(customerKeys, { list: 'customers', unit: request.unit, facet: 'toDecide' });
    return { position: nextPlace(keys, input.position, open) };
  }
  if (request.list !== 'movements')
    throw new TieoutError('BAD_INPUT', 'Only movements, duplicates and customers wait for a person to decide.', {
      nextStep: 'Ask for it in a list of these.',
    });
  const near = await context.ledger.read(firstOpen, { keys: [...keys.subarray(from, from + NEAR_ROWS)] });
  if (near !== null) return { position: from + near };
  const open = await context.ledger.read(openMovementKeys, { unit: request.unit });
  return { position: nextPlace(keys, input.position, open) };
}
