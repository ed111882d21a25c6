import { describe, expect, it } from 'vitest';
import { gatewayAddresses, gatewayBase } from '../../../../electron/connectors/peoplesoft/gateway-address.ts';
import { peopleSoftExponents } from '../../../../electron/connectors/peoplesoft/exponents.ts';
import { certainlyNotSent } from '../../../../electron/connectors/peoplesoft/soap/not-sent.ts';
import { profileOf } from './site/test-site.ts';

describe('gateway addresses', () => {
  it.each([
    ['https://ps.example:8443', 'https://ps.example:8443/PSIGW'],
    ['https://ps.example/', 'https://ps.example/PSIGW'],
    ['https://ps.example/PSIGW/', 'https://ps.example/PSIGW'],
    ['https://ps.example/erp/PSIGW/PeopleSoftServiceListeningConnector/PSFT_EP', 'https://ps.example/erp/PSIGW'],
    ['https://ps.example/erp', 'https://ps.example/erp/PSIGW'],
  ])('%s is the gateway %s', (address, base) => {
    expect(gatewayBase(address)).toBe(base);
  });

  it('keep schema locations on our gateway, whatever host a document names', () => {
    const addresses = gatewayAddresses(profileOf({ origin: 'https://ps.example' }));
    const wsdl = addresses.wsdl({ service: 'CI_X', version: '1' });
    const relocate = (location: string, foundIn: string) => addresses.relocate(location, foundIn);
    const soap = 'https://ps.example/PSIGW/PeopleSoftServiceListeningConnector';
    expect(relocate('M1.V1.xsd', wsdl)).toBe(`${soap}/PSFT_EP/M1.V1.xsd`);
    expect(relocate('http://internal:8000/PSIGW/PeopleSoftServiceListeningConnector/X/M1.xsd', wsdl)).toBe(
      `${soap}/X/M1.xsd`,
    );
    expect(
      relocate('http://internal:8000/PSIGW/PeopleSoftServiceListeningConnector?Operation=GetSchema&xsd=A.V1', wsdl),
    ).toBe(`${soap}?Operation=GetSchema&xsd=A.V1`);
    expect(relocate('http://internal:8000/other/M1.xsd', wsdl)).toBe('https://ps.example/other/M1.xsd');
  });
});

describe('decimals per currency', () => {
  const unit = (name: string, exponents: Record<string, number>) => ({
    unit: name,
    currencies: ['USD'],
    peopleSoftExponents: exponents,
  });

  it('are what the units name, else two for every currency there is', () => {
    const exponentOf = peopleSoftExponents([unit('US', { JPY: 0 }), unit('DE', { KWD: 3, JPY: 0 })]);
    expect(['USD', 'SEK', 'JPY', 'KWD', 'QQQ'].map(exponentOf)).toEqual([2, 2, 0, 3, null]);
  });

  it('are one table: units that disagree are an error', () => {
    expect(() => peopleSoftExponents([unit('US', { JPY: 0 }), unit('DE', { JPY: 2 })])).toThrow(/JPY/);
  });
});

describe('a request that failed', () => {
  const caused = (code: string, more: object = {}) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code, ...more }) });

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'])(
    'certainly did not leave after %s',
    (code) => {
      expect(certainlyNotSent(caused(code))).toBe(true);
    },
  );

  it('may have left after anything else', () => {
    for (const code of ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'ETIMEDOUT', ''])
      expect(certainlyNotSent(caused(code))).toBe(false);
    expect(certainlyNotSent(new Error('net::ERR_CONNECTION_RESET'))).toBe(false);
    expect(certainlyNotSent(new Error('net::ERR_CONNECTION_REFUSED'))).toBe(true);
    expect(certainlyNotSent(caused('ETIMEDOUT', { syscall: 'connect' }))).toBe(true);
    expect(
      certainlyNotSent(
        new AggregateError([
          Object.assign(new Error('a'), { syscall: 'connect' }),
          Object.assign(new Error('b'), { code: 'ECONNRESET' }),
        ]),
      ),
    ).toBe(false);
    expect(certainlyNotSent('odd')).toBe(false);
  });
});
