import { describe, expect, it } from 'vitest';
import { indentXml } from '../../../renderer/ui/indent-xml.ts';

describe('XML for reading', () => {
  it('stands one element a line, indented', () => {
    expect(indentXml('<?xml version="1.0"?><a><b>1</b><c/></a>')).toBe(
      '<?xml version="1.0"?>\n<a>\n  <b>1</b>\n  <c/>\n</a>',
    );
  });
  it('leaves what is no XML as it is', () => {
    expect(indentXml('HTTP 504\n gateway')).toBe('HTTP 504\n gateway');
  });
});
