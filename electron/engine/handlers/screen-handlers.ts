import { aliasHandlers } from './alias-handlers.ts';
import { clearingHandlers } from './clearing-handlers.ts';
import { customerHandlers } from './customer-handlers.ts';
import { duplicateHandlers } from './duplicate-handlers.ts';
import type { EngineContext } from './engine-context.ts';
import { fileHandlers } from './file-handlers.ts';
import { linkModelHandlers } from './link-model-handlers.ts';
import { ruleHandlers } from './rule-handlers.ts';
import { twoFileHandlers } from './two-file-handlers.ts';

/** The engine's answers to the names of screens that keep theirs together: aliases, clearing, customers, duplicates, files, scores, rules, two files. */
export function screenHandlers(context: EngineContext) {
  const aliases = aliasHandlers(context);
  const clearing = clearingHandlers(context);
  const customers = customerHandlers(context);
  const duplicates = duplicateHandlers(context);
  const files = fileHandlers(context);
  const linkModels = linkModelHandlers(context);
  const rules = ruleHandlers(context);
  const twoFiles = twoFileHandlers(context);
  return {
    queries: {
      ...clearing.queries,
      ...customers.queries,
      ...duplicates.queries,
      ...files.queries,
      ...linkModels.queries,
      ...rules.queries,
      ...twoFiles.queries,
    },
    commands: {
      ...aliases.commands,
      ...clearing.commands,
      ...customers.commands,
      ...duplicates.commands,
      ...files.commands,
      ...linkModels.commands,
      ...rules.commands,
      ...twoFiles.commands,
    },
  };
}
