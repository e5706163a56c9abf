-- Substring search over names.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "criticality" AS ENUM ('low', 'medium', 'high', 'critical');

-- CreateEnum
CREATE TYPE "identity_kind" AS ENUM ('dns', 'spiffe');

-- CreateEnum
CREATE TYPE "rung_status" AS ENUM ('pass', 'fail', 'not_expected', 'not_assessed');

-- CreateEnum
CREATE TYPE "severity" AS ENUM ('info', 'low', 'medium', 'high', 'critical');

-- CreateEnum
CREATE TYPE "binding_origin" AS ENUM ('hand', 'import', 'rule');

-- CreateEnum
CREATE TYPE "subject_kind" AS ENUM ('endpoint', 'identity');

-- CreateEnum
CREATE TYPE "verdict_outcome" AS ENUM ('pass', 'fail', 'not_applicable', 'not_assessed');

-- CreateEnum
CREATE TYPE "finding_status" AS ENUM ('open', 'acknowledged', 'accepted', 'false_positive', 'resolved');

-- CreateEnum
CREATE TYPE "run_status" AS ENUM ('queued', 'running', 'cancelling', 'cancelled', 'done', 'failed');

-- CreateEnum
CREATE TYPE "target_state" AS ENUM ('queued', 'leased', 'done', 'cancelled');

-- CreateTable
CREATE TABLE "app_user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'viewer',
    "banned" BOOLEAN NOT NULL DEFAULT false,
    "ban_reason" TEXT,
    "ban_expires" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "impersonated_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "role" TEXT NOT NULL,
    "created_by_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "object_type" TEXT NOT NULL,
    "object_id" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_event" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "site" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "allow" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "deny" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "allow_public" BOOLEAN NOT NULL DEFAULT true,
    "max_run_targets" INTEGER NOT NULL DEFAULT 65536,
    "static_hosts" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "site_id" UUID NOT NULL,
    "hostname" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "stopped_at" TIMESTAMPTZ(3),

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "environment" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "production" BOOLEAN NOT NULL DEFAULT false,
    "policy" JSONB NOT NULL DEFAULT '{}',
    "trust_store_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "environment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" "identity_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "owner" TEXT,
    "environment_id" UUID,
    "criticality" "criticality" NOT NULL DEFAULT 'medium',
    "origin" TEXT NOT NULL DEFAULT 'declared',
    "policy" JSONB NOT NULL DEFAULT '{}',
    "trust_store_id" UUID,
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "encrypted" "rung_status" NOT NULL DEFAULT 'not_assessed',
    "trusted" "rung_status" NOT NULL DEFAULT 'not_assessed',
    "bound" "rung_status" NOT NULL DEFAULT 'not_assessed',
    "current" "rung_status" NOT NULL DEFAULT 'not_assessed',
    "mutual" "rung_status" NOT NULL DEFAULT 'not_assessed',
    "proven" BOOLEAN NOT NULL DEFAULT false,
    "worst_severity" "severity",
    "open_findings" INTEGER NOT NULL DEFAULT 0,
    "endpoint_count" INTEGER NOT NULL DEFAULT 0,
    "next_expiry_at" TIMESTAMPTZ(3),
    "last_rotated_at" TIMESTAMPTZ(3),
    "last_seen_at" TIMESTAMPTZ(3),
    "evaluated_at" TIMESTAMPTZ(3),
    "reevaluate_at" TIMESTAMPTZ(3),

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity_rule" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "position" INTEGER NOT NULL,
    "host_pattern" TEXT NOT NULL,
    "identity_name" TEXT NOT NULL,
    "environment_id" UUID,
    "owner" TEXT,
    "criticality" "criticality" NOT NULL DEFAULT 'medium',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identity_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "endpoint" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "site_id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "server_name" TEXT NOT NULL,
    "transport" TEXT NOT NULL DEFAULT 'tls',
    "identity_id" UUID,
    "bound_by" "binding_origin",
    "rule_id" UUID,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "origin" TEXT NOT NULL DEFAULT 'declared',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_scan_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "last_scan_at" TIMESTAMPTZ(3),
    "last_outcome" TEXT,
    "last_seen_at" TIMESTAMPTZ(3),
    "consecutive_failures" INTEGER NOT NULL DEFAULT 0,
    "protocol" TEXT,
    "cipher_suite" TEXT,
    "key_exchange_group" TEXT,
    "mtls" TEXT,
    "next_expiry_at" TIMESTAMPTZ(3),
    "address_count" INTEGER NOT NULL DEFAULT 0,
    "worst_severity" "severity",
    "open_findings" INTEGER NOT NULL DEFAULT 0,
    "evaluated_at" TIMESTAMPTZ(3),
    "reevaluate_at" TIMESTAMPTZ(3),

    CONSTRAINT "endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "address" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "endpoint_id" UUID NOT NULL,
    "ip" INET NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),
    "last_outcome" TEXT,
    "last_outcome_detail" JSONB,
    "last_scan_at" TIMESTAMPTZ(3),
    "latest_observation_id" UUID,
    "timings" JSONB,

    CONSTRAINT "address_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "observation" (
    "id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "address_id" UUID,
    "outcome" TEXT NOT NULL,
    "facts_version" INTEGER NOT NULL,
    "facts" JSONB NOT NULL,
    "facts_sha256" BYTEA NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "times_seen" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "observation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "certificate" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "sha256" BYTEA NOT NULL,
    "spki_sha256" BYTEA NOT NULL,
    "der" BYTEA NOT NULL,
    "subject" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "serial" TEXT NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "not_after" TIMESTAMPTZ(3) NOT NULL,
    "is_ca" BOOLEAN NOT NULL,
    "self_signed" BOOLEAN NOT NULL,
    "key_algorithm" TEXT NOT NULL,
    "key_bits" INTEGER,
    "signature_algorithm" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "fields_version" INTEGER NOT NULL,
    "problems" JSONB NOT NULL DEFAULT '[]',
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "certificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "certificate_name" (
    "certificate_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "certificate_name_pkey" PRIMARY KEY ("certificate_id","kind","value")
);

