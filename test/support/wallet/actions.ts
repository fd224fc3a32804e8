import { expect } from 'vitest';
import { corporateActionFactCodec } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import type { DeclaredAction } from '#domain/corporate-actions/declared-action.ts';
import { LAST_FILLS_MS } from '#wallet/day-close/day-close-run.ts';
import { declaredAction } from '../samples/declared-action.ts';
import { eventually } from '../eventually.ts';
import type { Trader } from './trading.ts';
import { DEPOSIT_SHARES, type TestWallet } from './wallet.ts';

/** Minute of the day, in Sao Paulo. */
export const MORNING = 10 * 60;

/** Declares an action, as assets does, and waits until the wallet has read it. */
export async function declare(wallet: TestWallet, changes: Partial<DeclaredAction>): Promise<void> {
  const action = declaredAction({ recordDate: '2026-03-16', exDate: '2026-03-17', ...changes });
  const value = corporateActionFactCodec.encode({ v: 1, ...action });
  await wallet.eventLog.append(TOPICS.corporateActions, [{ key: action.id, value }]);
  const lag = () => wallet.eventLog.lag([TOPICS.corporateActions], 'wallet-corporate-actions');
  await eventually(async () => expect(await lag()).toBe(0));
}

/** Moves the market to the morning of a day, behind the close of all days before it. */
export async function goTo(wallet: TestWallet, day: string): Promise<void> {
  wallet.marketClock.set(instantOf(day, MORNING));
  wallet.wallClock.advance(LAST_FILLS_MS);
}

export async function deposit(
  wallet: TestWallet,
  userId: string,
  accountId: string,
  shares: object,
): Promise<void> {
  const id = Object.values(shares).join('-');
  await wallet.execute(userId, DEPOSIT_SHARES, { accountId, id, ...shares });
}

/** Position of a trader. */
export const positionOf = async (trader: Trader, ticker = 'PETR4'): Promise<unknown> => {
  const fields = 'quantity available averagePrice cost realizedProfit';
  const { position } = (await trader.read(`position(ticker: "${ticker}") { ${fields} }`)) as {
    position: unknown;
  };
  return position;
};
/** Waits for assertions while the wall clock advances. */
export const soon = (assertions: () => Promise<void>, wallet: TestWallet): Promise<void> =>
  eventually(async () => {
    wallet.wallClock.advance(LAST_FILLS_MS);
    await assertions();
  });
