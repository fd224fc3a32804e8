-- AlterTable
ALTER TABLE "member_inboxes" ADD COLUMN     "journal_id" TEXT,
ADD COLUMN     "position_at_ms" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "refusal" TEXT;

