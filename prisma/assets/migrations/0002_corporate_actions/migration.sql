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
    "fractions_paid_on" TEXT,
    "fraction_price" TEXT,
    "version" INTEGER NOT NULL,
    "announced_version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "corporate_actions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "corporate_actions_ticker_ex_date_idx" ON "corporate_actions"("ticker", "ex_date");
