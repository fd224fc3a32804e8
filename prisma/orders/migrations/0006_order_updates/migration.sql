-- AlterTable
ALTER TABLE "order_facts" ADD COLUMN     "order_id" TEXT,
ADD COLUMN     "version" INTEGER;

-- Facts that are stored already have both in their text.
UPDATE "order_facts" SET
  "order_id" = "payload"::json #>> '{order,orderId}',
  "version" = ("payload"::json #>> '{order,version}')::int;

ALTER TABLE "order_facts"
  ALTER COLUMN "order_id" SET NOT NULL,
  ALTER COLUMN "version" SET NOT NULL;

-- CreateIndex
CREATE INDEX "order_facts_order_id_version_idx" ON "order_facts"("order_id", "version");
