import type { ComponentDefinition, FieldType, LevelDefinition, PropertyDefinition } from './component.ts';

/**
 * What GetCIShape tells of a component: each level with its properties as elements whose attributes describe them. Keys stand there a
 * second time, not displayed, as those to get a row by are those to create it by.
 */
export function writeCiShape(answerName: string, component: ComponentDefinition): string {
  const keys = component.root.properties.filter((property) => component.keys.includes(property.column));
  const again = keys.map((property) => writeField(property, ' display="False"')).join('');
  return (
    `<${answerName}><name>${component.name}</name><action>GetCIShape</action>` +
    `${writeLevel(component.root, 0, again)}</${answerName}>`
  );
}

function writeLevel(level: LevelDefinition, depth: number, more = ''): string {
  const name = depth === 0 ? '' : ` name="${level.name}" RecordTypeIdentifier="${String(depth).padStart(3, '0')}"`;
  const fields = level.properties.map((property) => writeField(property)).join('');
  const below = level.collections.map((child) => writeLevel(child, depth + 1)).join('');
  const element = `Level${depth}-Collection`;
  return `<${element}${name}>${fields}${more}${below}</${element}>`;
}

function writeField(property: PropertyDefinition, more = ''): string {
  const { fieldtype, fieldlength } = typeOf(property.type);
  const flag = (value: boolean | undefined) => (value === true ? 'True' : 'False');
  const hasEdit = property.translate !== undefined || property.prompt !== undefined;
  return (
    `<${property.name} fieldlength="${fieldlength}" fieldtype="${fieldtype}" key="${flag(property.key)}" ` +
    `required="${flag(property.required)}" readonly="False" edit="${flag(hasEdit)}" label="${property.name}"${more}/>`
  );
}

function typeOf(type: FieldType): { readonly fieldtype: string; readonly fieldlength: string } {
  switch (type.kind) {
    case 'char':
      return { fieldtype: '0', fieldlength: String(type.length) };
    case 'number':
      return { fieldtype: '2', fieldlength: String(type.digits) };
    case 'decimal':
      return { fieldtype: '3', fieldlength: `${type.digits - type.decimals}.${type.decimals}` };
    case 'date':
      return { fieldtype: '4', fieldlength: '10' };
    case 'exact':
      return exactType(type);
  }
}

function exactType({ form, digits, decimals }: Extract<FieldType, { kind: 'exact' }>) {
  switch (form) {
    case 'int':
      return { fieldtype: '2', fieldlength: String(digits) };
    case 'decimal':
      return { fieldtype: '3', fieldlength: `${Math.max(digits - decimals, 1)}.${decimals}` };
    case 'time':
      return { fieldtype: '5', fieldlength: '15' };
    case 'dateTime':
      return { fieldtype: '6', fieldlength: '26' };
    case 'boolean':
      return { fieldtype: '0', fieldlength: '5' };
  }
}
