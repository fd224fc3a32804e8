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
    "version" INTEGER NOT NULL,
    "announced_version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "instruments_pkey" PRIMARY KEY ("ticker")
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
