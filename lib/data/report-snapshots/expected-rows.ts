import { findFramework } from '#lib/compliance/catalogues/index.ts'
import { standingFindings } from '../compliance/finding-counts.ts'
import { verdictConditions, verdictTables } from '../compliance/verdict-conditions.ts'
import { findingConditions, findingTables } from '../findings/where.ts'
import { type Db, rows } from '../sql.ts'
import { checksOf, type ReportOrder } from './freeze-report.ts'
import { observationsInScope } from './part-scope.ts'
import { certificatesInScope } from './read-certificates.ts'
import { liveScope } from './request.ts'

/** How many rows a report will hold, for its progress. */
export async function expectedRows(tx: Db, { frameworks, scope: asked }: ReportOrder): Promise<number> {
  const scope = liveScope(asked)
  const part = { checkIds: checksOf(frameworks.flatMap((id) => findFramework(id) ?? [])), scope }
  const verdicts = verdictConditions(part.checkIds, scope)
  const findings = findingConditions(standingFindings(part.checkIds, scope))
  const observations = observationsInScope(part)
  const certificates = certificatesInScope(part)
  let total = 0
  for (const [from, values] of [
    [`${verdictTables} WHERE ${verdicts.where}`, verdicts.values.values],
    [`${findingTables} WHERE ${findings.where}`, findings.values],
    [`observation o WHERE o.id IN (${observations.sql})`, observations.values.values],
    [`certificate c WHERE c.sha256 IN (${certificates.sql})`, certificates.values.values],
  ] as const) {
    const [found] = await rows<{ count: number }>(tx, `SELECT count(*)::int AS count FROM ${from}`, [...values])
    total += found?.count ?? 0
  }
  return total
}
