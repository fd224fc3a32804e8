import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { openTrader, type TestTrade, type Trader } from '#test/support/wallet/trading.ts';
import { createTestWallet, DEPOSIT_SHARES, type TestWallet } from '#test/support/wallet/wallet.ts';

const DAY = '2026-04-30';
const NEXT_DAY = '2026-05-04';
const buy: TestTrade = { day: DAY, side: 'BUY', ticker: 'PETR4', quantity: 100, priceCentavos: 2_000 };
const sell: TestTrade = { ...buy, side: 'SELL', priceCentavos: 2_100 };

let wallet: TestWallet;
let client: pg.Client;
beforeAll(async () => {
  wallet = await createTestWallet({ startMs: instantOf(DAY, 10 * 60) });
  client = new pg.Client(wallet.dependencies.database);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await wallet.part.stop();
});

const CASH = `cash { available owed projected { date amount } }`;
const POSITION = `position(ticker: "PETR4") { quantity averagePrice cost realizedProfit realizedDayTradeProfit }`;
interface NoteRow {
  readonly trade_date: string;
  readonly number: number;
  readonly version: number;
  readonly net_centavos: string;
}
const notesOf = async ({ accountId }: Trader): Promise<NoteRow[]> => {
  const text =
    'SELECT trade_date, number, version, net_centavos FROM note WHERE account_id = $1 ORDER BY trade_date';
  return (await client.query<NoteRow>(text, [accountId])).rows;
};
const countEntries = async (exceptId: string): Promise<unknown> =>
  (await client.query('SELECT count(*) FROM entry WHERE account_id <> $1', [exceptId])).rows;

test('a trade that is booked after its note, and after a later deposit, leads to the same state', async () => {
  const traders = {
    usr_late: await openTrader(wallet, 'usr_late'),
    usr_early: await openTrader(wallet, 'usr_early'),
  };
  const { usr_late: late, usr_early: early } = traders;
  const depositToBoth = async (quantity: number, price: string, id: string): Promise<void> => {
    for (const [userId, { accountId }] of Object.entries(traders))
      await wallet.execute(userId, DEPOSIT_SHARES, { accountId, ticker: 'PETR4', quantity, price, id });
  };
  await depositToBoth(50, '30.00', 's');
  await early.trade(buy, sell);
  await late.trade(buy);
  await late.close(DAY);
  wallet.marketClock.set(instantOf(NEXT_DAY, 10 * 60));
  await depositToBoth(7, '11.00', 't');
  for (const trader of [late, early]) await trader.trade({ ...buy, day: NEXT_DAY, quantity: 10 });
  await late.close(NEXT_DAY);
  await late.trade(sell);
  await late.close(NEXT_DAY);
  expect(await late.read(`${CASH} ${POSITION}`)).toEqual(await early.read(`${CASH} ${POSITION}`));
  expect(await notesOf(late)).toMatchObject([
    { trade_date: DAY, number: 1, version: 2 },
    { trade_date: NEXT_DAY, number: 2, version: 2 },
  ]);
  const nets = async (trader: Trader) => (await notesOf(trader)).map((note) => note.net_centavos);
  expect(await nets(late)).toEqual(await nets(early));
  expect(await wallet.ledgerViolations()).toEqual([]);
});

test('a fill of the closing call that is booked on the next market day stands in its own day', async () => {
  const trader = await openTrader(wallet, 'usr_month_end');
  await trader.trade({ ...buy, isAuction: true });
  const statement = `statement(from: "${DAY}", to: "${DAY}", kinds: [TRADE]) { nodes { at kind } }`;
  const at = new Date(instantOf(DAY, 12 * 60)).toISOString();
  expect(await trader.read(statement)).toEqual({ statement: { nodes: [{ at, kind: 'TRADE' }] } });
  await trader.close(NEXT_DAY);
  expect(await notesOf(trader)).toMatchObject([{ trade_date: DAY, number: 1, version: 1 }]);
});

test('closing again changes nothing, also after a restart', async () => {
  const trader = await openTrader(wallet, 'usr_again');
  const before = await countEntries(trader.accountId);
  await wallet.restart();
  await trader.trade({ ...buy, day: NEXT_DAY });
  await trader.close(NEXT_DAY);
  expect(await countEntries(trader.accountId)).toEqual(before);
});

test('an account that cannot be closed is in quarantine, stops no other, and is closed once it can be', async () => {
  const [broken, sound] = [await openTrader(wallet, 'usr_broken'), await openTrader(wallet, 'usr_sound')];
  const day = '2026-05-05';
  wallet.marketClock.set(instantOf(day, 10 * 60));
  for (const trader of [broken, sound]) await trader.trade({ ...buy, day });
  const moveTrades = (from: string, to: string) =>
    client.query('UPDATE trade SET trade_date = $2 WHERE trade_date = $1 AND account_id = $3', [
      ...[from, to, broken.accountId],
    ]);
  await moveTrades(day, '2013-03-28');
  await sound.closeDespite(day, broken.accountId);
  expect(await notesOf(sound)).toMatchObject([{ trade_date: day }]);
  const { quarantined } = await wallet.part.auditCalls.persons({ after: null, limit: 50 });
  expect(quarantined).toEqual([`${broken.accountId}: no cost table covers 2013-03-28`]);
  await moveTrades('2013-03-28', day);
  await broken.close('2026-05-06');
  expect(await notesOf(broken)).toMatchObject([{ trade_date: day, number: 1 }]);
  expect((await wallet.part.auditCalls.persons({ after: null, limit: 50 })).quarantined).toEqual([]);
  expect(await wallet.ledgerViolations()).toEqual([]);
});
