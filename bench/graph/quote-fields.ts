/** Fields of a quote, as every schema of the benchmarks has them. */
export const QUOTE_FIELDS = `ticker: Ticker! last: Decimal bid: Decimal ask: Decimal open: Decimal high: Decimal low: Decimal
  volume: Long! turnover: Decimal! trades: Long! at: DateTime! sequence: Long! skipped: Int!`;
