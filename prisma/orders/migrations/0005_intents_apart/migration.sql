-- DropIndex
DROP INDEX "replace_requests_state_intent_at_ms_idx";

-- CreateTable
CREATE TABLE "intents" (
    "id" BIGSERIAL NOT NULL,
    "ids" TEXT[],
    "at_ms" BIGINT NOT NULL,

    CONSTRAINT "intents_pkey" PRIMARY KEY ("id")
);

-- The intents of now.
INSERT INTO "intents" ("ids", "at_ms")
  SELECT array_agg("id"), max("intent_at_ms") FROM "orders" WHERE "is_intent" HAVING count(*) > 0;
INSERT INTO "intents" ("ids", "at_ms")
  SELECT array_agg("id"), max("intent_at_ms") FROM "replace_requests" WHERE "state" = 'RESERVING' HAVING count(*) > 0;

-- No index names what the acceptance of an order or replace changes: it then writes no index entry.
DROP INDEX "orders_intent_idx";
ALTER TABLE "orders" DROP COLUMN "is_intent";
ALTER TABLE "replace_requests" SET (fillfactor = 80);
