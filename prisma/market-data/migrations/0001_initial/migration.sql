-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "ticker_states" (
    "ticker" TEXT NOT NULL,
    "version" BIGINT NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "ticker_states_pkey" PRIMARY KEY ("ticker")
);

-- CreateTable
CREATE TABLE "trades" (
    "ticker" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "trade_id" TEXT NOT NULL,
    "price_centavos" BIGINT NOT NULL,
    "quantity" BIGINT NOT NULL,
    "aggressor" TEXT,
    "at_ms" BIGINT NOT NULL,
    "trade_date" TEXT NOT NULL,

    CONSTRAINT "trades_pkey" PRIMARY KEY ("ticker","sequence")
);

-- CreateTable
CREATE TABLE "candles" (
    "ticker" TEXT NOT NULL,
    "interval" TEXT NOT NULL,
    "opened_at_ms" BIGINT NOT NULL,
    "open" BIGINT NOT NULL,
    "high" BIGINT NOT NULL,
    "low" BIGINT NOT NULL,
    "close" BIGINT NOT NULL,
    "volume" BIGINT NOT NULL,
    "turnover_centavos" BIGINT NOT NULL,
    "trade_count" BIGINT NOT NULL,
    "last_trade_sequence" BIGINT NOT NULL,
    "is_closed" BOOLEAN NOT NULL,

    CONSTRAINT "candles_pkey" PRIMARY KEY ("ticker","interval","opened_at_ms")
);

-- CreateTable
CREATE TABLE "daily_quotes" (
    "trade_date" TEXT NOT NULL,
    "ticker" TEXT NOT NULL,
    "market_type" TEXT NOT NULL,
    "term_days" TEXT NOT NULL,
    "opened_at_ms" BIGINT NOT NULL,
    "bdi_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "specification" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "open" BIGINT NOT NULL,
    "high" BIGINT NOT NULL,
    "low" BIGINT NOT NULL,
    "average" BIGINT NOT NULL,
    "close" BIGINT NOT NULL,
    "best_bid" BIGINT NOT NULL,
    "best_ask" BIGINT NOT NULL,
    "trade_count" BIGINT NOT NULL,
    "quantity" BIGINT NOT NULL,
    "turnover_centavos" BIGINT NOT NULL,
    "strike" BIGINT NOT NULL,
    "correction_indicator" TEXT NOT NULL,
    "expires_on" TEXT,
    "quote_factor" BIGINT NOT NULL,
    "strike_points_millionths" BIGINT NOT NULL,
    "isin" TEXT NOT NULL,
    "distribution_number" TEXT NOT NULL,
    "contract" BIGINT NOT NULL,
    "import_hash" TEXT NOT NULL,

    CONSTRAINT "daily_quotes_pkey" PRIMARY KEY ("trade_date","ticker","market_type","term_days","contract")
);

-- CreateTable
CREATE TABLE "imports" (
    "content_hash" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "imported_at_ms" BIGINT NOT NULL,
    "quotes" BIGINT NOT NULL,

    CONSTRAINT "imports_pkey" PRIMARY KEY ("content_hash")
);

-- CreateTable
CREATE TABLE "leases" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "expires_ms" BIGINT NOT NULL,

    CONSTRAINT "leases_pkey" PRIMARY KEY ("name")
);

-- AddForeignKey
ALTER TABLE "daily_quotes" ADD CONSTRAINT "daily_quotes_import_hash_fkey" FOREIGN KEY ("import_hash") REFERENCES "imports"("content_hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- An index that Prisma's language cannot express: the days of shares. Four of five quotes are of options and forwards, which have no
-- candles, and an import would insert them in the order of their tickers.
CREATE INDEX "daily_quotes_days_idx" ON "daily_quotes"("ticker", "opened_at_ms") WHERE "market_type" IN ('010', '020');
