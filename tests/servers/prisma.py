"""The site's table as its own migration (Prisma) makes it."""

PRISMA = """
CREATE TABLE "CastingCall" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "company" TEXT,
    "location" TEXT,
    "compensation" TEXT,
    "requirements" TEXT,
    "deadline" TIMESTAMP(3),
    "contactInfo" TEXT,
    "status" TEXT NOT NULL DEFAULT 'pending_review',
    "sourceUrl" TEXT,
    "contentHash" TEXT,
    "isAggregated" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "CastingCall_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "CastingCall_contentHash_key" ON "CastingCall"("contentHash");
"""
