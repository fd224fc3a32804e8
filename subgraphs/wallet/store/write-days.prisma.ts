import { subtract } from '#domain/money/integer.ts';
import { dayTradedGrossOf } from '#domain/notes/day-trades.ts';
import type { SqlClient, SqlTransaction } from '#platform/postgres/sql/sql-client.ts';
import type { ActionResult } from './actions/action-store.ts';
import type { ClosedNote } from './day-rows.ts';
import type { BookedTrade } from './unit-of-work.ts';

/** Writes booked fills. The primary key accepts each execution once. */
export function writeTrades(tx: SqlTransaction, trades: readonly BookedTrade[]): void {
  if (trades.length === 0) return;
  const rows = trades.map(({ accountId, sequence, trade }) => ({
    execution_id: trade.executionId,
    account_id: accountId,
    sequence,
    order_id: trade.orderId,
    trade_date: trade.tradeDate,
    settles_on: trade.settlesOn,
    at_ms: trade.atMs,
    ticker: trade.ticker,
    custody_ticker: trade.asset,
    asset_kind: trade.kind,
    side: trade.side,
    quantity: trade.quantity,
    price_centavos: trade.priceCentavos,
    gross_centavos: trade.grossCentavos,
    is_auction: trade.isAuction,
    provisional_centavos: trade.provisionalCentavos,
    brokerage: trade.brokerage,
  }));
  tx.send`
    INSERT INTO trade (execution_id, account_id, sequence, order_id, trade_date, settles_on, at_ms, ticker,
      custody_ticker, asset_kind, side, quantity, price_centavos, gross_centavos, is_auction, provisional_centavos,
      brokerage)
    SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS t(execution_id text, account_id text,
      sequence bigint, order_id text, trade_date text, settles_on text, at_ms bigint, ticker text, custody_ticker text,
      asset_kind text, side text, quantity bigint, price_centavos bigint, gross_centavos bigint, is_auction boolean,
      provisional_centavos bigint, brokerage jsonb)`;
}

/** Writes notes with the lines of their trades and the results of their sales. A changed note replaces its results. */
export async function writeNotes(tx: SqlClient, notes: readonly ClosedNote[]): Promise<void> {
  if (notes.length === 0) return;
  await writeNoteRows(tx, notes);
  await writeLines(tx, notes);
  await writeResults(tx, notes);
}

async function writeNoteRows(tx: SqlClient, notes: readonly ClosedNote[]): Promise<void> {
  const rows = notes.map(({ accountId, number, version, closedAtMs, day }) => {
    const { note, uncollected } = day.closed;
    return {
      account_id: accountId,
      trade_date: day.tradeDate,
      number,
      settles_on: note.settlesOn,
      bought: note.boughtCentavos,
      sold: note.soldCentavos,
      settlement_fee: note.costs.settlementFeeCentavos,
      trading_fee: note.costs.tradingFeeCentavos,
      brokerage: note.costs.brokerageCentavos,
      brokerage_taxes: note.costs.brokerageTaxesCentavos,
      other: note.costs.otherCentavos,
      withheld: note.withheld,
      uncollected,
      net: note.netCentavos,
      day_traded: dayTradedGrossOf(note.lines),
      adtv: day.volumes.allCentavos,
      day_trade_adtv: day.volumes.dayTradesCentavos,
      closed_at_ms: closedAtMs,
      version,
    };
  });
  await tx.$executeRaw`
    INSERT INTO note (account_id, trade_date, number, settles_on, bought_centavos, sold_centavos,
      settlement_fee_centavos, trading_fee_centavos, brokerage_centavos, brokerage_taxes_centavos, other_centavos,
      withheld, uncollected, net_centavos, day_traded_centavos, adtv_centavos, day_trade_adtv_centavos,
      closed_at_ms, version)
    SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS t(account_id text, trade_date text, number int,
      settles_on text, bought bigint, sold bigint, settlement_fee bigint, trading_fee bigint, brokerage bigint,
      brokerage_taxes bigint, other bigint, withheld jsonb, uncollected jsonb, net bigint, day_traded bigint,
      adtv bigint, day_trade_adtv bigint,
      closed_at_ms bigint, version int)
    ON CONFLICT (account_id, trade_date) DO UPDATE SET bought_centavos = excluded.bought_centavos,
      sold_centavos = excluded.sold_centavos, settlement_fee_centavos = excluded.settlement_fee_centavos,
      trading_fee_centavos = excluded.trading_fee_centavos, brokerage_centavos = excluded.brokerage_centavos,
      brokerage_taxes_centavos = excluded.brokerage_taxes_centavos, other_centavos = excluded.other_centavos,
      withheld = excluded.withheld, uncollected = excluded.uncollected, net_centavos = excluded.net_centavos,
      day_traded_centavos = excluded.day_traded_centavos, adtv_centavos = excluded.adtv_centavos,
      day_trade_adtv_centavos = excluded.day_trade_adtv_centavos, closed_at_ms = excluded.closed_at_ms, version = excluded.version`;
}

