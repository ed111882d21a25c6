import type { DepositService, PeopleSoftProfile, RestCiProfile } from '../../../shared/contract/profile.ts';

/** A service as the gateway knows it, e.g. `CI_SITE_DEPOSIT_CI` and `1`. */
export type ServiceName = Pick<DepositService, 'service' | 'version'>;

/** Addresses of one site's integration gateway, all below the base that the profile names. */
export interface GatewayAddresses {
  /** Where SOAP requests go, whatever host the WSDL itself names. */
  readonly soap: string;
  /** Where the description of a service is. */
  wsdl(service: ServiceName): string;
  /** The gateway's own status page, which shows the PeopleTools version where it is not blocked. */
  readonly status: string;
  /** Base of all REST queries: `…/ExecuteQuery.v1`. */
  readonly executeQuery: string;
  /** Where the REST service of a component interface takes new rows. */
  restCreate(component: string, rest: RestCiProfile): string;
  /** Turns a location found in a WSDL or XSD into one at the gateway we were given: the document often names an internal host. */
  relocate(location: string, foundIn: string): string;
}

/** Paths as in PeopleBooks, Integration Broker Administration, "Using Listening Connectors". The base may be given with or without /PSIGW. */
export function gatewayAddresses(profile: PeopleSoftProfile): GatewayAddresses {
  const base = gatewayBase(profile.soapAddress);
  const restBase = gatewayBase(profile.restAddress ?? profile.soapAddress);
  const soap = `${base}/PeopleSoftServiceListeningConnector/${encodeURIComponent(profile.node)}`;
  return {
    soap,
    wsdl: ({ service, version }) => `${soap}/${encodeURIComponent(service)}.${encodeURIComponent(version)}.wsdl`,
    status: `${base}/PeopleSoftListeningConnector`,
    executeQuery: `${restBase}/RESTListeningConnector/${encodeURIComponent(profile.node)}/ExecuteQuery.v1`,
    restCreate(component, { version, createPath }) {
      const service = `${encodeURIComponent(`CIRT_${component}`)}.${encodeURIComponent(version)}`;
      const path = createPath.replace(/^\/+/, '');
      return `${restBase}/RESTListeningConnector/${encodeURIComponent(profile.node)}/${service}${path === '' ? '' : `/${path}`}`;
    },
    relocate(location, foundIn) {
      const url = new URL(location, foundIn);
      const below = /\/PSIGW(\/.*)$/i.exec(url.pathname);
      if (below !== null) return `${base}${below[1] ?? ''}${url.search}`;
      return `${new URL(base).origin}${url.pathname}${url.search}`;
    },
  };
}

/** The address up to and including /PSIGW, without a slash at its end. */
export function gatewayBase(address: string): string {
  const url = new URL(address);
  const upTo = /^(.*?\/PSIGW)(\/|$)/i.exec(url.pathname);
  const path = upTo?.[1] ?? `${url.pathname.replace(/\/+$/, '')}/PSIGW`;
  return `${url.origin}${path}`;
}
