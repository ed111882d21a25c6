import type { DatabaseCurrent } from '../../shared/contract/database.ts';

const AT = '2026-11-02T11:00:00.000Z';
const KNOWN: DatabaseCurrent = {
  known: {
    facts: [{ what: 'database name', value: 'FSPRD' }],
    sinceAt: '2026-10-01T11:00:00.000Z',
    origin: 'remembered when it was first met',
    comparedAt: null,
  },
  differences: [],
  declaration: null,
  endedDeclaration: null,
  can: { declare: false, why: 'Nothing differs.' },
};
const DIFFERENCES = [{ what: 'database name', was: 'FSPRD', now: 'FSPROD' }];

/** The engine's end of the database: the one that is known, until another one is met that carla has declared to be the same. */
export function makeDoubleDatabase() {
  let current = KNOWN;
  const settled = () => {
    current = KNOWN;
    return current;
  };
  return {
    handlers: {
      'database.current': () => current,
      'database.declare': () => current,
      'database.confirm': settled,
      'database.end': ({ reason }: { reason: string | null }) => {
        const endedDeclaration = { as: 'refused' as const, by: 'arclerk1', at: AT, reason, declaredBy: 'carla' };
        current = { ...current, declaration: null, endedDeclaration };
        return current;
      },
    },
    meetDeclared: () => {
      const declaration = { version: 2, hash: 'hash-db', reason: 'IT renamed it', declaredBy: 'carla', declaredAt: AT };
      const can = { confirm: true, end: 'refuse' as const, why: null };
      current = {
        ...KNOWN,
        differences: DIFFERENCES,
        declaration: { ...declaration, differences: DIFFERENCES, can },
        can: { declare: true, why: null },
      };
    },
  };
}
