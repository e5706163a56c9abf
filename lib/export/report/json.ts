import { type ReportRowKind, type ReportSource, reportRowKinds } from '#lib/compliance/report-snapshot.ts'
import { textStream } from '../text-stream.ts'
import type { ReportFormat } from './report-format.ts'

/** The names of the arrays, as the snapshot's hash and readers know them. */
export const snapshotArrays: Readonly<Record<ReportRowKind, string>> = {
  verdict: 'verdicts',
  finding: 'findings',
  observation: 'observations',
  certificate: 'certificates',
}

/** The whole snapshot, one row per line, as SnapshotReader reads it: nothing that another format leaves out is missing here. */
export const json: ReportFormat = {
  key: 'json',
  extension: 'json',
  contentType: 'application/json; charset=utf-8',
  label: 'JSON',
  use: 'Everything that the report holds, for programs.',
  write: (source) => textStream(snapshot(source)),
}

async function* snapshot(source: ReportSource): AsyncGenerator<string> {
  yield `{"schema":${JSON.stringify(source.summary.schema)},\n"sha256":${JSON.stringify(source.sha256)},\n`
  yield `"summary":${JSON.stringify(source.summary)}`
  for (const kind of reportRowKinds) {
    yield `,\n${JSON.stringify(snapshotArrays[kind])}:[`
    let separator = '\n'
    for await (const row of source.rows(kind)) {
      yield `${separator}${JSON.stringify(row)}`
      separator = ',\n'
    }
    yield '\n]'
  }
  yield '\n}\n'
}
