import { expect, test } from 'vitest';
import { checkSignUp, normalizeEmail } from './sign-up-rules.ts';

const good = { email: 'ana@example.com', name: 'Ana', password: 'correct horse' };
const ruleOf = (change: Partial<typeof good>): string | null => {
  const checked = checkSignUp({ ...good, ...change });
  return checked.ok ? null : checked.refusal.rule;
};

test.each([
  '',
  ' ',
  'ana',
  'ana@',
  '@example.com',
  'ana@localhost',
  'a na@example.com',
  'ana@exa mple.com',
  'ana@example..com',
  'ana@-example.com',
  'ana@example.com\u0000',
  'an\u0000a@example.com',
  '"ana"@example.com',
  'ana@b@example.com',
  `${'a'.repeat(65)}@example.com`,
  `ana@${'b'.repeat(250)}.com`,
])('%j is not an e-mail address', (email) => expect(ruleOf({ email })).toBe('INVALID_EMAIL'));

test.each([
  'ana@example.com',
  'ana.maria+b3@mail.example.com.br',
  "o'neil@example.ie",
  'joão@exemplo.com.br',
])('%j is an e-mail address', (email) => expect(ruleOf({ email })).toBeNull());

test('addresses have one form: trimmed, in lower case', () => {
  expect(normalizeEmail('  Ana@Example.COM ')).toBe('ana@example.com');
  const checked = checkSignUp({ ...good, email: ' ANA@example.com', name: ' Ana ' });
  expect(checked).toMatchObject({ ok: true, value: { email: 'ana@example.com', name: 'Ana' } });
});

test.each(['', '   ', 'x'.repeat(101), 'A\u0000na', 'A\nna'])('%j is not a name', (name) =>
  expect(ruleOf({ name })).toBe('INVALID_NAME'),
);

test.each([
  '',
  'short12',
  'x'.repeat(129),
  'aaaaaaaa',
  'abababab',
  'Password1',
  'senha123',
  '12345678',
  good.email,
  good.email.toUpperCase(),
])('%j is a weak password', (password) => expect(ruleOf({ password })).toBe('WEAK_PASSWORD'));

test.each(['8 chars!', 'x1y2z3'.repeat(21), '日本語のパスワード長い'])('%j is a good password', (password) =>
  expect(ruleOf({ password })).toBeNull(),
);

test('a refused password is not repeated in the answer', () => {
  const checked = checkSignUp({ ...good, password: 'hunter2' });
  expect(JSON.stringify(checked)).not.toContain('hunter2');
});
