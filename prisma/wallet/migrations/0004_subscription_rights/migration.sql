-- AlterTable
ALTER TABLE "corporate_action" ADD COLUMN     "exercises_until" TEXT,
ADD COLUMN     "receipt_ticker" TEXT,
ADD COLUMN     "right_ticker" TEXT,
ADD COLUMN     "rights_trade_from" TEXT,
ADD COLUMN     "rights_trade_until" TEXT;

-- CreateTable
CREATE TABLE "exercise" (
    "account_id" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "action_id" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "quantity" BIGINT NOT NULL,
    "amount_centavos" BIGINT NOT NULL,
    "cost_billionths" DECIMAL(40,0) NOT NULL,
    "credited_on" TEXT,

    CONSTRAINT "exercise_pkey" PRIMARY KEY ("account_id","sequence")
);

-- CreateIndex
CREATE INDEX "exercise_action_id_account_id_idx" ON "exercise"("action_id", "account_id");
