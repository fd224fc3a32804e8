-- AlterTable
ALTER TABLE "member_inboxes" DROP CONSTRAINT "member_inboxes_pkey",
ADD COLUMN     "shard" INTEGER NOT NULL DEFAULT 0,
ADD CONSTRAINT "member_inboxes_pkey" PRIMARY KEY ("member", "shard");

-- AlterTable
ALTER TABLE "report_exceptions" DROP CONSTRAINT "report_exceptions_pkey",
ADD COLUMN     "shard" INTEGER NOT NULL DEFAULT 0,
ADD CONSTRAINT "report_exceptions_pkey" PRIMARY KEY ("member", "shard", "sequence");
