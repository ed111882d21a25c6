import { isReading, type CiDocument, type OperationSchema } from '../soap/schema-model.ts';
import { bareName, valueOf } from '../soap/validate-document.ts';

export interface FilledTemplate {
  readonly url: string;
  /** What keeps it from being called, one sentence each. */
  readonly findings: readonly string[];
}

/**
 * Where one operation goes: the URI template of the site's service, its names in braces replaced by the values of those properties (with
 * or without the prefix of a key). Each site generates its own templates (Oracle PeopleBooks, Integration Broker, "Naming Conventions for
 * Created Integration Metadata"). A Find leaves blank what it does not ask for. A value of a Get or Find that the template has no place for
 * would not travel at all, so it is a finding.
 */
export function fillTemplate(template: string, operation: OperationSchema, document: CiDocument): FilledTemplate {
  const findings: string[] = [];
  const placed = new Set<string>();
  const url = template.replaceAll(/\{([^{}]*)\}/g, (_whole, name: string) => {
    const property = operation.request.properties.find((each) => isNamed(each.name, name));
    const value = property === undefined ? undefined : valueOf(document, property.name);
    if (property === undefined) findings.push(`the address names {${name}}, which is no property of ${operation.name}`);
    else placed.add(property.name);
    if (typeof value === 'string' && (value !== '' || operation.action === 'Find')) return encodeURIComponent(value);
    if (property !== undefined && operation.action !== 'Find')
      findings.push(`the address names {${name}}, and no value is given for it`);
    return '';
  });
  if (!isReading(operation.action)) return { url, findings };
  const lost = Object.keys(document).filter((name) => valueOf(document, name) !== '' && !placed.has(name));
  return { url, findings: [...findings, ...lost.map((name) => `the address has no place for ${name}: {${name}}`)] };
}

function isNamed(property: string, name: string): boolean {
  return property === name || bareName(property) === name;
}
