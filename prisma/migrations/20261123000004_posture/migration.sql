-- AlterTable
ALTER TABLE "api_token" ADD COLUMN     "purpose" TEXT NOT NULL DEFAULT 'api';

-- AlterTable
ALTER TABLE "environment" ADD COLUMN     "reviewed_at" TIMESTAMPTZ(3),
ADD COLUMN     "reviewed_by" TEXT;

-- AlterTable
ALTER TABLE "identity" ADD COLUMN     "declared" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "owner_rule_id" UUID;

-- AlterTable
ALTER TABLE "finding" ADD COLUMN     "approver_id" TEXT,
ADD COLUMN     "approver_name" TEXT,
ADD COLUMN     "due_at" TIMESTAMPTZ(3),
ADD COLUMN     "proposal" JSONB;

-- CreateTable
CREATE TABLE "mention" (
    "id" BIGSERIAL NOT NULL,
    "finding_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "mention_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ownership_rule" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "position" INTEGER NOT NULL,
    "name_pattern" TEXT NOT NULL,
    "environment_id" UUID,
    "owner" TEXT NOT NULL,
    "assignee_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ownership_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "owner" (
    "name" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "since" TIMESTAMPTZ(3),
    "contact" TEXT,
    "source" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "owner_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "policy_version" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "environment_id" UUID,
    "identity_id" UUID,
    "version" INTEGER NOT NULL,
    "policy" JSONB NOT NULL,
    "trust_store" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "by_name" TEXT NOT NULL,
    "by_id" TEXT,
    "source" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "issued_certificate" (
    "certificate_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "identity_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "recorded_by" TEXT NOT NULL,

    CONSTRAINT "issued_certificate_pkey" PRIMARY KEY ("certificate_id","source")
);

-- CreateTable
CREATE TABLE "key_exposure" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "spki_sha256" BYTEA NOT NULL,
    "location" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "found_by" TEXT NOT NULL,

    CONSTRAINT "key_exposure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "id" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "sealed_key" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verify_question" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "identity_name" TEXT NOT NULL,
    "identity_id" UUID,
    "endpoint_id" UUID,
    "question" JSONB NOT NULL,
    "verdict" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "scanned" BOOLEAN NOT NULL,
    "evidence_at" TIMESTAMPTZ(3),
    "observation_ids" UUID[],
    "statement" TEXT NOT NULL,

    CONSTRAINT "verify_question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verify_look" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "site_id" UUID NOT NULL,
    "asked" JSONB NOT NULL,
    "deadline_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_at" TIMESTAMPTZ(3),
    "seen" JSONB,

    CONSTRAINT "verify_look_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "scope" JSONB NOT NULL,
    "frameworks" TEXT[],
    "status" "run_status" NOT NULL DEFAULT 'queued',
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "product_version" TEXT,
    "as_of" TIMESTAMPTZ(3),
    "summary" JSONB,
    "sha256" BYTEA,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_part" (
    "report_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "first_key" TEXT NOT NULL,
    "last_key" TEXT NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "report_part_pkey" PRIMARY KEY ("report_id","kind","position")
);

