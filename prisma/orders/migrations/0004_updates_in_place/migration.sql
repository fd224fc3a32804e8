-- What Prisma's language cannot express. An update that changes no indexed column, and whose row has room on its page, writes no
-- index entry. The conditions of the indexes count as indexed columns: so they name columns that most changes of a status leave alone.
ALTER TABLE "orders"
  ADD COLUMN "is_intent" BOOLEAN GENERATED ALWAYS AS ("status" = 'RESERVING') STORED,
  ADD COLUMN "is_open" BOOLEAN GENERATED ALWAYS AS ("status" NOT IN ('FILLED', 'CANCELED', 'EXPIRED', 'REJECTED')) STORED,
  SET (fillfactor = 50);

DROP INDEX "orders_intent_idx";
DROP INDEX "orders_open_idx";

-- Intents.
CREATE INDEX "orders_intent_idx" ON "orders"("intent_at_ms") WHERE "is_intent";

-- Open orders of an account, newest first.
CREATE INDEX "orders_open_idx" ON "orders"("account_id", "created_at_ms" DESC, "id" DESC) WHERE "is_open";
