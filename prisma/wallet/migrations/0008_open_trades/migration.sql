-- Open trades of an account in the order of their booking, and the newest of them. The close of a day reads their dates.
DROP INDEX "trade_open_idx";
CREATE INDEX "trade_open_idx" ON "trade"("account_id", "sequence") INCLUDE ("trade_date") WHERE "note_number" IS NULL;
