import type { SoapToCiProfile } from '../../../../shared/contract/profile.ts';

const SCRIPT = 'WEBLIB_SOAPTOCI.SOAPTOCI.FieldFormula.IScript_SOAPToCI';

/**
 * Where SOAPToCI listens: an internet script of the portal's web server, not of the integration gateway. Source: PeopleBooks, Component
 * Interfaces, "Using the Excel to Component Interface Utility".
 */
export function soapToCiAddress({ address, language }: Pick<SoapToCiProfile, 'address' | 'language'>): string {
  const url = new URL(address);
  const path = url.pathname.replace(/\/+$/, '').replace(/\/s$/, '');
  return `${url.origin}${path}/s/${SCRIPT}?languageCd=${encodeURIComponent(language)}&disconnect=y&postDataBin=y`;
}
