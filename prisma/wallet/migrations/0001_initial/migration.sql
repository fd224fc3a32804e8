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
    "balance_centavos" BIGINT NOT NULL,
    "owed_centavos" BIGINT NOT NULL,
    "reserved_centavos" BIGINT NOT NULL,
    "settled_centavos" BIGINT NOT NULL,
    "withdrawable_centavos" BIGINT NOT NULL,
    "projected" JSON NOT NULL,
    "ticker" TEXT,
    "quantity" BIGINT,
    "quantity_after" BIGINT,
    "order_id" TEXT,
    "note_number" INTEGER,
    "costing" JSONB,
    "correlation_id" TEXT NOT NULL,
    "leg_accounts" TEXT[],
    "leg_amounts" BIGINT[],

    CONSTRAINT "entry_pkey" PRIMARY KEY ("account_id","sequence")
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
CREATE TABLE "daily_close" (
    "ticker" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "close_centavos" BIGINT NOT NULL,

    CONSTRAINT "daily_close_pkey" PRIMARY KEY ("ticker","day")
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
    "right_ticker" TEXT,
    "receipt_ticker" TEXT,
    "rights_trade_from" TEXT,
    "rights_trade_until" TEXT,
    "exercises_until" TEXT,
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

-- CreateIndex
CREATE INDEX "account_owner_id_created_at_ms_idx" ON "account"("owner_id", "created_at_ms");

-- CreateIndex
CREATE INDEX "entry_account_id_at_ms_sequence_idx" ON "entry"("account_id", "at_ms", "sequence");

-- CreateIndex
CREATE INDEX "trade_account_id_trade_date_idx" ON "trade"("account_id", "trade_date");

-- CreateIndex
CREATE INDEX "trade_custody_ticker_trade_date_idx" ON "trade"("custody_ticker", "trade_date");

-- CreateIndex
CREATE UNIQUE INDEX "note_account_id_number_key" ON "note"("account_id", "number");

-- CreateIndex
CREATE INDEX "hold_account_id_asset_idx" ON "hold"("account_id", "asset");

-- CreateIndex
CREATE UNIQUE INDEX "parked_message_topic_digest_key" ON "parked_message"("topic", "digest");

-- CreateIndex
CREATE INDEX "corporate_action_state_idx" ON "corporate_action"("state");

-- CreateIndex
CREATE INDEX "entitlement_owner_id_idx" ON "entitlement"("owner_id");

-- CreateIndex
CREATE INDEX "exercise_action_id_account_id_idx" ON "exercise"("action_id", "account_id");

-- Rules that Prisma's language cannot express: the last line of defence of the invariants.

-- No available or held amount goes below zero, and none owed above it.
ALTER TABLE "balance" ADD CONSTRAINT "balance_sign" CHECK (
  CASE "bucket" WHEN 'DUE' THEN TRUE WHEN 'OWED' THEN "amount" <= 0 ELSE "amount" >= 0 END);
ALTER TABLE "hold" ADD CONSTRAINT "hold_not_negative" CHECK ("amount" >= 0);
ALTER TABLE "position" ADD CONSTRAINT "position_not_negative" CHECK ("quantity" >= 0 AND "cost_billionths" >= 0);
ALTER TABLE "entry"
  ALTER COLUMN "leg_accounts" SET NOT NULL,
  ALTER COLUMN "leg_amounts" SET NOT NULL,
  ADD CONSTRAINT "entry_legs" CHECK (cardinality("leg_accounts") = cardinality("leg_amounts"));

-- The ledger is append-only. Prisma's engine cuts a script at every semicolon, inside strings too, so that of the
-- function's body is written as its code.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS
  E'BEGIN RAISE EXCEPTION ''% is append-only'', TG_TABLE_NAME\x3b END';
CREATE TRIGGER "entry_append_only" BEFORE UPDATE OR DELETE ON "entry" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();

-- A row for each leg: its ledger account is an asset and a bucket of the account, with a settlement day for DUE, or a holder outside.
CREATE VIEW "leg" AS
  SELECT entry."account_id", "sequence", "at_ms", "day", "kind",
    CASE WHEN name LIKE '% ~%' THEN split_part(name, ' ', 2) ELSE entry."account_id" END AS "holder",
    split_part(name, ' ', 1) AS "asset",
    CASE WHEN name LIKE '% ~%' THEN 'OUTSIDE' ELSE split_part(name, ' ', 2) END AS "bucket",
    split_part(name, ' ', 3) AS "due_on",
    "amount"
  FROM "entry" CROSS JOIN LATERAL unnest("leg_accounts", "leg_amounts") AS t (name, "amount");

-- Indexes that Prisma's language cannot express.

-- Open trades of an account in the order of their booking, and the newest of them. The close of a day reads their dates.
CREATE INDEX "trade_open_idx" ON "trade"("account_id", "sequence") INCLUDE ("trade_date") WHERE "note_number" IS NULL;
-- For entitlements, which sum the changes of positions of a security.
CREATE INDEX "entry_costing_idx" ON "entry"("ticker") WHERE "costing" IS NOT NULL;
-- The amounts that settle. The amount is no part of it, so that a balance that changes needs no new index entry.
CREATE INDEX "balance_due_idx" ON "balance"("due_on", "account_id") WHERE "bucket" = 'DUE';

-- Tables of which pruning removes rows all the time.
ALTER TABLE "hold" SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE "balance" SET (autovacuum_vacuum_scale_factor = 0.05);
