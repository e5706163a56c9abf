import type { ReportSource } from '#lib/compliance/report-snapshot.ts'
import type { JwsKey, PublicJwk } from '#lib/core/jws.ts'

/** What a format needs beside the report. */
export interface ReportContext {
  /** The version that writes; the report's own says which one made it. */
  readonly productVersion: string
  /** Where the product is reached, without a slash at its end; null: no links to it are written. */
  readonly baseUrl: string | null
  /** Signs the bundle's manifest. Null: whoever asks gets no bundle. */
  readonly signing: ReportSigning | null
}

export interface ReportSigning {
  readonly key: JwsKey
  /** As JWKs, the signing one among them; retired ones too, so that earlier statements can be checked. */
  readonly publicKeys: readonly PublicJwk[]
}

/** One file that a report is handed out as: a file or folder here, a line in index.ts. */
export interface ReportFormat {
  /** Stable, for programs: `csv-findings`. */
  readonly key: string
  /** How the file's name ends, without the leading dot: `findings.csv`. */
  readonly extension: string
  readonly contentType: string
  /** For people: `Findings (CSV)`. */
  readonly label: string
  /** What it is good for, in one sentence. */
  readonly use: string
  /**
   * The same bytes for the same report and context. Rows are read while the file is taken; cancelling ends them, and
   * an error of theirs breaks the file off, so that it never looks whole.
   */
  write(source: ReportSource, context: ReportContext): ReadableStream<Uint8Array>
}
