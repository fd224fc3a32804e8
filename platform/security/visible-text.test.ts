import { expect, test } from 'vitest';
import { isVisibleText } from './visible-text.ts';

test.each([
  'Ana',
  'José da Conceição',
  'Jose\u0301',
  '日本',
  'نازنین',
  'می\u200cخواهم',
  'שלום',
  '1',
  '+',
  '😀',
  '👩\u200d👩\u200d👧',
  '❤\ufe0f',
  'a\u00a0b',
])('%j is a visible text', (text) => expect(isVisibleText(text)).toBe(true));

test.each([
  ['nothing', ''],
  ['white space alone', ' \u00a0\u2003\u3000'],
  ['zero-width characters alone', '\u200b\u200c\u200d\u2060\ufeff'],
  ['an override alone', '\u202e'],
  ['combining marks alone', '\u0301\u0302'],
  ['variation selectors alone', '\ufe0f'],
  ['soft hyphens alone', '\u00ad'],
  ['Hangul fillers alone', '\u115f\u1160\u3164\uffa0'],
  ['blank Braille patterns alone', '\u2800'],
  ['tags alone', '\u{e0041}\u{e0042}'],
  ['U+0000', 'A\u0000na'],
  ['a line feed', 'A\nna'],
  ['an escape', 'A\u001b[31mna'],
  ['a control of C1', 'A\u0085na'],
  ['a line separator', 'A\u2028na'],
  ['a paragraph separator', 'A\u2029na'],
  ['a mark of direction', 'A\u200fna'],
  ['an Arabic letter mark', 'A\u061cna'],
  ['an embedding', 'A\u202ana'],
  ['an override', 'A\u202ena'],
  ['an isolate', 'A\u2067na\u2069'],
  ['half of a surrogate pair', 'A\ud800na'],
])('a text with %s is none', (_, text) => expect(isVisibleText(text)).toBe(false));
