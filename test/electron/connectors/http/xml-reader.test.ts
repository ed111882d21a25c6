import { describe, expect, it } from 'vitest';
import {
  attributeOf,
  childOf,
  qualifiedName,
  readXml,
  XML_LIMITS,
  XmlRefused,
} from '../../../../electron/connectors/http/xml-reader.ts';

describe('the strict XML reader', () => {
  it('gives namespaces, attributes, text and CDATA, whatever the prefixes', () => {
    const root = readXml(
      '\uFEFF<?xml version="1.0"?><a:r xmlns:a="urn:1" xmlns="urn:2" k="v &amp; w"><b> x<![CDATA[<y>]]>&#65; </b><a:c.d xmlns:a="urn:3"/></a:r>',
    );
    expect([root.namespace, root.name, attributeOf(root, 'k')]).toEqual(['urn:1', 'r', 'v & w']);
    expect(childOf(root, 'b', 'urn:2')?.text).toBe(' x<y>A ');
    expect(childOf(root, 'c.d', 'urn:3')).not.toBeNull();
    expect(qualifiedName(childOf(root, 'c.d') ?? root, 'a:T')).toEqual({ namespace: 'urn:3', name: 'T' });
    expect(qualifiedName(root, 'T')).toEqual({ namespace: 'urn:2', name: 'T' });
    expect(() => qualifiedName(root, 'zz:T')).toThrow(XmlRefused);
  });

  it.each([
    ['a DOCTYPE', '<!DOCTYPE r><r/>'],
    ['an entity bomb', '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><r>&b;</r>'],
    ['an external entity', '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'],
    ['an undeclared entity', '<r>&nbsp;</r>'],
    ['an attribute of a megabyte', `<r a="${'x'.repeat(1_048_576)}"/>`],
    ['a thousand attributes', `<r ${Array.from({ length: 1_000 }, (_, index) => `a${index}=""`).join(' ')}/>`],
    ['a hundred thousand levels', '<r>'.repeat(100_000)],
    ['a document that ends early', '<r><a>text</a>'],
    ['text after the root', '<r/>more'],
    ['two roots', '<r/><r/>'],
    ['an undeclared prefix', '<p:r/>'],
    ['a double attribute', '<r a="1" a="2"/>'],
    ['tags that cross', '<r><a></r></a>'],
    ['a control character', '<r>\u0001</r>'],
    ['a reference to a control character', '<r>&#0;</r>'],
    ['nothing at all', ''],
    ['plain text', 'Service Unavailable'],
    ['an XML 1.1 trick', '<?xml version="1.1"?><r>&#1;</r>'],
  ])('refuses %s', (_what, text) => {
    expect(() => readXml(text)).toThrow(XmlRefused);
  });

  it('refuses documents over its limits of length and elements', () => {
    expect(() => readXml(`<r>${' '.repeat(200)}</r>`, { ...XML_LIMITS, maxLength: 100 })).toThrow(/longer than 100/);
    expect(() => readXml(`<r>${'<a/>'.repeat(20)}</r>`, { ...XML_LIMITS, maxElements: 10 })).toThrow(
      /more than 10 elements/,
    );
  });
});
