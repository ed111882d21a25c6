import { relative, sep } from 'node:path';
import { refusalOf } from './import-rules.ts';

interface ModuleNode {
  readonly source?: { readonly type: string; readonly value?: unknown } | null;
  readonly importKind?: string;
  readonly exportKind?: string;
}
interface RuleContext {
  readonly filename: string;
  readonly cwd: string;
  report(finding: { readonly message: string; readonly node: unknown }): void;
}

function checkImport(context: RuleContext, node: ModuleNode): void {
  const specifier = node.source?.value;
  if (typeof specifier !== 'string') return;
  const file = relative(context.cwd, context.filename).split(sep).join('/');
  const typeOnly = node.importKind === 'type' || node.exportKind === 'type';
  const refusal = refusalOf({ file, specifier, typeOnly });
  if (refusal !== null) context.report({ message: refusal, node });
}

const plugin = {
  meta: { name: 'tieout' },
  rules: {
    'import-direction': {
      meta: { type: 'problem' },
      create: (context: RuleContext) => {
        const check = (node: ModuleNode): void => checkImport(context, node);
        return {
          ImportDeclaration: check,
          ImportExpression: check,
          ExportNamedDeclaration: check,
          ExportAllDeclaration: check,
        };
      },
    },
  },
};
export default plugin;
