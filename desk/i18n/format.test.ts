import { expect, test } from 'vitest';
import { createFormat } from './format.ts';

const [portuguese, english] = [createFormat('pt-BR'), createFormat('en')];
const AT = '2026-11-30T17:03:27.000Z';

test('days are written in the way of the language, so that none is taken for another', () => {
  expect(portuguese.day('2026-04-03')).toBe('03/04/2026');
  expect(english.day('2026-04-03')).toBe('Apr 3, 2026');
  expect([portuguese.dayAndMinute(AT), english.dayAndMinute(AT)]).toEqual([
    '30/11/2026, 14:03',
    'Nov 30, 2026, 14:03',
  ]);
  expect([portuguese.moment(AT), english.moment(AT)]).toEqual(['30/11, 14:03', 'Nov 30, 14:03']);
  expect(portuguese.dayAndTime(AT)).toBe('30/11/2026, 14:03:27');
  expect(english.weekday(Date.parse(AT))).toBe('Mon, Nov 30, 2026');
  expect(english.month('2026-03')).toBe('March 2026');
});

test('an average has the places of a price', () => {
  expect([portuguese.average('28.4561'), portuguese.average('29.5700'), portuguese.average(null)]).toEqual([
    '28,46',
    '29,57',
    '–',
  ]);
});

test('a sum of a million or more has a brief form for phones', () => {
  const nothing = portuguese.moneyBrief('-999999.99');
  expect([nothing, portuguese.moneyBrief(null)]).toEqual([null, null]);
  expect(portuguese.moneyBrief('1020360000.00')).toMatch(/^R\$\s1,02\sbi$/);
  expect(portuguese.moneyBrief('-11780000.00', true)).toMatch(/^-R\$\s11,78\smi$/);
  expect(english.moneyBrief('449130000.00', true)).toBe('+R$449.13M');
});

test('a part too small for two places keeps its sign', () => {
  expect([portuguese.percent('0.004'), english.percent(-0.001), english.percent('0.00')]).toEqual([
    '+0,00%',
    '-0.00%',
    '0.00%',
  ]);
});
