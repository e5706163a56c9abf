import { expect, test } from 'vitest'
import { reportRowKinds } from '#lib/compliance/report-snapshot.ts'
import { exportText } from '#lib/testing/report/read-export.ts'
import { sampleReport } from '#lib/testing/report/sample-source.ts'
import { json } from './json.ts'

test.each([
  ['usual', sampleReport()],
  ['hostile', sampleReport({ hostile: true, namesPerCertificate: 2000 })],
  ['empty', sampleReport({ identities: 0 })],
])('%s: holds the whole report, unchanged', async (_name, source) => {
  const read = JSON.parse(await exportText(json, source))
  expect(read.summary).toEqual(source.summary)
  expect(read.sha256).toBe(source.sha256)
  for (const kind of reportRowKinds) expect(read[`${kind}s`]).toEqual(await Array.fromAsync(source.rows(kind)))
})
