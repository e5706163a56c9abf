import { catalogue } from '#lib/checks/catalogue/index.ts'
import type { Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import type { EvidenceRow } from './evidence-row.ts'
import type { EvidenceFilter } from './filter.ts'
import { listEvidence } from './list-evidence.ts'

/** One page of the verdicts of all checks. Throws what `listEvidence` throws. */
export function listVerdicts(principal: Principal, filter: EvidenceFilter): Promise<Page<EvidenceRow>> {
  return listEvidence(
    principal,
    catalogue.map(({ id }) => id),
    filter,
  )
}
