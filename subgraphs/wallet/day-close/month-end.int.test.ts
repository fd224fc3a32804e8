import { expect, test } from 'vitest';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { buy, createTradingWallet } from '../test/trading.ts';

const EVENING_MINUTE = 20 * 60;

test('a close of several days over the end of a month takes the fees from the volume of the old month', async () => {
  const at = await createTradingWallet('2025-08-28');
  const accountId = await at.open('usr_large');
  await at.trade(accountId, [buy('PETR4', 100_000, 90_000)]);
  at.begin('2025-09-01');
  await at.trade(accountId, [buy('PETR4', 1_000, 2_000)]);
  at.wallet.marketClock.set(instantOf('2025-09-01', EVENING_MINUTE));
  await at.wallet.restart();
  await at.close();
  const { notes } = (await at.account(
    'usr_large',
    accountId,
    'notes(first: 2) { nodes { tradeDate costs { name amount } } }',
  )) as { notes: { nodes: object[] } };
  // R$ 90 million on one of 21 days are a mean of R$ 4.29 million: above 3 million the rates are lower.
  expect(notes.nodes).toMatchObject([
    {
      tradeDate: '2025-09-01',
      costs: [
        { name: 'SETTLEMENT', amount: '4.62' },
        { name: 'TRADING', amount: '0.92' },
      ],
    },
    { tradeDate: '2025-08-28' },
  ]);
  await at.wallet.part.stop();
});
