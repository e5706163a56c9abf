import { createHash } from 'node:crypto'
import { type ReportRowKind, type ReportSummary, reportRowKinds } from './report-snapshot.ts'

/** SHA-256 over the rows of one kind: each as the JSON text that JSON.stringify gives, and a line feed. */
export class RowsDigest {
  readonly #hash = createHash('sha256')

  add(lines: string): void {
    this.#hash.update(lines)
  }

  /** Hex; the digest is closed by it. */
  end(): string {
    return this.#hash.digest('hex')
  }
}

/**
 * The hash of a report: SHA-256 (hex) over the canonical JSON of `{rows, summary}`, where `rows` holds the digest of each
 * kind. Whoever has summary and rows as exported can compute it again: JSON.parse and JSON.stringify keep each row's text.
 */
export function reportSha256(summary: ReportSummary, digests: Readonly<Record<ReportRowKind, string>>): string {
  const rows = Object.fromEntries(reportRowKinds.map((kind) => [kind, digests[kind]]))
  return createHash('sha256').update(sortedJson({ rows, summary })).digest('hex')
}

/** JSON whose members stand in order of their names: the database gives them back in an order of its own. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  )
}
