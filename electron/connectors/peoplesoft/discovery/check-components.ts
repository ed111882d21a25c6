import type { PeopleSoftProfile } from '../../../../shared/contract/profile.ts';
import type { ServiceName } from '../gateway-address.ts';
import type { ServiceSchema } from '../soap/service-schema.ts';
import { tryTo, type Notes } from './notes.ts';

interface Parts {
  readonly profile: PeopleSoftProfile;
  readonly schemaOf: (service: ServiceName) => ServiceSchema;
  /** The services that documents of ours go through, with where the profile names them. */
  readonly used: readonly { readonly setting: string; readonly service: string }[];
}

/**
 * Looks at the component interfaces that the profile lists for SOAPToCI and REST although no service in use has that name: one that a
 * service was meant to be goes another road than the administrator thinks.
 */
export async function checkComponents(
  { profile, schemaOf, used }: Parts,
  notes: Notes,
  signal?: AbortSignal,
): Promise<void> {
  const { soapToCi, restCi } = profile;
  const listed = [
    ...(soapToCi?.components ?? []).map((component) => ({ component, list: 'soapToCi', road: 'SOAPToCI' })),
    ...(restCi?.components ?? []).map((component) => ({ component, list: 'restCi', road: 'REST' })),
  ].filter(({ component }) => !used.some(({ service }) => service === component));
  for (const { component, list, road } of listed) {
    const meant = used.find(({ service }) => service === `CI_${component}`);
    if (meant === undefined) await lookAt(component, road, schemaOf, notes, signal);
    else
      notes.missing.push({
        what: `${component} of peoplesoft.${list}.components is not used`,
        why: `${meant.setting}.service is ${meant.service}, which goes by SOAP: nothing goes by ${road}.`,
        fix: `To send by ${road} set ${meant.setting}.service to ${component}; else take it out of peoplesoft.${list}.components.`,
      });
  }
}

async function lookAt(
  component: string,
  road: string,
  schemaOf: Parts['schemaOf'],
  notes: Notes,
  signal?: AbortSignal,
): Promise<void> {
  await tryTo(notes, async () => {
    const schema = schemaOf({ service: component, version: '1' });
    schema.invalidate();
    await schema.wsdl(signal);
    notes.found.push(`component interface ${component} by ${road}; nothing of Tieout goes through it`);
  });
}
