import { expect, it } from 'vitest';
import { leftUncompared } from '../../../../electron/matching/duplicates/left-uncompared.ts';

it('tells the groups of which some two were not compared, and only where that is for want of room', () => {
  const byOne = { left: [0], right: [1], crowded: [0, 1, 2] };
  const byOther = { left: [1], right: [2], crowded: [] };
  const groups = [
    [0, 1],
    [1, 2],
    [0, 2],
    [0, 1, 2],
    [3, 4],
  ];
  expect(leftUncompared([byOne, byOther], groups)).toEqual([false, false, true, true, false]);
});