-- CreateTable
CREATE TABLE "finding_due" (
    "id" BIGSERIAL NOT NULL,
    "finding_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "finding_due_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "finding_due_finding_id_idx" ON "finding_due"("finding_id");

-- CreateTable
CREATE TABLE "ct_log_list" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "version" TEXT NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT,
    "sha256" BYTEA NOT NULL,
    "logs" JSONB NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "uploaded_by" TEXT NOT NULL,

    CONSTRAINT "ct_log_list_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "mention_user_id_read_at_idx" ON "mention"("user_id", "read_at");

-- CreateIndex
CREATE INDEX "mention_finding_id_idx" ON "mention"("finding_id");

-- CreateIndex
CREATE UNIQUE INDEX "ownership_rule_position_key" ON "ownership_rule"("position");

-- CreateIndex
CREATE UNIQUE INDEX "policy_version_environment_id_version_key" ON "policy_version"("environment_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "policy_version_identity_id_version_key" ON "policy_version"("identity_id", "version");

-- CreateIndex
CREATE INDEX "issued_certificate_identity_id_idx" ON "issued_certificate"("identity_id");

-- CreateIndex
CREATE UNIQUE INDEX "key_exposure_spki_sha256_location_key" ON "key_exposure"("spki_sha256", "location");

-- CreateIndex
CREATE INDEX "verify_question_at_idx" ON "verify_question"("at" DESC);

-- CreateIndex
CREATE INDEX "verify_question_identity_id_at_idx" ON "verify_question"("identity_id", "at" DESC);

-- CreateIndex
CREATE INDEX "verify_question_endpoint_id_at_idx" ON "verify_question"("endpoint_id", "at" DESC);

-- CreateIndex
CREATE INDEX "report_created_at_idx" ON "report"("created_at" DESC);

-- CreateIndex
CREATE INDEX "finding_due_at_idx" ON "finding"("due_at");

-- DropIndex
DROP INDEX "verdict_check_id_outcome_idx";

-- CreateIndex
CREATE INDEX "verdict_check_id_outcome_subject_kind_subject_id_idx" ON "verdict"("check_id", "outcome", "subject_kind", "subject_id");

-- CreateIndex
CREATE INDEX "verdict_since_idx" ON "verdict"("since");

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_owner_rule_id_fkey" FOREIGN KEY ("owner_rule_id") REFERENCES "ownership_rule"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_approver_id_fkey" FOREIGN KEY ("approver_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding_due" ADD CONSTRAINT "finding_due_finding_id_fkey" FOREIGN KEY ("finding_id") REFERENCES "finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mention" ADD CONSTRAINT "mention_finding_id_fkey" FOREIGN KEY ("finding_id") REFERENCES "finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mention" ADD CONSTRAINT "mention_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ownership_rule" ADD CONSTRAINT "ownership_rule_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ownership_rule" ADD CONSTRAINT "ownership_rule_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_version" ADD CONSTRAINT "policy_version_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_version" ADD CONSTRAINT "policy_version_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issued_certificate" ADD CONSTRAINT "issued_certificate_certificate_id_fkey" FOREIGN KEY ("certificate_id") REFERENCES "certificate"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issued_certificate" ADD CONSTRAINT "issued_certificate_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verify_question" ADD CONSTRAINT "verify_question_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verify_question" ADD CONSTRAINT "verify_question_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verify_look" ADD CONSTRAINT "verify_look_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_part" ADD CONSTRAINT "report_part_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "report"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- What counts now is version 1, where anything was set.
INSERT INTO policy_version (environment_id, version, policy, trust_store, by_name, source)
SELECT env.id, 1, env.policy, s.name, 'Countersign', 'page'
  FROM environment env LEFT JOIN trust_store s ON s.id = env.trust_store_id
 WHERE env.policy <> '{}'::jsonb OR s.id IS NOT NULL;
INSERT INTO policy_version (identity_id, version, policy, trust_store, by_name, source)
SELECT i.id, 1, i.policy, s.name, 'Countersign', 'page'
  FROM identity i LEFT JOIN trust_store s ON s.id = i.trust_store_id
 WHERE i.policy <> '{}'::jsonb OR s.id IS NOT NULL;

-- A version is of one thing.
ALTER TABLE policy_version ADD CONSTRAINT policy_version_of_one
  CHECK ((environment_id IS NULL) <> (identity_id IS NULL));

-- How identities rotate.
ALTER TABLE "rotation" ADD COLUMN "previous_seen_at" TIMESTAMPTZ(3);

CREATE TABLE "rotation_due" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "identity_id" UUID,
    "endpoint_id" UUID NOT NULL,
    "endpoints" INTEGER NOT NULL,
    "certificate_id" UUID NOT NULL,
    "life_seconds" DOUBLE PRECISION NOT NULL,
    "expected_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "missed_at" TIMESTAMPTZ(3) NOT NULL,
    "basis" TEXT NOT NULL,
    "interval_seconds" DOUBLE PRECISION,

    CONSTRAINT "rotation_due_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "identity_rotation" (
    "identity_id" UUID NOT NULL,
    "certificate_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "expected_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "missed_at" TIMESTAMPTZ(3) NOT NULL,
    "basis" TEXT NOT NULL,
    "interval_seconds" DOUBLE PRECISION,
    "measured_steps" INTEGER NOT NULL,
    "typical_share" DOUBLE PRECISION,
    "spread_share" DOUBLE PRECISION,
    "pattern" TEXT,
    "public_limits" BOOLEAN,
    "recent_steps" INTEGER NOT NULL,
    "longest_gap_seconds" DOUBLE PRECISION,
    "typical_gap_seconds" DOUBLE PRECISION,
    "late_steps" INTEGER NOT NULL,
    "missed_steps" INTEGER NOT NULL,
    "ready_200" TEXT,
    "ready_100" TEXT,
    "ready_47" TEXT,
    "ready_policy" TEXT,
    "reasons" JSONB NOT NULL DEFAULT '{}',
    "policy_seconds" DOUBLE PRECISION,

    CONSTRAINT "identity_rotation_pkey" PRIMARY KEY ("identity_id")
);

CREATE UNIQUE INDEX "rotation_due_identity_id_endpoint_id_certificate_id_key" ON "rotation_due"("identity_id", "endpoint_id", "certificate_id");
CREATE INDEX "rotation_due_due_at_id_idx" ON "rotation_due"("due_at", "id");
CREATE INDEX "rotation_due_endpoint_id_idx" ON "rotation_due"("endpoint_id");
CREATE INDEX "rotation_due_certificate_id_idx" ON "rotation_due"("certificate_id");
CREATE INDEX "identity_rotation_due_at_identity_id_idx" ON "identity_rotation"("due_at", "identity_id");
CREATE INDEX "identity_rotation_certificate_id_idx" ON "identity_rotation"("certificate_id");

ALTER TABLE "rotation_due" ADD CONSTRAINT "rotation_due_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "rotation_due" ADD CONSTRAINT "rotation_due_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "rotation_due" ADD CONSTRAINT "rotation_due_certificate_id_fkey" FOREIGN KEY ("certificate_id") REFERENCES "certificate"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "identity_rotation" ADD CONSTRAINT "identity_rotation_certificate_id_fkey" FOREIGN KEY ("certificate_id") REFERENCES "certificate"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "identity_rotation" ADD CONSTRAINT "identity_rotation_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Of steps on record, the presences still tell when the earlier leaf was last seen.
UPDATE rotation r SET previous_seen_at = s.at
  FROM (SELECT r.id, max(p.last_seen_at) AS at
          FROM rotation r JOIN address a ON a.endpoint_id = r.endpoint_id
          JOIN presence p ON p.address_id = a.id AND p.certificate_id = r.previous_id AND p.position = 0 AND p.last_seen_at <= r.at
         GROUP BY r.id) s
 WHERE s.id = r.id;

-- Due dates and rhythms are written with verdicts: everything is judged once more.
UPDATE endpoint SET reevaluate_at = now();
UPDATE identity SET reevaluate_at = now();

-- What stands accepted was approved by whoever accepted it.
UPDATE finding f SET approver_name = v.actor_name, approver_id = (SELECT u.id FROM app_user u WHERE u.id = v.actor_id)
  FROM (SELECT DISTINCT ON (finding_id) finding_id, actor_name, actor_id FROM finding_event
         WHERE kind = 'accepted' ORDER BY finding_id, id DESC) v
 WHERE f.status = 'accepted' AND v.finding_id = f.id;

-- Of two dates that hold, one would be wrong.
CREATE UNIQUE INDEX finding_due_held_key ON finding_due (finding_id) WHERE until IS NULL;

-- Dates that were passed (lib/data/findings/history-conditions.ts), and what happened when.
CREATE INDEX finding_due_passable_idx ON finding_due (due_at, until, since, finding_id) WHERE until IS NULL OR until > due_at;
CREATE INDEX finding_event_begins_idx ON finding_event (at, finding_id)
  WHERE kind IN ('opened', 'acceptance-expired') OR kind = 'reopened' AND detail ? 'because';
CREATE INDEX finding_event_settles_idx ON finding_event (at, finding_id) WHERE kind IN ('resolved', 'accepted', 'false-positive');

-- Lists of verdicts begin with those that fail.
CREATE INDEX verdict_severity_idx ON verdict (severity) WHERE severity IS NOT NULL;

-- Nothing was due before policies said days: earlier weeks are told as if the days that hold by default had held then.
INSERT INTO finding_due (finding_id, due_at, since, until)
WITH told AS (
  SELECT v.finding_id, v.id, v.at, v.kind,
         v.kind IN ('opened', 'acceptance-expired') OR v.kind = 'reopened' AND v.detail ? 'because' AS begins,
         array_position(ARRAY['info', 'low', 'medium', 'high', 'critical'],
           CASE WHEN v.kind IN ('opened', 'reopened', 'acceptance-expired', 'severity-changed')
                THEN COALESCE(v.detail ->> 'to', v.detail ->> 'severity') END) AS severity
    FROM finding_event v
   WHERE v.kind IN ('opened', 'reopened', 'acceptance-expired', 'acknowledged', 'resolved', 'accepted', 'false-positive', 'severity-changed')
), step AS (
  SELECT finding_id, at AS since, lead(at) OVER w AS until,
         max(id * 8 + (kind NOT IN ('resolved', 'accepted', 'false-positive'))::int) FILTER (WHERE kind <> 'severity-changed') OVER w % 8 = 1 AS active,
         max(id * 8 + severity) FILTER (WHERE severity IS NOT NULL) OVER w % 8 AS severity, max(at) FILTER (WHERE begins) OVER w AS began
    FROM told WINDOW w AS (PARTITION BY finding_id ORDER BY id)
)
SELECT finding_id, began + interval '86400 seconds' * days, since, until
  FROM step JOIN (VALUES (5, 7), (4, 30), (3, 90), (2, 180)) AS by_default(severity, days) USING (severity)
 WHERE active AND began IS NOT NULL;
UPDATE finding f SET due_at = d.due_at FROM finding_due d WHERE d.finding_id = f.id AND d.until IS NULL;

-- Of two lists of CT logs one would not count.
CREATE UNIQUE INDEX ct_log_list_one_key ON ct_log_list ((true));
