import { expect, test } from 'vitest';
import { longestNormalized, MANY_MARKS } from '#test/support/probes/longest-normalized.ts';
import { checkSignUp, normalizeEmail } from './sign-up-rules.ts';

const valid = { email: 'ana@example.com', name: 'Ana', password: 'correct horse' };
const ruleOf = (change: Partial<typeof valid>): string | null => {
  const checked = checkSignUp({ ...valid, ...change });
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
  'an\u202ea@example.com',
  'an\u200ba@example.com',
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

test('normalizes addresses: trimmed, in lower case', () => {
  expect(normalizeEmail('  Ana@Example.COM ')).toBe('ana@example.com');
  const checked = checkSignUp({ ...valid, email: ' ANA@example.com', name: ' Ana ' });
  expect(checked).toMatchObject({ ok: true, value: { email: 'ana@example.com', name: 'Ana' } });
});

test.each([
  '',
  '   ',
  'x'.repeat(101),
  'A\u0000na',
  'A\nna',
  '\ud800na',
  'An\udc00',
  '\u202e',
  'Ana\u202eordeP',
  '\u200b\u2060',
])('%j is not a name', (name) => expect(ruleOf({ name })).toBe('INVALID_NAME'));

test.each([
  '',
  'short12',
  'x'.repeat(129),
  'aaaaaaaa',
  'abababab',
  'Password1',
  'senha123',
  '12345678',
  valid.email,
  valid.email.toUpperCase(),
])('%j is a weak password', (password) => expect(ruleOf({ password })).toBe('WEAK_PASSWORD'));

test.each(['8 chars!', 'x1y2z3'.repeat(21), '日本語のパスワード長い'])('%j is a good password', (password) =>
  expect(ruleOf({ password })).toBeNull(),
);

test('a refusal does not contain the password', () => {
  const checked = checkSignUp({ ...valid, password: 'hunter2' });
  expect(JSON.stringify(checked)).not.toContain('hunter2');
});

test.each([
  ['email', 'INVALID_EMAIL', '254 characters at most'],
  ['name', 'INVALID_NAME', '1..100 characters'],
  ['password', 'WEAK_PASSWORD', '8..128 characters'],
] as const)('refuses a huge %s before normalizing it', async (field, rule, limit) => {
  const longest = await longestNormalized(() =>
    expect(checkSignUp({ ...valid, [field]: MANY_MARKS })).toMatchObject({
      ok: false,
      refusal: { rule, field, limit, observed: '120001 characters' },
    }),
  );
  expect(longest).toBeLessThanOrEqual(254);
});

test('maps a huge address to null without normalizing it', async () => {
  const longest = await longestNormalized(() => expect(normalizeEmail(MANY_MARKS)).toBeNull());
  expect(longest).toBe(0);
});

test('counts limits in UTF-16 code units', () => {
  expect(ruleOf({ name: '😀'.repeat(50) })).toBeNull();
  expect(ruleOf({ name: '😀'.repeat(51) })).toBe('INVALID_NAME');
  expect(ruleOf({ password: '😀🐎🔋'.repeat(21) })).toBeNull();
  expect(ruleOf({ password: '😀🐎🔋'.repeat(22) })).toBe('WEAK_PASSWORD');
});

test('refuses half of a surrogate pair in an address and in a password', () => {
  expect(ruleOf({ email: 'a\ud800@example.com' })).toBe('INVALID_EMAIL');
  expect(ruleOf({ password: 'correct horse\ud800' })).toBe('WEAK_PASSWORD');
  expect(ruleOf({ password: 'correct horse😀' })).toBeNull();
});
