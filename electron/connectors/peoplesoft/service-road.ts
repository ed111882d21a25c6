import type { PeopleSoftProfile } from '../../../shared/contract/profile.ts';

/** How a service of a site is worked. */
export type RoadKind = 'soap' | 'soapToCi' | 'restCi';

/** By REST or through the portal's script where the profile names that component interface there, else by SOAP. */
export function roadKindOf(
  { soapToCi, restCi }: Pick<PeopleSoftProfile, 'soapToCi' | 'restCi'>,
  service: string,
): RoadKind {
  if (restCi?.components.includes(service) === true) return 'restCi';
  return soapToCi?.components.includes(service) === true ? 'soapToCi' : 'soap';
}
