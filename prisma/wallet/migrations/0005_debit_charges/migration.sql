-- CreateTable
CREATE TABLE "debit_charge" (
    "account_id" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "owed_centavos" BIGINT NOT NULL,
    "amount_centavos" BIGINT NOT NULL,
    "price" JSONB NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "debit_charge_pkey" PRIMARY KEY ("account_id","day")
);

-- CreateTable
CREATE TABLE "debit_progress" (
    "id" INTEGER NOT NULL,
    "day" TEXT NOT NULL,

    CONSTRAINT "debit_progress_pkey" PRIMARY KEY ("id")
);
