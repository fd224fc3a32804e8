import { expect, test } from 'vitest';
import { z } from 'zod';
import { readSettings, required, secretsOf, SettingsError } from './config.ts';

const number = z.string().regex(/^\d+$/).transform(Number);
const table = {
  SIZE: { meaning: 'a size', allowed: 'a number', fallback: '7', secret: false, schema: number },
  KEY: {
    meaning: 'a key',
    allowed: 'four letters',
    fallback: null,
    secret: true,
    schema: z.string().length(4),
  },
} as const;

test('a setting takes the value of the environment, else the process default, else the table default, else null', () => {
  expect(readSettings(table, { SIZE: '9', KEY: 'abcd' })).toEqual({ SIZE: 9, KEY: 'abcd' });
  expect(readSettings(table, {}, { SIZE: '8' })).toEqual({ SIZE: 8, KEY: null });
  expect(readSettings(table, { SIZE: '' })).toEqual({ SIZE: 7, KEY: null });
});

test('one error names all bad values and what each setting takes, without repeating a secret', () => {
  const read = () => readSettings(table, { SIZE: 'x'.repeat(200), KEY: 'swordfish' });
  expect(read).toThrow(SettingsError);
  expect(read).toThrow(/^SIZE=x{77}\.\.\. cannot be used: it takes a number\.\nKEY=\*\*\* cannot be used/);
});

test('the error for an absent required setting names the setting and the reason', () => {
  expect(required('SIZE', 3, 'no reason')).toBe(3);
  expect(() => required('KEY', null, 'the wallet needs it')).toThrow('KEY is not set: the wallet needs it.');
});

test('secretsOf returns the secrets of settings; copying or listing the settings leaves them out', () => {
  const settings = readSettings(table, { SIZE: '9', KEY: 'abcd' });
  expect(secretsOf(settings)).toEqual(['abcd']);
  expect(secretsOf({ ...settings })).toEqual([]);
  expect(Object.keys(settings)).toEqual(['SIZE', 'KEY']);
});
