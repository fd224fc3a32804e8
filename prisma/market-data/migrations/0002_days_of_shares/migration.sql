-- DropIndex
DROP INDEX "daily_quotes_import_hash_idx";

-- DropIndex
DROP INDEX "daily_quotes_ticker_opened_at_ms_idx";

-- An index that Prisma's language cannot express: the days of shares. Four of five quotes are of options and forwards, which have no
-- candles, and an import would insert them in the order of their tickers.
CREATE INDEX "daily_quotes_days_idx" ON "daily_quotes"("ticker", "opened_at_ms") WHERE "market_type" IN ('010', '020');
