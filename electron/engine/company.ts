import { templatesOf } from '../../shared/contract/profile-bookings.ts';
import { itemEntryTypesOf } from '../../shared/contract/profile-invoices.ts';
import type { Credential, Profile, UnitProfile } from '../../shared/contract/profile.ts';
import type { SystemName } from '../../shared/domain/states.ts';
import { TieoutError } from '../../shared/errors/tieout-error.ts';
import { ConnectorError } from '../connectors/http/connector-error.ts';
import { peopleSoftExponents } from '../connectors/peoplesoft/exponents.ts';
import { createPeopleSoftConnector, type PeopleSoftConnector } from '../connectors/peoplesoft/peoplesoft-connector.ts';
import type { DepositMapping } from '../connectors/peoplesoft/types.ts';
import { createStripeConnector } from '../connectors/stripe/connector.ts';
import type { StripeConnector } from '../connectors/stripe/types.ts';
import type { Ports } from './ports.ts';

/** One company's profile with its connections; nothing is sent before the first call. */
export interface Company {
  /** The profile in use now. */
  readonly profile: Profile;
  readonly stripe: StripeConnector;
  readonly peopleSoft: PeopleSoftConnector;
  /** The unit of that name; throws BAD_INPUT when the profile has none. */
  unit(name: string): UnitProfile;
  /** From now on this profile is in use; the connections keep the addresses, names and pace they were made with. */
  adopt(profile: Profile): void;
}

/** Wires a profile to its connectors through the host's ports; `mapping` reads the confirmed mapping in force, where there is a ledger. */
export function createCompany(
  profile: Profile,
  ports: Pick<Ports, 'clock' | 'fetch' | 'secrets'>,
  mapping?: () => Promise<DepositMapping>,
): Company {
  const { clock, fetch } = ports;
  const secretOf =
    (system: SystemName) =>
    async (credential: Credential): Promise<string> => {
      const secret = await ports.secrets.get(credential);
      if (secret !== null && secret !== '') return secret;
      const [where, step] =
        'env' in credential
          ? [`environment variable ${credential.env}`, 'Set it and start Tieout again.']
          : [`vault key ${credential.vault}`, 'Enter it again in the connection settings of this company.'];
      throw new ConnectorError(system, 'credentials', `The secret in ${where} is missing.`, step);
    };
  let current = profile;
  return {
    get profile() {
      return current;
    },
    adopt(next) {
      current = next;
    },
    stripe: createStripeConnector({
      profile: profile.stripe,
      secret: () => secretOf('stripe')(profile.stripe.key),
      fetch,
      clock,
    }),
    peopleSoft: createPeopleSoftConnector({
      profile: profile.peoplesoft,
      exponentOf: peopleSoftExponents(profile.units),
      secrets: secretOf('peoplesoft'),
      fetch,
      clock,
      probe: {
        businessUnits: profile.units.flatMap((unit) => unit.businessUnits),
        get depositBus() {
          return current.units.map((unit) => unit.depositBu);
        },
        get refundEntryTypes() {
          return current.units.flatMap(({ refunds }) => refunds?.entryType ?? []);
        },
        get itemEntryTypes() {
          return current.units.flatMap(itemEntryTypesOf);
        },
        get accountingTemplates() {
          return current.units.flatMap(({ bookings }) => templatesOf(bookings));
        },
      },
      ...(mapping === undefined ? {} : { mapping }),
    }),
    unit(name) {
      const found = current.units.find((unit) => unit.unit === name);
      if (found === undefined) throw new TieoutError('BAD_INPUT', `The connection profile has no unit ${name}.`);
      return found;
    },
  };
}
