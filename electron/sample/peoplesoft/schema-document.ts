import type { FieldType } from './component.ts';
import type { Shape } from './message-shape.ts';

/**
 * Writes a message's XSD the way PeopleSoft generates it: every leaf is an `XTypeShape` (simple content) over an
 * `XTypeDef` restriction, groups are `XTypeShape` sequences, elements are qualified. Types are named after elements, so
 * one name must have one type in a message; a clash throws.
 */
export function writeSchema(root: Shape, namespace: string): string {
  const types = new Map<string, string>();
  collectTypes(root, types);
  return `<?xml version="1.0"?>
<xsd:schema elementFormDefault="qualified" targetNamespace="${namespace}" xmlns="${namespace}" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <xsd:element name="${root.name}" type="${root.name}TypeShape"/>
${[...types.values()].join('\n')}
</xsd:schema>
`;
}

function collectTypes(shape: Shape, types: Map<string, string>): void {
  const body = shape.leaf ? writeLeafTypes(shape.name, shape.leaf) : writeGroupType(shape);
  const known = types.get(shape.name);
  if (known !== undefined && known !== body) throw new Error(`Element ${shape.name} has two types in one message.`);
  types.set(shape.name, body);
  for (const child of shape.children ?? []) collectTypes(child, types);
}

function writeGroupType(shape: Shape): string {
  const elements = (shape.children ?? []).map(
    ({ name, min, max }) =>
      `      <xsd:element maxOccurs="${max}" minOccurs="${min}" name="${name}" type="${name}TypeShape"/>`,
  );
  const attribute = shape.typeAttribute === true ? '\n    <xsd:attribute name="type" type="xsd:string"/>' : '';
  return `  <xsd:complexType name="${shape.name}TypeShape">
    <xsd:sequence>
${elements.join('\n')}
    </xsd:sequence>${attribute}
  </xsd:complexType>`;
}

function writeLeafTypes(name: string, type: FieldType): string {
  return `  <xsd:complexType name="${name}TypeShape">
    <xsd:simpleContent><xsd:extension base="${name}TypeDef"/></xsd:simpleContent>
  </xsd:complexType>
  <xsd:simpleType name="${name}TypeDef">
    ${writeRestriction(type)}
  </xsd:simpleType>`;
}

function writeRestriction(type: FieldType): string {
  switch (type.kind) {
    case 'char':
      return `<xsd:restriction base="xsd:string"><xsd:maxLength value="${type.length}"/><xsd:whiteSpace value="preserve"/></xsd:restriction>`;
    case 'number':
      return `<xsd:restriction base="xsd:int"><xsd:totalDigits value="${type.digits}"/></xsd:restriction>`;
    case 'decimal':
      return `<xsd:restriction base="xsd:decimal"><xsd:totalDigits value="${type.digits}"/><xsd:fractionDigits value="${type.decimals}"/></xsd:restriction>`;
    case 'date':
      return '<xsd:restriction base="xsd:date"/>';
    case 'exact':
      return `<xsd:restriction base="xsd:${type.form}"/>`;
  }
}
