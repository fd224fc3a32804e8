-- DropIndex
DROP INDEX "balance_due_on_idx";

-- DropIndex
DROP INDEX "entry_account_id_day_idx";

-- CreateIndex
CREATE INDEX "entry_account_id_at_ms_sequence_idx" ON "entry"("account_id", "at_ms", "sequence");

-- An index that Prisma's language cannot express: of the amounts that settle. The amount is no part of it, so that a balance that
-- changes needs no new index entry.
CREATE INDEX "balance_due_idx" ON "balance"("due_on", "account_id") WHERE "bucket" = 'DUE';

-- Tables of which pruning removes rows all the time.
ALTER TABLE "hold" SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE "balance" SET (autovacuum_vacuum_scale_factor = 0.05);