async function writeLines(tx: SqlClient, notes: readonly ClosedNote[]): Promise<void> {
  const rows = notes.flatMap(({ number, day }) =>
    day.trades.map(({ executionId }, line) => ({
      execution_id: executionId,
      note_number: number,
      line,
      costs: day.closed.note.lines[line]?.costsCentavos ?? 0,
      day_trade: day.closed.note.lines[line]?.dayTradeQuantity ?? 0,
    })),
  );
  await tx.$executeRaw`
    UPDATE trade SET note_number = t.note_number, line = t.line, costs_centavos = t.costs,
      day_trade_quantity = t.day_trade
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS t(execution_id text, note_number int, line int, costs bigint, day_trade bigint)
    WHERE trade.execution_id = t.execution_id`;
}

async function writeResults(tx: SqlClient, notes: readonly ClosedNote[]): Promise<void> {
  const changed = notes
    .filter(({ version }) => version > 1)
    .map(({ accountId, day }) => ({ account_id: accountId, trade_date: day.tradeDate }));
  if (changed.length > 0)
    await tx.$executeRaw`
      DELETE FROM trade_result
      USING json_to_recordset(${JSON.stringify(changed)}::json) AS t(account_id text, trade_date text)
      WHERE trade_result.account_id = t.account_id AND trade_result.trade_date = t.trade_date AND number >= 0`;
  await insertResults(tx, notes.flatMap(resultRows));
}

/** Writes the results of corporate actions. Their numbers leave those of the day's sales free, and come before them. */
export const writeActionResults = (tx: SqlClient, results: readonly ActionResult[]): Promise<void> =>
  insertResults(
    tx,
    results.map((result) => ({
      account_id: result.accountId,
      trade_date: result.tradeDate,
      number: ACTION_NUMBERS + result.sequence,
      execution_id: null,
      action_id: result.actionId,
      ticker: result.asset,
      asset_kind: result.assetKind,
      kind: result.kind,
      quantity: result.quantity,
      gross: result.grossCentavos,
      proceeds: result.grossCentavos,
      cost: subtract(result.grossCentavos, result.profitCentavos),
      profit: result.profitCentavos,
    })),
  );

/** Added to the sequence of an entry: below zero for every entry. */
export const ACTION_NUMBERS = -900_000_000;

async function insertResults(tx: SqlClient, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO trade_result (account_id, trade_date, number, execution_id, action_id, ticker, asset_kind, kind,
      quantity, gross_centavos, proceeds_centavos, cost_centavos, profit_centavos)
    SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS t(account_id text, trade_date text, number int,
      execution_id text, action_id text, ticker text, asset_kind text, kind text, quantity bigint, gross bigint,
      proceeds bigint, cost bigint, profit bigint)`;
}

const resultRows = ({ accountId, day }: ClosedNote) => {
  const executionIds = new Map(day.trades.map((trade) => [trade as object, trade.executionId]));
  return day.closed.results.map((result, number) => ({
    account_id: accountId,
    trade_date: day.tradeDate,
    number,
    execution_id: executionIds.get(result.trade) ?? null,
    action_id: null,
    ticker: result.trade.asset,
    asset_kind: result.trade.kind,
    kind: result.kind,
    quantity: result.quantity,
    gross: result.grossCentavos,
    proceeds: result.proceedsCentavos,
    cost: result.costCentavos,
    profit: result.profitCentavos,
  }));
};
