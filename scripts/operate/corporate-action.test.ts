import { describe, expect, test } from 'vitest';
import { factorRatio, type ActionTerms } from '#domain/corporate-actions/declared-action.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { declaredAction } from '#test/support/samples/declared-action.ts';
import type { OperatorCalls } from './operator-calls.ts';
import { declareCorporateAction } from './corporate-action.ts';

/** Declares an action; returns the printed line and the terms that assets gets. */
async function declare(text: string) {
  const declared: ActionTerms[] = [];
  const assets = {
    declareCorporateAction: async ({ isLate: _late, ...terms }: ActionTerms & { isLate: boolean }) => {
      declared.push(terms);
      return { outcome: 'NEW', action: { v: 1, ...declaredAction(terms) } };
    },
  } as unknown as OperatorCalls['assets'];
  const line = await declareCorporateAction({ assets }, text.split(' '));
  return { line, terms: declared[0] };
}

test('a subscription has the rights of its share, and their days', async () => {
  const subscription = 'SUBSCRIPTION PETR4 2026-03-16 0.1 price=25.00 exercises=2026-03-25';
  const rights = { ticker: 'PETR2', receiptTicker: 'PETR10', exercisesUntil: '2026-03-25' };
  const { line, terms } = await declare(`${subscription} trades=2026-03-17..2026-03-20 pays=2026-04-10`);
  expect(line).toBe('declared cac_PETR4_SUBSCRIPTION_2026-03-16: ex-day 2026-03-17, pays on 2026-04-10');
  expect(terms).toMatchObject({
    ...{ factor: '0.1', pricePerShare: '25.00', paysOn: '2026-04-10', amountPerShare: null },
    rights: { ...rights, tradesFrom: '2026-03-17', tradesUntil: '2026-03-20' },
  });
  const untraded = await declare(subscription);
  expect(untraded.terms?.rights).toEqual({ ...rights, tradesFrom: null, tradesUntil: null });
});

test.each([
  ['SUBSCRIPTION PETR4 2026-03-16 0.1 price=25.00', 'SUBSCRIPTION needs exercises=DAY, the last one.'],
  [
    'SUBSCRIPTION PETR4 2026-03-16 0.1 exercises=2026-03-25 trades=2026-03-17',
    "trades takes FIRST_DAY..LAST_DAY, not '2026-03-17'.",
  ],
  ['SUBSCRIPTION PETR4 2026-03-16 0.1 exercises=25/03/2026', "'25/03/2026' is not a day such as 2026-03-16."],
  [
    'SPLIT PETR4 2026-03-16 2 exercises=2026-03-25',
    'trades and exercises belong to SUBSCRIPTION, not to SPLIT.',
  ],
])('%s is refused', async (text, message) => {
  await expect(declare(text)).rejects.toThrow(new CommandLineError(message));
});

describe('a factor', () => {
  test.each([
    ['1/3', 1n, 3n],
    ['1/7', 1n, 7n],
    ['3/7', 3n, 7n],
    ['1/999983', 1n, 999_983n],
    ['0.1', 1n, 10n],
    ['1/4', 1n, 4n],
  ])('%s is exact', async (text, above, below) => {
    const { terms } = await declare(`REVERSE_SPLIT PETR4 2026-03-16 ${text}`);
    const { numerator, denominator } = factorRatio(terms?.factor ?? '');
    expect(numerator * below).toBe(above * denominator);
  });

  test.each(['1/0', '1/', '1/3/5', '0,1', 'x'])('%s is refused', async (text) => {
    await expect(declare(`REVERSE_SPLIT PETR4 2026-03-16 ${text}`)).rejects.toThrow(CommandLineError);
  });

  test('is no amount', async () => {
    await expect(declare('DIVIDEND PETR4 2026-03-16 1/3')).rejects.toThrow(/is not a plain decimal/);
  });
});
