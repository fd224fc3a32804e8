-- AlterTable
ALTER TABLE "instruments" ADD COLUMN     "annual_volatility_bp" INTEGER,
ADD COLUMN     "daily_trades" INTEGER,
ADD COLUMN     "daily_volume" BIGINT;

-- CreateTable
CREATE TABLE "history_assets" (
    "ticker" TEXT NOT NULL,
    "isin" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "last_day" TEXT NOT NULL,

    CONSTRAINT "history_assets_pkey" PRIMARY KEY ("ticker")
);
