-- CreateTable
CREATE TABLE "daily_close" (
    "ticker" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "close_centavos" BIGINT NOT NULL,

    CONSTRAINT "daily_close_pkey" PRIMARY KEY ("ticker","day")
);

-- CreateIndex
CREATE INDEX "entry_account_id_day_idx" ON "entry"("account_id", "day");
