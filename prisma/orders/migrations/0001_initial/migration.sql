-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "orders" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "client_order_id" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "ticker" TEXT NOT NULL,
    "custody_ticker" TEXT NOT NULL,
    "asset_kind" TEXT NOT NULL,
    "tick_centavos" INTEGER NOT NULL,
    "side" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "time_in_force" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "display_quantity" INTEGER,
    "minimum_quantity" INTEGER,
    "limit_price_centavos" BIGINT,
    "protection_price_centavos" BIGINT,
    "stop_price_centavos" BIGINT,
    "triggered_at_ms" BIGINT,
    "expires_on" TEXT,
    "status" TEXT NOT NULL,
    "cancel_request_id" TEXT,
    "replace_request_id" TEXT,
    "replace_quantity" INTEGER,
    "replace_limit_price_centavos" BIGINT,
    "replace_stop_price_centavos" BIGINT,
    "replace_display_quantity" INTEGER,
    "replace_minimum_quantity" INTEGER,
    "filled_quantity" INTEGER NOT NULL,
    "leaves_quantity" INTEGER NOT NULL,
    "filled_centavos" BIGINT NOT NULL,
    "reserved_centavos" BIGINT NOT NULL,
    "reserved_quantity" INTEGER NOT NULL,
    "refusal" JSONB,
    "execution_count" INTEGER NOT NULL,
    "lot_size" INTEGER NOT NULL,
    "costs_day" TEXT NOT NULL,
    "brokerage" JSONB NOT NULL,
    "costs_centavos" BIGINT NOT NULL,
    "traded_days" INTEGER NOT NULL,
    "filled_day" TEXT,
    "day_ordinary_centavos" BIGINT NOT NULL,
    "day_auction_centavos" BIGINT NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "intent_at_ms" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "updated_at_ms" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "executions" (
    "order_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "trade_id" TEXT NOT NULL,
    "price_centavos" BIGINT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "gross_centavos" BIGINT NOT NULL,
    "is_auction" BOOLEAN NOT NULL,
    "costs" JSONB NOT NULL,
    "fees_centavos" BIGINT NOT NULL,
    "trade_date" TEXT NOT NULL,
    "settles_on" TEXT NOT NULL,
    "at_ms" BIGINT NOT NULL,

    CONSTRAINT "executions_pkey" PRIMARY KEY ("order_id","number")
);

-- CreateTable
CREATE TABLE "replace_requests" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "client_request_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "intent_at_ms" BIGINT NOT NULL,
    "correlation_id" TEXT NOT NULL,

    CONSTRAINT "replace_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "intents" (
    "id" BIGSERIAL NOT NULL,
    "ids" TEXT[],
    "at_ms" BIGINT NOT NULL,

    CONSTRAINT "intents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "abandoned_reservations" (
    "id" TEXT NOT NULL,
    "correlation_id" TEXT NOT NULL,

    CONSTRAINT "abandoned_reservations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_facts" (
    "account_id" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "payload" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "order_facts_pkey" PRIMARY KEY ("account_id","sequence")
);

-- CreateTable
CREATE TABLE "account_streams" (
    "account_id" TEXT NOT NULL,
    "last_sequence" BIGINT NOT NULL,

    CONSTRAINT "account_streams_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "fact_outbox" (
    "position" BIGSERIAL NOT NULL,
    "account_ids" TEXT[],
    "sequences" BIGINT[],

    CONSTRAINT "fact_outbox_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "command_outbox" (
    "shard" INTEGER NOT NULL,
    "number" BIGINT NOT NULL,
    "command_id" TEXT NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "payload" TEXT NOT NULL,

    CONSTRAINT "command_outbox_pkey" PRIMARY KEY ("shard","number")
);

-- CreateTable
CREATE TABLE "command_streams" (
    "shard" INTEGER NOT NULL,
    "last_number" BIGINT NOT NULL,

    CONSTRAINT "command_streams_pkey" PRIMARY KEY ("shard")
);

-- CreateTable
CREATE TABLE "member_inboxes" (
    "member" TEXT NOT NULL,
    "shard" INTEGER NOT NULL DEFAULT 0,
    "last_sequence" BIGINT NOT NULL,
    "journal_id" TEXT,
    "position_at_ms" BIGINT NOT NULL DEFAULT 0,
    "refusal" TEXT,

    CONSTRAINT "member_inboxes_pkey" PRIMARY KEY ("member","shard")
);

-- CreateTable
CREATE TABLE "report_exceptions" (
    "member" TEXT NOT NULL,
    "shard" INTEGER NOT NULL DEFAULT 0,
    "sequence" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "report_exceptions_pkey" PRIMARY KEY ("member","shard","sequence")
);

-- CreateIndex
CREATE INDEX "orders_account_id_created_at_ms_id_idx" ON "orders"("account_id", "created_at_ms" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "orders_account_id_client_order_id_key" ON "orders"("account_id", "client_order_id");

-- CreateIndex
CREATE UNIQUE INDEX "executions_id_key" ON "executions"("id");

-- CreateIndex
CREATE UNIQUE INDEX "replace_requests_account_id_client_request_id_key" ON "replace_requests"("account_id", "client_request_id");

-- CreateIndex
CREATE INDEX "order_facts_order_id_version_idx" ON "order_facts"("order_id", "version");

-- Rules that Prisma's language cannot express. An update that changes no indexed column, and whose row has room on its page, writes
-- no index entry. The conditions of the indexes count as indexed columns: so they name a column that most changes of a status leave
-- alone.
ALTER TABLE "orders"
  ADD COLUMN "is_open" BOOLEAN GENERATED ALWAYS AS ("status" NOT IN ('FILLED', 'CANCELED', 'EXPIRED', 'REJECTED')) STORED,
  SET (fillfactor = 50);
ALTER TABLE "replace_requests" SET (fillfactor = 80);

-- Open orders of an account, newest first.
CREATE INDEX "orders_open_idx" ON "orders"("account_id", "created_at_ms" DESC, "id" DESC) WHERE "is_open";
