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

test('a setting is what the environment says, else what the process says, else its default, else null', () => {
  expect(readSettings(table, { SIZE: '9', KEY: 'abcd' })).toEqual({ SIZE: 9, KEY: 'abcd' });
  expect(readSettings(table, {}, { SIZE: '8' })).toEqual({ SIZE: 8, KEY: null });
  expect(readSettings(table, { SIZE: '' })).toEqual({ SIZE: 7, KEY: null });
});

test('bad values are named together, each with what it takes; a secret is not repeated', () => {
  const read = () => readSettings(table, { SIZE: 'x'.repeat(200), KEY: 'swordfish' });
  expect(read).toThrow(SettingsError);
  expect(read).toThrow(/^SIZE=x{77}\.\.\. cannot be used: it takes a number\.\nKEY=\*\*\* cannot be used/);
});

test('a setting that is required and absent is named with the reason', () => {
  expect(required('SIZE', 3, 'no reason')).toBe(3);
  expect(() => required('KEY', null, 'the wallet needs it')).toThrow('KEY is not set: the wallet needs it.');
});

test('settings know which of their texts are secret, and show that to nobody else', () => {
  const settings = readSettings(table, { SIZE: '9', KEY: 'abcd' });
  expect(secretsOf(settings)).toEqual(['abcd']);
  expect(secretsOf({ ...settings })).toEqual([]);
  expect(Object.keys(settings)).toEqual(['SIZE', 'KEY']);
});
