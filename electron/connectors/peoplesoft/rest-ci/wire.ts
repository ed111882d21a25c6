import { isReading, type CiDocument, type GroupShape } from '../soap/schema-model.ts';
import { valueOf } from '../soap/validate-document.ts';
import { judgeSaid, judgeStatus } from '../soap/judge-answer.ts';
import type { CiWire } from '../soap/ci-wire.ts';
import { basicHeader } from '../sign-in.ts';
import { readRestAnswer } from './read-answer.ts';

/** The verb of each operation. Source: Oracle PeopleBooks, Integration Broker, "Naming Conventions for Created Integration Metadata". */
const METHODS = { Create: 'POST', Get: 'GET', Find: 'GET', Update: 'PUT', Updatedata: 'PUT' } as const;

/**
 * A component interface as a REST service of Integration Broker, JSON both ways: the document under the name its message has in the
 * schema, every value as text; what is read is named by the address alone (`fillTemplate`). Signed in by HTTP Basic; a connection that is given an Authorization header puts it in its place.
 */
export const REST_WIRE: CiWire = {
  write: (operation, document, token) => ({
    method: METHODS[operation.action],
    body: isReading(operation.action)
      ? ''
      : JSON.stringify({ [operation.request.name]: inSchemaOrder(document, operation.request) }),
    headers: {
      ...(isReading(operation.action) ? {} : { 'Content-Type': 'application/json; charset=UTF-8' }),
      Accept: 'application/json',
      ...(token === null ? {} : { Authorization: basicHeader(token) }),
    },
  }),
  judge: (answer, operation) =>
    judgeStatus(answer) ?? judgeSaid(answer, readRestAnswer(answer.text, operation.response)),
};

/** The rows with their properties in the order of the schema: defaults of PeopleCode depend on which field comes first. */
function inSchemaOrder(row: CiDocument, shape: GroupShape): CiDocument {
  return Object.fromEntries(
    shape.properties.flatMap((property) => {
      const value = valueOf(row, property.name);
      if (value === undefined) return [];
      const rows =
        typeof value === 'string' || property.kind === 'leaf'
          ? value
          : value.map((each) => inSchemaOrder(each, property));
      return [[property.name, rows] as const];
    }),
  );
}
