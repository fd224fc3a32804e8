import { total, type ModelAction, type ModelKind } from './facts.ts';

interface Payment {
  readonly action: ModelAction;
  readonly gross: bigint;
}

/**
 * The payments of companies to a person, and the tax on them. Interest on equity: 15 %, from 2026 17.5 %. Dividends from 2026: 10 % of what
 * one company pays in a month above R$ 50,000, those approved until 2025 aside; here the record date counts as the approval.
 */
export function proceedsTaxOf(
  payments: readonly Payment[],
  kindOf: (asset: string) => ModelKind,
): { gross: bigint; tax: bigint } {
  const interest = payments
    .filter(({ action }) => action.kind === 'JCP')
    .map(({ action, gross }) => (gross * (action.appliesOn >= '2026-01-01' ? 175n : 150n)) / 1_000n);
  const byMonth = new Map<string, bigint>();
  for (const { action, gross } of payments) {
    const { kind, ticker, appliesOn, recordDate } = action;
    if (kind !== 'DIVIDEND' || kindOf(ticker) !== 'STOCK') continue;
    if (appliesOn < '2026-01-01' || recordDate <= '2025-12-31') continue;
    const key = `${ticker.slice(0, 4)} ${appliesOn.slice(0, 7)}`;
    byMonth.set(key, (byMonth.get(key) ?? 0n) + gross);
  }
  const dividends = [...byMonth.values()].map((gross) => (gross > 5_000_000n ? gross / 10n : 0n));
  return {
    gross: total(payments.map(({ gross }) => gross)),
    tax: total([...interest, ...dividends]),
  };
}
