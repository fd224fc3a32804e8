-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "entry_sequence" BIGINT NOT NULL DEFAULT 0,
    "order_fact_sequence" BIGINT NOT NULL DEFAULT 0,
    "closed_day" TEXT NOT NULL DEFAULT '',
    "note_count" INTEGER NOT NULL DEFAULT 0,

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
    "note_number" INTEGER,
    "costing" JSONB,
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
    "quantity" BIGINT NOT NULL,
    "cost_billionths" DECIMAL(40,0) NOT NULL,
    "realized_centavos" BIGINT NOT NULL,
    "realized_day_trade_centavos" BIGINT NOT NULL,
    "changed_on" TEXT NOT NULL,

    CONSTRAINT "position_pkey" PRIMARY KEY ("account_id","ticker")
);

-- CreateTable
CREATE TABLE "trade" (
    "execution_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "order_id" TEXT NOT NULL,
    "trade_date" TEXT NOT NULL,
    "settles_on" TEXT NOT NULL,
    "at_ms" BIGINT NOT NULL,
    "ticker" TEXT NOT NULL,
    "custody_ticker" TEXT NOT NULL,
    "asset_kind" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "quantity" BIGINT NOT NULL,
    "price_centavos" BIGINT NOT NULL,
    "gross_centavos" BIGINT NOT NULL,
    "is_auction" BOOLEAN NOT NULL,
    "provisional_centavos" BIGINT NOT NULL,
    "brokerage" JSONB NOT NULL,
    "note_number" INTEGER,
    "line" INTEGER,
    "costs_centavos" BIGINT,
    "day_trade_quantity" BIGINT,

    CONSTRAINT "trade_pkey" PRIMARY KEY ("execution_id")
);

-- CreateTable
CREATE TABLE "note" (
    "account_id" TEXT NOT NULL,
    "trade_date" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "settles_on" TEXT NOT NULL,
    "bought_centavos" BIGINT NOT NULL,
    "sold_centavos" BIGINT NOT NULL,
    "settlement_fee_centavos" BIGINT NOT NULL,
    "trading_fee_centavos" BIGINT NOT NULL,
    "brokerage_centavos" BIGINT NOT NULL,
    "brokerage_taxes_centavos" BIGINT NOT NULL,
    "other_centavos" BIGINT NOT NULL,
    "withheld" JSONB NOT NULL,
    "uncollected" JSONB NOT NULL,
    "net_centavos" BIGINT NOT NULL,
    "day_traded_centavos" BIGINT NOT NULL,
    "adtv_centavos" BIGINT NOT NULL,
    "day_trade_adtv_centavos" BIGINT NOT NULL,
    "closed_at_ms" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "note_pkey" PRIMARY KEY ("account_id","trade_date")
);

-- CreateTable
CREATE TABLE "trade_result" (
    "account_id" TEXT NOT NULL,
    "trade_date" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "execution_id" TEXT,
    "action_id" TEXT,
    "ticker" TEXT NOT NULL,
    "asset_kind" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "quantity" BIGINT NOT NULL,
    "gross_centavos" BIGINT NOT NULL,
    "proceeds_centavos" BIGINT NOT NULL,
    "cost_centavos" BIGINT NOT NULL,
    "profit_centavos" BIGINT NOT NULL,

    CONSTRAINT "trade_result_pkey" PRIMARY KEY ("account_id","trade_date","number")
);

-- CreateTable
CREATE TABLE "quarantine" (
    "account_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at_ms" BIGINT NOT NULL,

    CONSTRAINT "quarantine_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "booking_quarantine" (
    "account_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at_ms" BIGINT NOT NULL,

    CONSTRAINT "booking_quarantine_pkey" PRIMARY KEY ("account_id")
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
    "entry_sequence" BIGINT NOT NULL,

    CONSTRAINT "client_transfer_pkey" PRIMARY KEY ("account_id","client_transfer_id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "account_ids" TEXT[],
    "first_sequences" BIGINT[],
    "last_sequences" BIGINT[],
    "line_count" INTEGER NOT NULL,

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
CREATE INDEX "balance_due_on_idx" ON "balance"("due_on");

-- CreateIndex
CREATE INDEX "trade_account_id_trade_date_idx" ON "trade"("account_id", "trade_date");

-- CreateIndex
CREATE UNIQUE INDEX "note_account_id_number_key" ON "note"("account_id", "number");

-- CreateIndex
CREATE INDEX "hold_account_id_asset_idx" ON "hold"("account_id", "asset");

-- CreateIndex
CREATE UNIQUE INDEX "parked_message_topic_digest_key" ON "parked_message"("topic", "digest");
-- Rules that Prisma's language cannot express: the last line of defence of the invariants.

-- No available or held amount goes below zero, and none owed above it.
ALTER TABLE "balance" ADD CONSTRAINT "balance_sign" CHECK (
  CASE "bucket" WHEN 'DUE' THEN TRUE WHEN 'OWED' THEN "amount" <= 0 ELSE "amount" >= 0 END);
ALTER TABLE "hold" ADD CONSTRAINT "hold_not_negative" CHECK ("amount" >= 0);
ALTER TABLE "position" ADD CONSTRAINT "position_not_negative" CHECK ("quantity" >= 0 AND "cost_billionths" >= 0);

-- Trades of days without a note.
CREATE INDEX "trade_open_idx" ON "trade"("account_id", "trade_date") WHERE "note_number" IS NULL;

-- The ledger is append-only. Prisma's engine cuts a script at every semicolon, inside strings too, so that of the
-- function's body is written as its code.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS
  E'BEGIN RAISE EXCEPTION ''% is append-only'', TG_TABLE_NAME\x3b END';
CREATE TRIGGER "entry_append_only" BEFORE UPDATE OR DELETE ON "entry" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "leg_append_only" BEFORE UPDATE OR DELETE ON "leg" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
