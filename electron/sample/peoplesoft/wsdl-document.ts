import type { CatalogService, MessageName, ServiceOperation } from './service-catalog.ts';
import type { SiteSettings } from './site-settings.ts';
import { escapeXml } from './xml.ts';

/** How a WSDL refers to the schema of one message: relative file name, or an address with a query. */
export type SchemaLocation = (message: MessageName) => string;

/**
 * Writes a service's WSDL with the oddities of generated ones: prefixes with a dot, an encoding style beside literal
 * use, the same inline policy in each operation, and an address on the internal host.
 */
export function writeWsdl(service: CatalogService, settings: SiteSettings, schemaLocation: SchemaLocation): string {
  const messages = service.operations.flatMap(({ request, response, fault }) => [request, response, fault]);
  const namespace = `${settings.serviceNamespace}/${service.name}.${service.version}`;
  const address = `${settings.internalAddress}/PSIGW/PeopleSoftServiceListeningConnector/${settings.node}`;
  return `<?xml version="1.0"?>
<wsdl:definitions name="${service.name}.${service.version}" targetNamespace="${namespace}"
  ${messages.map(({ name, namespace: uri }) => `xmlns:${name}="${uri}"`).join('\n  ')}
  xmlns:${service.name}.${service.version}="${namespace}" xmlns:plnk="http://schemas.xmlsoap.org/ws/2003/05/partner-link/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
  xmlns:wsp="http://schemas.xmlsoap.org/ws/2002/12/policy" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
  xmlns:wsse="http://schemas.xmlsoap.org/ws/2003/06/secext"
  xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">
  <plnk:partnerLinkType name="${service.name}_PartnerLinkType">
    <plnk:role name="${service.name}_Provider"><plnk:portType name="${service.name}.${service.version}:${service.name}_PortType"/></plnk:role>
  </plnk:partnerLinkType>
  <wsp:UsagePolicy wsdl:Required="true"/>
  <wsdl:types>
    <xsd:schema elementFormDefault="qualified">
${messages.map((message) => `      <xsd:import namespace="${message.namespace}" schemaLocation="${escapeXml(schemaLocation(message))}"/>`).join('\n')}
    </xsd:schema>
  </wsdl:types>
${service.operations.map((operation) => writeMessages(service, operation)).join('\n')}
  <wsdl:portType name="${service.name}_PortType">
${service.operations.map(writePortOperation(service)).join('\n')}
  </wsdl:portType>
  <wsdl:binding name="${service.name}_Binding" type="${service.name}.${service.version}:${service.name}_PortType">
    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${service.operations.map(writeBindingOperation).join('\n')}
  </wsdl:binding>
  <wsdl:service name="${service.name}">
    <wsdl:documentation>${escapeXml(service.component.name)}</wsdl:documentation>
    <wsdl:port binding="${service.name}.${service.version}:${service.name}_Binding" name="${service.name}_Port">
      <soap:address location="${address}"/>
    </wsdl:port>
  </wsdl:service>
</wsdl:definitions>
`;
}

function writeMessages(service: CatalogService, operation: ServiceOperation): string {
  const root = `${operation.action}__CompIntfc__${service.component.name}`;
  const parts = [
    [operation.request, root],
    [operation.response, `${root}Response`],
    [operation.fault, 'CIFault'],
  ] as const;
  return parts
    .map(
      ([message, element]) => `  <wsdl:message name="${message.name}">
    <wsdl:part element="${message.name}:${element}" name="parameter"/>
  </wsdl:message>`,
    )
    .join('\n');
}

function writePortOperation(service: CatalogService): (operation: ServiceOperation) => string {
  const prefix = `${service.name}.${service.version}`;
  return ({ name, action, request, response, fault }) => `    <wsdl:operation name="${name}">
      <wsdl:documentation>${action}</wsdl:documentation>
      <wsdl:input message="${prefix}:${request.name}" name="${request.name}"/>
      <wsdl:output message="${prefix}:${response.name}" name="${response.name}"/>
      <wsdl:fault message="${prefix}:${fault.name}" name="${fault.name}"/>
    </wsdl:operation>`;
}

function writeBindingOperation({ name, soapAction, request, response, fault }: ServiceOperation): string {
  const encoding = 'encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"';
  return `    <wsdl:operation name="${name}">
      <soap:operation soapAction="${soapAction}" style="document"/>
      <wsp:Policy wsu:Id="UsernameTokenSecurityPolicyPasswordOptional">
        <wsp:ExactlyOne><wsp:All><wsse:SecurityToken wsp:Usage="wsp:Required">
          <wsse:TokenType>wsse:UserNameToken</wsse:TokenType><Claims><SubjectName MatchType="wsse:Regexp"/><UsePassword wsp:Usage="wsp:Optional"/></Claims>
        </wsse:SecurityToken></wsp:All></wsp:ExactlyOne>
      </wsp:Policy>
      <wsdl:input name="${request.name}"><soap:body ${encoding} use="literal"/></wsdl:input>
      <wsdl:output name="${response.name}"><soap:body ${encoding} use="literal"/></wsdl:output>
      <wsdl:fault name="${fault.name}"><soap:fault ${encoding} name="${fault.name}" use="literal"/></wsdl:fault>
    </wsdl:operation>`;
}