-- CreateTable
CREATE TABLE "presence" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "address_id" UUID NOT NULL,
    "certificate_id" UUID NOT NULL,
    "position" SMALLINT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "presence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rotation" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "endpoint_id" UUID NOT NULL,
    "identity_id" UUID,
    "address_id" UUID,
    "previous_id" UUID NOT NULL,
    "next_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "age_seconds" BIGINT NOT NULL,
    "life_left_seconds" BIGINT NOT NULL,
    "key_kept" BOOLEAN NOT NULL,

    CONSTRAINT "rotation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trust_store" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "public_roots" BOOLEAN NOT NULL DEFAULT false,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "version" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "trust_store_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trust_anchor" (
    "trust_store_id" UUID NOT NULL,
    "certificate_id" UUID NOT NULL,

    CONSTRAINT "trust_anchor_pkey" PRIMARY KEY ("trust_store_id","certificate_id")
);

-- CreateTable
CREATE TABLE "distrust_entry" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "trust_store_id" UUID NOT NULL,
    "spki_sha256" BYTEA NOT NULL,
    "effective_at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "distrust_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verdict" (
    "check_id" TEXT NOT NULL,
    "subject_kind" "subject_kind" NOT NULL,
    "subject_id" UUID NOT NULL,
    "outcome" "verdict_outcome" NOT NULL,
    "severity" "severity",
    "reason" TEXT,
    "evidence" JSONB NOT NULL DEFAULT '{}',
    "observation_ids" UUID[],
    "certificate_sha256" BYTEA,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "evaluated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verdict_pkey" PRIMARY KEY ("subject_kind","subject_id","check_id")
);

-- CreateTable
CREATE TABLE "finding" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "check_id" TEXT NOT NULL,
    "subject_kind" "subject_kind" NOT NULL,
    "subject_id" UUID NOT NULL,
    "identity_id" UUID,
    "endpoint_id" UUID,
    "status" "finding_status" NOT NULL DEFAULT 'open',
    "severity" "severity" NOT NULL,
    "evidence" JSONB NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "times_reopened" INTEGER NOT NULL DEFAULT 0,
    "accepted_until" TIMESTAMPTZ(3),
    "reason" TEXT,
    "assignee_id" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding_event" (
    "id" BIGSERIAL NOT NULL,
    "finding_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "actor_id" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "finding_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scan" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "site_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "status" "run_status" NOT NULL DEFAULT 'queued',
    "requested_by" TEXT NOT NULL,
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "reached" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "scan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scan_target" (
    "scan_id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "state" "target_state" NOT NULL DEFAULT 'queued',
    "lease_until" TIMESTAMPTZ(3),
    "worker_id" UUID,
    "outcome" TEXT,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "scan_target_pkey" PRIMARY KEY ("scan_id","endpoint_id")
);

-- CreateTable
CREATE TABLE "discovery_run" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "site_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "status" "run_status" NOT NULL DEFAULT 'queued',
    "requested_by" TEXT NOT NULL,
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "found" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "scan_id" UUID,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "discovery_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "discovery_result" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "detail" TEXT,
    "line" INTEGER,
    "endpoint_id" UUID,

    CONSTRAINT "discovery_result_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "account_user_id_idx" ON "account"("user_id");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "rate_limit_key_key" ON "rate_limit"("key");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_token_hash_key" ON "api_token"("token_hash");

