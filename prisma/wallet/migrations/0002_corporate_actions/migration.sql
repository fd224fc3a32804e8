-- CreateTable
CREATE TABLE "corporate_action" (
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
    "state" TEXT NOT NULL,

    CONSTRAINT "corporate_action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entitlement" (
    "action_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "quantity" BIGINT NOT NULL,
    "applied_on" TEXT,
    "gross_centavos" BIGINT NOT NULL DEFAULT 0,
    "tax_centavos" BIGINT NOT NULL DEFAULT 0,
    "shares" BIGINT NOT NULL DEFAULT 0,
    "fraction_numerator" DECIMAL(60,0) NOT NULL DEFAULT 0,
    "fraction_denominator" DECIMAL(60,0) NOT NULL DEFAULT 1,
    "fraction_cost_billionths" DECIMAL(60,0) NOT NULL DEFAULT 0,
    "fraction_centavos" BIGINT,

    CONSTRAINT "entitlement_pkey" PRIMARY KEY ("action_id","account_id")
);

-- CreateIndex
CREATE INDEX "corporate_action_state_idx" ON "corporate_action"("state");

-- CreateIndex
CREATE INDEX "entitlement_owner_id_idx" ON "entitlement"("owner_id");

-- CreateIndex
CREATE INDEX "trade_custody_ticker_trade_date_idx" ON "trade"("custody_ticker", "trade_date");

-- For entitlements, which sum the changes of positions of a security. The schema of Prisma cannot express it.
CREATE INDEX "entry_costing_idx" ON "entry"("ticker") WHERE "costing" IS NOT NULL;
