import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../electron/connectors/http/clock.ts';
import { failedAnswer } from '../../../../electron/connectors/peoplesoft/failed-answer.ts';
import { withoutSecrets } from '../../../../electron/connectors/peoplesoft/sign-in.ts';
import { brokerFault } from './site/test-site.ts';

const words = { user: 'TIEOUT_INT', password: 'correct-horse-battery-staple' };

/** What is said of a web page whose title starts with the password; half of that stands before the character `edge`. */
function messageWithPasswordAt(edge: number): string {
  const page = (padding: number) =>
    `<html>${' '.repeat(padding)}<title>${words.password} is wrong</title>${' '.repeat(50_000)}</html>`;
  const text = page(edge - words.password.length / 2 - page(0).indexOf(words.password));
  const answer = { status: 200, headers: new Headers(), text };
  return failedAnswer('query Q', answer, systemClock, (said) => withoutSecrets(said, words))?.message ?? '';
}

describe('an error answer longer than what is read of it', () => {
  it.each([20_000, 28_000])('shows no half of a password that the cut after %i characters goes through', (edge) => {
    for (const shift of [-10, -1, 0, 1, 10]) expect(messageWithPasswordAt(edge + shift)).not.toContain('correct');
  });

  it('is still told in its own words', () => {
    const text = `${brokerFault('Query is too big.')}${' '.repeat(50_000)}`;
    const failure = failedAnswer('query Q', { status: 500, headers: new Headers(), text }, systemClock, (said) => said);
    expect(failure?.message).toContain('Query is too big.');
  });
});