-- CreateIndex
CREATE INDEX "api_token_created_by_id_idx" ON "api_token"("created_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_user_id_page_name_key" ON "saved_view"("user_id", "page", "name");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_object_type_object_id_idx" ON "audit_entry"("object_type", "object_id");

-- CreateIndex
CREATE INDEX "outbox_event_delivered_at_id_idx" ON "outbox_event"("delivered_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "site_name_key" ON "site"("name");

-- CreateIndex
CREATE INDEX "worker_heartbeat_at_idx" ON "worker"("heartbeat_at");

-- CreateIndex
CREATE UNIQUE INDEX "environment_name_key" ON "environment"("name");

-- CreateIndex
CREATE UNIQUE INDEX "identity_name_key" ON "identity"("name");

-- CreateIndex
CREATE INDEX "identity_environment_id_idx" ON "identity"("environment_id");

-- CreateIndex
CREATE INDEX "identity_owner_idx" ON "identity"("owner");

-- CreateIndex
CREATE INDEX "identity_next_expiry_at_idx" ON "identity"("next_expiry_at");

-- CreateIndex
CREATE INDEX "identity_reevaluate_at_idx" ON "identity"("reevaluate_at");

-- CreateIndex
CREATE INDEX "identity_name_trgm" ON "identity" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "identity_rule_position_key" ON "identity_rule"("position");

-- CreateIndex
CREATE INDEX "endpoint_identity_id_idx" ON "endpoint"("identity_id");

-- CreateIndex
CREATE INDEX "endpoint_site_id_next_scan_at_idx" ON "endpoint"("site_id", "next_scan_at");

-- CreateIndex
CREATE INDEX "endpoint_reevaluate_at_idx" ON "endpoint"("reevaluate_at");

-- CreateIndex
CREATE INDEX "endpoint_next_expiry_at_idx" ON "endpoint"("next_expiry_at");

-- CreateIndex
CREATE INDEX "endpoint_host_trgm" ON "endpoint" USING GIN ("host" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "endpoint_site_id_host_port_server_name_transport_key" ON "endpoint"("site_id", "host", "port", "server_name", "transport");

-- CreateIndex
CREATE UNIQUE INDEX "address_latest_observation_id_key" ON "address"("latest_observation_id");

-- CreateIndex
CREATE UNIQUE INDEX "address_endpoint_id_ip_key" ON "address"("endpoint_id", "ip");

-- CreateIndex
CREATE INDEX "observation_endpoint_id_last_seen_at_idx" ON "observation"("endpoint_id", "last_seen_at" DESC);

-- CreateIndex
CREATE INDEX "observation_address_id_last_seen_at_idx" ON "observation"("address_id", "last_seen_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "certificate_sha256_key" ON "certificate"("sha256");

-- CreateIndex
CREATE INDEX "certificate_spki_sha256_idx" ON "certificate"("spki_sha256");

-- CreateIndex
CREATE INDEX "certificate_not_after_idx" ON "certificate"("not_after");

-- CreateIndex
CREATE INDEX "certificate_serial_idx" ON "certificate"("serial");

-- CreateIndex
CREATE INDEX "certificate_issuer_idx" ON "certificate"("issuer");

-- CreateIndex
CREATE INDEX "certificate_name_value_trgm" ON "certificate_name" USING GIN ("value" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "presence_address_id_closed_at_idx" ON "presence"("address_id", "closed_at");

-- CreateIndex
CREATE INDEX "presence_certificate_id_closed_at_idx" ON "presence"("certificate_id", "closed_at");

-- CreateIndex
CREATE INDEX "rotation_identity_id_at_idx" ON "rotation"("identity_id", "at" DESC);

-- CreateIndex
CREATE INDEX "rotation_at_idx" ON "rotation"("at");

-- CreateIndex
CREATE UNIQUE INDEX "rotation_endpoint_id_previous_id_next_id_key" ON "rotation"("endpoint_id", "previous_id", "next_id");

-- CreateIndex
CREATE UNIQUE INDEX "trust_store_name_key" ON "trust_store"("name");

-- CreateIndex
CREATE INDEX "trust_anchor_certificate_id_idx" ON "trust_anchor"("certificate_id");

-- CreateIndex
CREATE UNIQUE INDEX "distrust_entry_trust_store_id_spki_sha256_key" ON "distrust_entry"("trust_store_id", "spki_sha256");

-- CreateIndex
CREATE INDEX "verdict_check_id_outcome_idx" ON "verdict"("check_id", "outcome");

-- CreateIndex
CREATE INDEX "finding_status_severity_idx" ON "finding"("status", "severity");

-- CreateIndex
CREATE INDEX "finding_identity_id_idx" ON "finding"("identity_id");

-- CreateIndex
CREATE INDEX "finding_endpoint_id_idx" ON "finding"("endpoint_id");

-- CreateIndex
CREATE INDEX "finding_accepted_until_idx" ON "finding"("accepted_until");

-- CreateIndex
CREATE INDEX "finding_opened_at_idx" ON "finding"("opened_at");

-- CreateIndex
CREATE UNIQUE INDEX "finding_check_id_subject_kind_subject_id_key" ON "finding"("check_id", "subject_kind", "subject_id");

-- CreateIndex
CREATE INDEX "finding_event_finding_id_id_idx" ON "finding_event"("finding_id", "id");

-- CreateIndex
CREATE INDEX "scan_status_idx" ON "scan"("status");

-- CreateIndex
CREATE INDEX "scan_created_at_idx" ON "scan"("created_at" DESC);

-- CreateIndex
CREATE INDEX "scan_target_scan_id_state_lease_until_idx" ON "scan_target"("scan_id", "state", "lease_until");

-- CreateIndex
CREATE INDEX "scan_target_endpoint_id_state_idx" ON "scan_target"("endpoint_id", "state");

-- CreateIndex
CREATE INDEX "discovery_run_created_at_idx" ON "discovery_run"("created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "discovery_result_run_id_host_port_key" ON "discovery_result"("run_id", "host", "port");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "worker" ADD CONSTRAINT "worker_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "environment" ADD CONSTRAINT "environment_trust_store_id_fkey" FOREIGN KEY ("trust_store_id") REFERENCES "trust_store"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_trust_store_id_fkey" FOREIGN KEY ("trust_store_id") REFERENCES "trust_store"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_rule" ADD CONSTRAINT "identity_rule_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoint" ADD CONSTRAINT "endpoint_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoint" ADD CONSTRAINT "endpoint_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoint" ADD CONSTRAINT "endpoint_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "identity_rule"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "address" ADD CONSTRAINT "address_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "address" ADD CONSTRAINT "address_latest_observation_id_fkey" FOREIGN KEY ("latest_observation_id") REFERENCES "observation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "observation" ADD CONSTRAINT "observation_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "observation" ADD CONSTRAINT "observation_address_id_fkey" FOREIGN KEY ("address_id") REFERENCES "address"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate_name" ADD CONSTRAINT "certificate_name_certificate_id_fkey" FOREIGN KEY ("certificate_id") REFERENCES "certificate"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presence" ADD CONSTRAINT "presence_address_id_fkey" FOREIGN KEY ("address_id") REFERENCES "address"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presence" ADD CONSTRAINT "presence_certificate_id_fkey" FOREIGN KEY ("certificate_id") REFERENCES "certificate"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rotation" ADD CONSTRAINT "rotation_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rotation" ADD CONSTRAINT "rotation_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rotation" ADD CONSTRAINT "rotation_address_id_fkey" FOREIGN KEY ("address_id") REFERENCES "address"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rotation" ADD CONSTRAINT "rotation_previous_id_fkey" FOREIGN KEY ("previous_id") REFERENCES "certificate"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rotation" ADD CONSTRAINT "rotation_next_id_fkey" FOREIGN KEY ("next_id") REFERENCES "certificate"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trust_anchor" ADD CONSTRAINT "trust_anchor_trust_store_id_fkey" FOREIGN KEY ("trust_store_id") REFERENCES "trust_store"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trust_anchor" ADD CONSTRAINT "trust_anchor_certificate_id_fkey" FOREIGN KEY ("certificate_id") REFERENCES "certificate"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "distrust_entry" ADD CONSTRAINT "distrust_entry_trust_store_id_fkey" FOREIGN KEY ("trust_store_id") REFERENCES "trust_store"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding_event" ADD CONSTRAINT "finding_event_finding_id_fkey" FOREIGN KEY ("finding_id") REFERENCES "finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scan" ADD CONSTRAINT "scan_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scan_target" ADD CONSTRAINT "scan_target_scan_id_fkey" FOREIGN KEY ("scan_id") REFERENCES "scan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scan_target" ADD CONSTRAINT "scan_target_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "discovery_run" ADD CONSTRAINT "discovery_run_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "discovery_result" ADD CONSTRAINT "discovery_result_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "discovery_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "discovery_result" ADD CONSTRAINT "discovery_result_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE SET NULL ON UPDATE CASCADE;



-- One open presence per address, certificate and position (not expressible in the schema).
CREATE UNIQUE INDEX "presence_open_key" ON "presence" ("address_id", "certificate_id", "position") WHERE "closed_at" IS NULL;
