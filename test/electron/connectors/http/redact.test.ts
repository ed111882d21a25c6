import { describe, expect, it } from 'vitest';
import { redact } from '../../../../electron/connectors/http/redact.ts';

const SECRET = 'p@ss<w>&"ord';

describe('redact', () => {
  it.each([
    ['plain', SECRET],
    ['URL-encoded', encodeURIComponent(SECRET)],
    ['JSON-escaped', JSON.stringify({ a: SECRET })],
    ['XML-escaped', '<x>p@ss&lt;w&gt;&amp;&quot;ord</x>'],
    ['in a page that shows a request', '<pre>&lt;x&gt;p@ss&amp;lt;w&amp;gt;&amp;amp;"ord&lt;/x&gt;</pre>'],
    ['in an answer that quotes such a page', JSON.stringify({ a: '<pre>p@ss&amp;lt;w&amp;gt;&amp;amp;"ord</pre>' })],
    ['in a Basic header as user name', `Basic ${Buffer.from(`${SECRET}:`).toString('base64')}`],
  ])('removes a secret %s', (_form, text) => {
    const clean = redact(`before ${text} after`, [SECRET]);
    expect(clean).toMatch(/^before .*\[redacted\].* after$/);
    expect(clean).not.toContain('ord');
  });

  it('removes what is shaped like a secret even when the secret is not at hand', () => {
    const text =
      'Invalid key sk_live_abcDEF123 or rk_test_51Hxyz; Authorization: Bearer abc.def-ghi; whsec_AbCd1234; <wsse:Password Type="x">hunter2</wsse:Password>';
    const clean = redact(text);
    for (const leak of ['abcDEF123', '51Hxyz', 'abc.def', 'AbCd1234', 'hunter2']) expect(clean).not.toContain(leak);
    expect(clean).toContain('<wsse:Password Type="x">[redacted]</wsse:Password>');
  });

  it('leaves text without secrets as it is', () => {
    expect(redact('charge ch_1 of 12.50 EUR', ['', 'other'])).toBe('charge ch_1 of 12.50 EUR');
  });
});
