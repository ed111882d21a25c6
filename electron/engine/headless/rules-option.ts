import { readFile } from 'node:fs/promises';
import { ruleChangesSchema, type RuleChanges } from '../../../shared/contract/rule-changes.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { CommandInput } from './command.ts';
import { pathOption } from './with-commands.ts';

/**
 * What is changed of the rules by the JSON file of `--rules` (`switchedOff`, `dateWindowDays`, `dayCount`, `exceptions`, `links`); null: it is not given.
 * Throws `BAD_INPUT` naming the file and what is wrong with it.
 */
export async function rulesOption(input: CommandInput): Promise<RuleChanges | null> {
  const path = pathOption(input, 'rules');
  if (path === null) return null;
  const wrong = (why: string, cause?: unknown): TieoutError =>
    new TieoutError('BAD_INPUT', `--rules ${input.options.text('rules') ?? ''}: ${why}`, {
      nextStep:
        'It is one JSON object with switchedOff, dateWindowDays, dayCount and exceptions, all of them optional.',
      ...(cause === undefined ? {} : { cause }),
    });
  let given: unknown;
  try {
    given = JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    throw wrong(`it cannot be read as JSON (${error instanceof Error ? error.message : String(error)}).`, error);
  }
  const parsed = ruleChangesSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw wrong(
    `${issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `}${issue?.message ?? ''}.`,
  );
}
