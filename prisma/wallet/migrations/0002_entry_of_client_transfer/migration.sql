-- AlterTable
ALTER TABLE "client_transfer" ADD COLUMN     "entry_sequence" BIGINT;

-- Each statement line of these kinds is of one client transfer. Equal transfers of an account get their lines in any order:
-- the lines differ in their time alone.
WITH "line" AS (
  SELECT "account_id", "sequence",
    row_number() OVER (PARTITION BY "account_id", "kind", abs("amount_centavos"), "ticker", "quantity" ORDER BY "sequence") AS "number",
    CASE "kind"
      WHEN 'CUSTODY_TRANSFER' THEN concat_ws(' ', "kind", "ticker", "quantity")
      ELSE concat_ws(' ', "kind", abs("amount_centavos"))
    END AS "content"
  FROM "entry" WHERE "kind" IN ('DEPOSIT', 'WITHDRAWAL', 'CUSTODY_TRANSFER')
), "transfer" AS (
  SELECT "account_id", "client_transfer_id", "shown" AS "content",
    row_number() OVER (PARTITION BY "account_id", "shown" ORDER BY "client_transfer_id") AS "number"
  FROM "client_transfer", LATERAL (
    SELECT CASE
      WHEN "content" LIKE 'CUSTODY_TRANSFER %' THEN regexp_replace("content", ' [^ ]+$', '')
      ELSE "content"
    END AS "shown"
  ) AS "without_price"
)
UPDATE "client_transfer" SET "entry_sequence" = "line"."sequence"
FROM "transfer" JOIN "line" USING ("account_id", "content", "number")
WHERE "client_transfer"."account_id" = "transfer"."account_id"
  AND "client_transfer"."client_transfer_id" = "transfer"."client_transfer_id";

-- AlterTable
ALTER TABLE "client_transfer" ALTER COLUMN "entry_sequence" SET NOT NULL;
