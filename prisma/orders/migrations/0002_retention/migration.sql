-- DropIndex
DROP INDEX "orders_status_intent_at_ms_idx";

-- Indexes that Prisma's language cannot express.

-- Intents.
CREATE INDEX "orders_intent_idx" ON "orders"("intent_at_ms") WHERE "status" = 'RESERVING';

-- Open orders of an account, newest first.
CREATE INDEX "orders_open_idx" ON "orders"("account_id", "created_at_ms" DESC, "id" DESC)
  WHERE "status" NOT IN ('FILLED', 'CANCELED', 'EXPIRED', 'REJECTED');
