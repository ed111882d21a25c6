import { confirmDatabaseSame, declareDatabaseSame, endDatabaseDeclaration } from './database-handlers.ts';
import type { EngineContext } from './engine-context.ts';
import type { Handlers } from '../contract/handlers.ts';
import { confirmMapping, endMapping, proposeMappingOf } from './mapping-handlers.ts';
import { confirmPerson, endPerson, proposePerson } from './people-handlers.ts';
import { confirmSettings, endSettings } from './settings-handlers.ts';

/** What one person proposes and another one confirms or refuses: the database, mappings, people, settings. */
export function secondPersonCommands(context: EngineContext) {
  return {
    'database.declare': (input, session) => declareDatabaseSame(context, input, session),
    'database.confirm': (input, session) => confirmDatabaseSame(context, input, session),
    'database.end': (input, session) => endDatabaseDeclaration(context, input, session),
    'mapping.propose': (input, session) => proposeMappingOf(context, input, session),
    'mapping.confirm': (input, session) => confirmMapping(context, input, session),
    'mapping.end': (input, session) => endMapping(context, input, session),
    'people.propose': (input, session) => proposePerson(context, input, session),
    'people.confirm': (input, session) => confirmPerson(context, input, session),
    'settings.confirm': (input, session) => confirmSettings(context, input, session),
    'settings.end': (input, session) => endSettings(context, input, session),
    'people.end': (input, session) => endPerson(context, input, session),
  } satisfies Partial<Handlers['commands']>;
}
