-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "entry_sequence" BIGINT NOT NULL DEFAULT 0,
    "last_entry_at_ms" BIGINT NOT NULL DEFAULT 0,
    "order_fact_sequence" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entry" (
    "account_id" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "at_ms" BIGINT NOT NULL,
    "day" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "amount_centavos" BIGINT,
    "cash" JSONB NOT NULL,
    "balance_centavos" BIGINT NOT NULL,
    "ticker" TEXT,
    "quantity" BIGINT,
    "quantity_after" BIGINT,
    "order_id" TEXT,
    "execution_id" TEXT,
    "correlation_id" TEXT NOT NULL,

    CONSTRAINT "entry_pkey" PRIMARY KEY ("account_id","sequence")
);

-- CreateTable
CREATE TABLE "leg" (
    "account_id" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "holder" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "bucket" TEXT NOT NULL,
    "due_on" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "leg_pkey" PRIMARY KEY ("account_id","sequence","number")
);

-- CreateTable
CREATE TABLE "balance" (
    "account_id" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "bucket" TEXT NOT NULL,
    "due_on" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "balance_pkey" PRIMARY KEY ("account_id","asset","bucket","due_on")
);

-- CreateTable
CREATE TABLE "position" (
    "account_id" TEXT NOT NULL,
    "ticker" TEXT NOT NULL,
    "cost_centavos" BIGINT NOT NULL,
    "realized_centavos" BIGINT NOT NULL,

    CONSTRAINT "position_pkey" PRIMARY KEY ("account_id","ticker")
);

-- CreateTable
CREATE TABLE "reservation" (
    "id" TEXT NOT NULL,
    "account_id" TEXT,
    "order_id" TEXT,
    "asset" TEXT,
    "amount" BIGINT,
    "voided" BOOLEAN NOT NULL,

    CONSTRAINT "reservation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hold" (
    "order_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "hold_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "client_transfer" (
    "account_id" TEXT NOT NULL,
    "client_transfer_id" TEXT NOT NULL,
    "content" TEXT NOT NULL,

    CONSTRAINT "client_transfer_pkey" PRIMARY KEY ("account_id","client_transfer_id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "account_id" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "parked_message" (
    "id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "digest" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at_ms" BIGINT NOT NULL,

    CONSTRAINT "parked_message_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "account_owner_id_created_at_ms_idx" ON "account"("owner_id", "created_at_ms");

-- CreateIndex
CREATE UNIQUE INDEX "entry_execution_id_key" ON "entry"("execution_id");

-- CreateIndex
CREATE INDEX "balance_due_on_idx" ON "balance"("due_on");

-- CreateIndex
CREATE INDEX "hold_account_id_asset_idx" ON "hold"("account_id", "asset");

-- CreateIndex
CREATE UNIQUE INDEX "parked_message_topic_digest_key" ON "parked_message"("topic", "digest");

-- What Prisma's language cannot say: the last line of defence of the invariants.

-- Nothing that is available or held goes below zero, whatever a program believes.
ALTER TABLE "balance" ADD CONSTRAINT "balance_not_negative" CHECK ("bucket" = 'DUE' OR "amount" >= 0);
ALTER TABLE "hold" ADD CONSTRAINT "hold_not_negative" CHECK ("amount" >= 0);

-- The ledger is append-only. Prisma's engine cuts a script at every semicolon, inside strings too, so that of the
-- function's body is written as its code.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS
  E'BEGIN RAISE EXCEPTION ''% is append-only'', TG_TABLE_NAME\x3b END';
CREATE TRIGGER "entry_append_only" BEFORE UPDATE OR DELETE ON "entry" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "leg_append_only" BEFORE UPDATE OR DELETE ON "leg" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
