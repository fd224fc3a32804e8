-- CreateTable
CREATE TABLE "index_compositions" (
    "ticker" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "divisor" TEXT NOT NULL,
    "members" JSONB NOT NULL,

    CONSTRAINT "index_compositions_pkey" PRIMARY KEY ("ticker","from")
);
