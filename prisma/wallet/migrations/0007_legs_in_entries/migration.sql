-- The legs and the cash of a line stand in its row: a table of legs and JSON with names took most of the room of the wallet.
ALTER TABLE "entry" ADD COLUMN "owed_centavos" BIGINT,
ADD COLUMN "reserved_centavos" BIGINT,
ADD COLUMN "settled_centavos" BIGINT,
ADD COLUMN "withdrawable_centavos" BIGINT,
ADD COLUMN "projected" JSON,
ADD COLUMN "leg_accounts" TEXT[],
ADD COLUMN "leg_amounts" BIGINT[];

ALTER TABLE "entry" DISABLE TRIGGER "entry_append_only";
UPDATE "entry" SET
  "owed_centavos" = coalesce(("cash"->>'owedCentavos')::bigint, 0),
  "reserved_centavos" = ("cash"->>'reservedCentavos')::bigint,
  "settled_centavos" = ("cash"->>'settledCentavos')::bigint,
  "withdrawable_centavos" = ("cash"->>'withdrawableCentavos')::bigint,
  "projected" = (SELECT coalesce(json_agg(json_build_array(pair->>'date', (pair->>'amountCentavos')::bigint)), '[]')
    FROM jsonb_array_elements("cash"->'projected') AS t (pair)),
  "leg_accounts" = ARRAY(SELECT "asset" || ' ' || CASE "bucket" WHEN 'OUTSIDE' THEN "holder" WHEN 'DUE' THEN 'DUE ' || "due_on"
    ELSE "bucket" END FROM "leg" WHERE "leg"."account_id" = "entry"."account_id" AND "leg"."sequence" = "entry"."sequence"
    ORDER BY "number"),
  "leg_amounts" = ARRAY(SELECT "amount" FROM "leg"
    WHERE "leg"."account_id" = "entry"."account_id" AND "leg"."sequence" = "entry"."sequence" ORDER BY "number");
ALTER TABLE "entry" ENABLE TRIGGER "entry_append_only";

ALTER TABLE "entry" DROP COLUMN "cash",
ALTER COLUMN "owed_centavos" SET NOT NULL,
ALTER COLUMN "reserved_centavos" SET NOT NULL,
ALTER COLUMN "settled_centavos" SET NOT NULL,
ALTER COLUMN "withdrawable_centavos" SET NOT NULL,
ALTER COLUMN "projected" SET NOT NULL,
ALTER COLUMN "leg_accounts" SET NOT NULL,
ALTER COLUMN "leg_amounts" SET NOT NULL,
ADD CONSTRAINT "entry_legs" CHECK (cardinality("leg_accounts") = cardinality("leg_amounts"));

DROP TABLE "leg";

-- A row for each leg: its ledger account is an asset and a bucket of the account, with a settlement day for DUE, or a holder outside.
CREATE VIEW "leg" AS
  SELECT entry."account_id", "sequence", "at_ms", "day", "kind",
    CASE WHEN name LIKE '% ~%' THEN split_part(name, ' ', 2) ELSE entry."account_id" END AS "holder",
    split_part(name, ' ', 1) AS "asset",
    CASE WHEN name LIKE '% ~%' THEN 'OUTSIDE' ELSE split_part(name, ' ', 2) END AS "bucket",
    split_part(name, ' ', 3) AS "due_on",
    "amount"
  FROM "entry" CROSS JOIN LATERAL unnest("leg_accounts", "leg_amounts") AS t (name, "amount");
