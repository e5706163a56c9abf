-- CreateIndex
CREATE INDEX "certificate_first_seen_at_idx" ON "certificate"("first_seen_at");

-- CreateIndex
CREATE INDEX "certificate_subject_trgm" ON "certificate" USING GIN ("subject" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "certificate_issuer_trgm" ON "certificate" USING GIN ("issuer" gin_trgm_ops);

-- The list's order by subject (an expression, so not expressible in the schema).
CREATE INDEX "certificate_subject_order_idx" ON "certificate" (left("subject", 120), "id");
