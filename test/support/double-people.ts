import type {
  EndedSettings,
  PeopleList,
  PersonChangeRow,
  PersonRow,
  WaitingSettings,
} from '../../shared/contract/people.ts';

const AT = '2026-11-02T11:00:00.000Z';
const usd = (minor: number) => ({ minor, exponent: 2, currency: 'USD' });

const PEOPLE: readonly PersonRow[] = [
  {
    personId: 'arclerk1',
    name: 'AR clerk',
    operatorId: 'ARCLERK1',
    roles: ['preparer', 'reviewer', 'administrator'],
    limits: null,
    isActive: true,
    version: 1,
    since: AT,
    basis: 'firstAdministrator',
    isYou: true,
  },
  {
    personId: 'bert',
    name: 'Bert Booker',
    operatorId: 'BBOOKER',
    roles: ['preparer'],
    limits: [usd(50_000)],
    isActive: true,
    version: 3,
    since: AT,
    basis: 'twoPeople',
    isYou: false,
  },
];
const { personId, version: _version, since: _since, basis: _basis, isYou: _isYou, ...BERT } = PEOPLE[1]!;
const WAITING: PersonChangeRow = {
  changeId: 7,
  personId,
  before: BERT,
  after: { ...BERT, limits: [usd(250_000)] },
  hash: 'hash-7',
  reason: 'covers for Carla in November',
  state: 'proposed',
  isAlone: false,
  proposedBy: 'carla',
  proposedAt: AT,
  decidedBy: null,
  decidedAt: null,
  ended: null,
  can: { confirm: true, end: 'refuse', why: null },
};

const SETTINGS: WaitingSettings = {
  version: 4,
  hash: 'hash-4',
  proposedBy: 'carla',
  proposedAt: AT,
  lines: [
    'PeopleSoft, deposit numbers: given by PeopleSoft becomes given by Tieout',
    'Unit US, entry type of money that goes out: CO becomes DM',
  ],
  holds: 'atOnce',
  can: { confirm: true, end: 'refuse', why: null },
};

/**
 * The engine's end of the people screen: two people, a higher limit for one of them, and settings of the profile, both of which somebody
 * else proposed.
 */
export function makeDoublePeople() {
  let settings: WaitingSettings | null = SETTINGS;
  let endedSettings: EndedSettings | null = null;
  let people = PEOPLE;
  let changes: readonly PersonChangeRow[] = [WAITING];
  const decide = (changeId: number, state: 'confirmed' | 'withdrawn', reason: string | null): PersonChangeRow => {
    const found = changes.find((each) => each.changeId === changeId) ?? WAITING;
    const why = 'It is not waiting to be confirmed.';
    const decided = {
      ...found,
      state,
      decidedBy: 'arclerk1',
      decidedAt: AT,
      ended: state === 'confirmed' ? null : { as: 'refused' as const, by: 'arclerk1', at: AT, reason },
      can: { confirm: false, end: null, why },
    };
    changes = changes.map((each) => (each.changeId === changeId ? decided : each));
    if (state === 'confirmed')
      people = people.map((each) => (each.personId === found.personId ? { ...each, ...found.after } : each));
    return decided;
  };
  return {
    'people.list': (): PeopleList => ({
      people: [...people],
      changes: [...changes],
      settings,
      endedSettings,
      note: 'A change of a person holds once a second one, an administrator or a reviewer, has confirmed it.',
      can: { propose: true, why: null },
    }),
    'people.propose': (input: Pick<PersonChangeRow, 'personId' | 'after' | 'reason'>): PersonChangeRow => {
      const why = 'You proposed it; another administrator or a reviewer confirms it.';
      const mine: PersonChangeRow = {
        ...WAITING,
        ...input,
        changeId: 8,
        hash: 'hash-8',
        before: null,
        proposedBy: 'arclerk1',
        can: { confirm: false, end: 'withdraw', why },
      };
      changes = [mine, ...changes];
      return mine;
    },
    'people.confirm': ({ changeId }: { changeId: number }) => decide(changeId, 'confirmed', null),
    'settings.confirm': () => {
      settings = null;
      return { text: 'Confirmed; they hold now.' };
    },
    'settings.end': ({ reason }: { reason: string | null }) => {
      const { version, proposedBy, lines } = SETTINGS;
      endedSettings = { version, as: 'refused', by: 'arclerk1', at: AT, reason, proposedBy, lines };
      settings = null;
      return { text: 'Refused; the settings before them go on holding.' };
    },
    'people.end': ({ changeId, reason }: { changeId: number; reason: string | null }) =>
      decide(changeId, 'withdrawn', reason),
    'session.signIn': ({ operatorId }: { operatorId: string }) => ({
      text: `Signed in to PeopleSoft as ${operatorId}.`,
    }),
    'session.signInByBrowser': ({ operatorId }: { operatorId: string }) => ({
      text: `Signed in to PeopleSoft as ${operatorId}.`,
    }),
    'session.signOut': () => ({ text: 'Signed out of PeopleSoft as ARCLERK1.' }),
  };
}
