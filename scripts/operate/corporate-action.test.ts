import { describe, expect, test } from 'vitest';
import type { ActionTerms } from '#domain/corporate-actions/declared-action.ts';
import { factorRatio } from '#domain/corporate-actions/declared-action.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import type { OperatorCalls } from './actions.ts';
import { declareCorporateAction } from './corporate-action.ts';

/** The terms that a command line declares. */
async function termsOf(...operands: readonly string[]): Promise<ActionTerms> {
  const declared: ActionTerms[] = [];
  const assets = {
    declareCorporateAction: async (terms: ActionTerms) => {
      declared.push(terms);
      return { outcome: 'NEW', action: { ...terms, id: 'cac_1' } };
    },
  } as unknown as OperatorCalls['assets'];
  await declareCorporateAction({ assets }, operands);
  const [terms] = declared;
  if (!terms) throw new Error('nothing was declared');
  return terms;
}

describe('a factor', () => {
  test.each([
    ['1/3', 1n, 3n],
    ['1/7', 1n, 7n],
    ['3/7', 3n, 7n],
    ['1/999983', 1n, 999_983n],
    ['0.1', 1n, 10n],
    ['1/4', 1n, 4n],
  ])('%s is exact', async (text, above, below) => {
    const { factor } = await termsOf('REVERSE_SPLIT', 'PETR4', '2026-03-16', text);
    const { numerator, denominator } = factorRatio(factor ?? '');
    expect(numerator * below).toBe(above * denominator);
  });

  test.each(['1/0', '1/', '1/3/5', '0,1', 'x'])('%s is refused', async (text) => {
    await expect(termsOf('REVERSE_SPLIT', 'PETR4', '2026-03-16', text)).rejects.toThrow(CommandLineError);
  });

  test('is no amount', async () => {
    await expect(termsOf('DIVIDEND', 'PETR4', '2026-03-16', '1/3')).rejects.toThrow(/is not a plain decimal/);
  });
});
