import { describe, expect, it } from 'vitest';
import { isRepeatedWrite, KEYS, keyOf } from '../../../renderer/app/keys.ts';
import type { KeyEntry, Press, PressedKey } from '../../../renderer/app/keys.ts';

const pressed = (press: Press): PressedKey => ({
  key: press.key,
  ctrlKey: press.ctrl ?? false,
  metaKey: false,
  altKey: false,
  shiftKey: press.shift ?? false,
});
const entries: readonly KeyEntry[] = KEYS;
const presses = entries.flatMap((entry) => entry.presses.map((press) => ({ id: entry.id, press })));

describe('the keys of the window', () => {
  it.each(presses)('$id answers $press.key', ({ id, press }) => {
    expect(keyOf(pressed(press), false)).toBe(id);
  });
  it('gives no press to two entries, and no entry an id of another', () => {
    const names = presses.map(({ press }) => JSON.stringify(pressed(press)));
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  });
  it.each(presses.filter(({ press }) => press.key.length === 1))(
    '$id never fires while a person types',
    ({ press }) => {
      expect(keyOf(pressed(press), true)).toBeNull();
    },
  );
  it('takes a letter with Shift, Alt or a wrong Ctrl for no command', () => {
    const a = pressed({ key: 'a' });
    expect(keyOf({ ...a, key: 'A', shiftKey: true }, false)).toBeNull();
    expect(keyOf({ ...a, altKey: true }, false)).toBeNull();
    expect(keyOf({ ...a, ctrlKey: true }, false)).toBeNull();
    expect(keyOf(pressed({ key: 'z' }), false)).toBeNull();
  });
  it('takes a capital by caps lock for the letter', () => {
    expect(keyOf({ ...pressed({ key: 'P' }) }, false)).toBe('approveAndPost');
  });
  it('decides and sends once, however long a key is held; moving goes on', () => {
    const writing = KEYS.filter(({ id }) => isRepeatedWrite(id, true)).map(({ id }) => id);
    expect(writing).toEqual([
      'approve',
      'approveAndPost',
      'reject',
      'undo',
      'undoLatest',
      'redo',
      'linkCustomer',
      'exportList',
      'verify',
      'tryRules',
    ]);
    expect(KEYS.filter(({ id }) => isRepeatedWrite(id, false))).toEqual([]);
  });
  it('tells the undo of a row from the undo of her latest decision', () => {
    expect(keyOf(pressed({ key: 'u' }), false)).toBe('undo');
    expect(keyOf(pressed({ key: 'z', ctrl: true }), false)).toBe('undoLatest');
  });
});
