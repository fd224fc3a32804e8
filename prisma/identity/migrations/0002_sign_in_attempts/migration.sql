-- CreateTable
CREATE TABLE "sign_in_attempts" (
    "key" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "last_at_ms" BIGINT NOT NULL,
    "blocked_until_ms" BIGINT NOT NULL,
    "expires_at_ms" BIGINT NOT NULL,

    CONSTRAINT "sign_in_attempts_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "known_networks" (
    "account" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "last_at_ms" BIGINT NOT NULL,

    CONSTRAINT "known_networks_pkey" PRIMARY KEY ("account","network")
);

-- CreateIndex
CREATE INDEX "sign_in_attempts_expires_at_ms_idx" ON "sign_in_attempts"("expires_at_ms");
