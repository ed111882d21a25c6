import { expect, it } from 'vitest';
import { stripeMoneyIds } from '../../../../electron/matching/movements/stripe-money-ids.ts';

it('finds ids of charges, intents and refunds in words, each once and in their order', () => {
  expect(stripeMoneyIds('Stripe re_1Abc for ch_3Qx (pi_3Qy), ch_3Qx; py_9,pyr_8')).toEqual([
    're_1Abc',
    'ch_3Qx',
    'pi_3Qy',
    'py_9',
    'pyr_8',
  ]);
  expect(stripeMoneyIds('church_1 cus_1 in_1 lunch_2 ch_')).toEqual([]);
});
