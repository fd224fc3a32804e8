import { afterAll, beforeAll, expect, test } from 'vitest';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { declare, deposit, goTo, MORNING, soon } from '#test/support/wallet/actions.ts';
import { openTrader } from '#test/support/wallet/trading.ts';
import { createTestWallet, type TestWallet } from '#test/support/wallet/wallet.ts';
import { startWallet, type WalletPart } from '../start.ts';

let wallet: TestWallet;
let second: WalletPart;
beforeAll(async () => {
  wallet = await createTestWallet({ startMs: instantOf('2026-03-16', MORNING) });
  second = await startWallet(wallet.dependencies);
});
afterAll(async () => {
  await second.stop();
  await wallet.part.stop();
});

test('no process of the wallet sells the shares from before a reverse split, whichever one has read it', async () => {
  const { accountId } = await openTrader(wallet, 'usr_two');
  await deposit(wallet, 'usr_two', accountId, { ticker: 'VALE3', quantity: 100, price: '2.00' });
  await declare(wallet, { ticker: 'VALE3', kind: 'REVERSE_SPLIT', factor: '0.1' });
  wallet.marketClock.set(instantOf('2026-03-17', MORNING));
  const reserve = (part: WalletPart, orderId: string) =>
    part.calls.reserve({
      reservations: [
        { reservationId: orderId, orderId, accountId, asset: 'VALE3', amount: 10, correlationId: 'test' },
      ],
    });
  for (const part of [wallet.part, second])
    expect(await reserve(part, 'ord_early')).toEqual([{ outcome: 'INSUFFICIENT', available: 0 }]);
  await goTo(wallet, '2026-03-17');
  await soon(async () => {
    expect(await second.calls.available({ accountId, ticker: 'VALE3' })).toMatchObject({ shares: 10 });
  }, wallet);
  expect(await reserve(second, 'ord_later')).toEqual([{ outcome: 'RESERVED' }]);
});
