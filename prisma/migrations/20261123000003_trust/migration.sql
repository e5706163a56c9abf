-- AlterTable
ALTER TABLE "identity_rule" ADD COLUMN     "trust_store_id" UUID;

-- AlterTable
ALTER TABLE "trust_store" ADD COLUMN     "trust_domain" TEXT;

-- AlterTable
ALTER TABLE "distrust_entry" ADD COLUMN     "advisory_id" UUID,
ADD COLUMN     "subject" TEXT;

-- CreateTable
CREATE TABLE "advisory" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "sha256" BYTEA NOT NULL,
    "title" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "url" TEXT,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "imported_by" TEXT NOT NULL,
    "content" JSONB NOT NULL,

    CONSTRAINT "advisory_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verified_edge" (
    "child_sha256" BYTEA NOT NULL,
    "issuer_spki_sha256" BYTEA NOT NULL,
    "outcome" TEXT NOT NULL,

    CONSTRAINT "verified_edge_pkey" PRIMARY KEY ("child_sha256","issuer_spki_sha256")
);

-- CreateTable
CREATE TABLE "fetched_document" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "question" BYTEA NOT NULL,
    "request" BYTEA,
    "site_id" UUID NOT NULL,
    "content" BYTEA,
    "sha256" BYTEA,
    "etag" TEXT,
    "fetched_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "next_fetch_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "failure" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "fetched_document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revocation_status" (
    "certificate_id" UUID NOT NULL,
    "issuer_spki_sha256" BYTEA NOT NULL,
    "source" TEXT NOT NULL,
    "url" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "this_update" TIMESTAMPTZ(3),
    "next_update" TIMESTAMPTZ(3),
    "evidence_sha256" BYTEA,
    "judged_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "revocation_status_pkey" PRIMARY KEY ("certificate_id","issuer_spki_sha256","source","url")
);

-- CreateTable
CREATE TABLE "what_if" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "change" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "result" JSONB,
    "failure" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "what_if_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "advisory_sha256_key" ON "advisory"("sha256");

-- CreateIndex
CREATE INDEX "fetched_document_site_id_next_fetch_at_idx" ON "fetched_document"("site_id", "next_fetch_at");

-- CreateIndex
CREATE UNIQUE INDEX "fetched_document_kind_url_question_key" ON "fetched_document"("kind", "url", "question");

-- CreateIndex
CREATE INDEX "what_if_created_at_idx" ON "what_if"("created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "trust_store_trust_domain_key" ON "trust_store"("trust_domain");

-- CreateIndex
CREATE INDEX "distrust_entry_advisory_id_idx" ON "distrust_entry"("advisory_id");

-- AddForeignKey
ALTER TABLE "identity_rule" ADD CONSTRAINT "identity_rule_trust_store_id_fkey" FOREIGN KEY ("trust_store_id") REFERENCES "trust_store"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "distrust_entry" ADD CONSTRAINT "distrust_entry_advisory_id_fkey" FOREIGN KEY ("advisory_id") REFERENCES "advisory"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fetched_document" ADD CONSTRAINT "fetched_document_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revocation_status" ADD CONSTRAINT "revocation_status_certificate_id_fkey" FOREIGN KEY ("certificate_id") REFERENCES "certificate"("id") ON DELETE CASCADE ON UPDATE CASCADE;


