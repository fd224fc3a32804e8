-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "instruments" (
    "ticker" TEXT NOT NULL,
    "isin" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "lot_size" INTEGER NOT NULL,
    "tick_centavos" INTEGER NOT NULL,
    "band_low" BIGINT,
    "band_high" BIGINT,
    "max_order_quantity" INTEGER NOT NULL,
    "twin_ticker" TEXT,
    "previous_close" BIGINT NOT NULL,
    "close_of" TEXT,
    "annual_volatility_bp" INTEGER,
    "daily_volume" BIGINT,
    "daily_trades" INTEGER,
    "version" INTEGER NOT NULL,
    "announced_version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "instruments_pkey" PRIMARY KEY ("ticker")
);

-- CreateTable
CREATE TABLE "history_assets" (
    "ticker" TEXT NOT NULL,
    "isin" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "last_day" TEXT NOT NULL,

    CONSTRAINT "history_assets_pkey" PRIMARY KEY ("ticker")
);

-- CreateTable
CREATE TABLE "market_clock" (
    "id" INTEGER NOT NULL,
    "mode" TEXT NOT NULL,
    "real_ms" BIGINT NOT NULL,
    "simulated_ms" BIGINT NOT NULL,
    "speed" DOUBLE PRECISION NOT NULL,
    "ceiling_ms" BIGINT NOT NULL,
    "seen_ms" BIGINT NOT NULL,

    CONSTRAINT "market_clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "corporate_actions" (
    "id" TEXT NOT NULL,
    "ticker" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "record_date" TEXT NOT NULL,
    "ex_date" TEXT NOT NULL,
    "pays_on" TEXT,
    "approved_on" TEXT,
    "amount_per_share" TEXT,
    "factor" TEXT,
    "price_per_share" TEXT,
    "right_ticker" TEXT,
    "receipt_ticker" TEXT,
    "rights_trade_from" TEXT,
    "rights_trade_until" TEXT,
    "exercises_until" TEXT,
    "rights_listing" TEXT,
    "fractions_paid_on" TEXT,
    "fraction_price" TEXT,
    "version" INTEGER NOT NULL,
    "announced_version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "corporate_actions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "index_compositions" (
    "ticker" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "divisor" TEXT NOT NULL,
    "members" JSONB NOT NULL,

    CONSTRAINT "index_compositions_pkey" PRIMARY KEY ("ticker","from")
);

-- CreateIndex
CREATE INDEX "corporate_actions_ticker_ex_date_idx" ON "corporate_actions"("ticker", "ex_date");
