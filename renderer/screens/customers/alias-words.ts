import type { AliasRow } from '../../../shared/contract/customer-aliases.ts';
import type { AliasKind, AliasStanding } from '../../../shared/domain/customer-aliases.ts';
import type { Tone } from '../../ui/words.ts';

export const ALIAS_KIND_WORDS: Readonly<Record<AliasKind, string>> = {
  name: 'Name',
  emailDomain: 'E-mail domain',
  externalId: 'Id in Stripe',
};

export const ALIAS_STANDING_WORDS: Readonly<Record<AliasStanding, { readonly label: string; readonly tone: Tone }>> = {
  live: { label: 'counts', tone: 'ok' },
  contradicted: { label: 'contradicted', tone: 'warn' },
  expired: { label: 'expired', tone: 'mute' },
  unconfirmed: { label: 'link taken back', tone: 'mute' },
  forgotten: { label: 'forgotten', tone: 'mute' },
};

const STANDING_SENTENCES: Readonly<Record<AliasStanding, string>> = {
  live: 'It counts as evidence: who is called so in Stripe is proposed for this customer, and a person confirms.',
  contradicted: 'Another alias of the same spelling leads to another customer, so neither counts. Forget one of them.',
  expired: 'Its last day has passed. Give it a later one and it counts again.',
  unconfirmed: 'The link that it came from was taken back or has ended, and so it does not count.',
  forgotten: 'It was taken back and does not count.',
};

/** What an alias does now, a sentence. */
export function aliasSentence({ standing }: AliasRow): string {
  return STANDING_SENTENCES[standing];
}
