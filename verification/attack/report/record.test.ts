import { expect, test } from 'vitest';
import { replaceBetween } from './record.ts';

const page = 'a\n\n<!-- attack embedded -->\n\nold\n\n<!-- end of attack embedded -->\n\nb\n';

test('replaces the text between the markers and nothing else', () => {
  expect(replaceBetween(page, 'embedded', 'new')).toBe(page.replace('old', 'new'));
  expect(() => replaceBetween(page, 'distributed', 'new')).toThrow('has no place for the table distributed');
});
