import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { exportText } from '#lib/testing/report/read-export.ts'
import { sampleReport } from '#lib/testing/report/sample-source.ts'
import { csvExceptions, csvFindings, csvObservations, csvVerdicts } from './csv.ts'

const hostile = sampleReport({ hostile: true, identities: 40, failingPercent: 60 })
const { rows, exceptions } = hostile.summary

test.each([
  ['verdicts', csvVerdicts, rows.verdict],
  ['findings', csvFindings, rows.finding],
  ['exceptions', csvExceptions, exceptions.length],
  ['observations', csvObservations, rows.observation],
] as const)(
  '%s: a line for every row, each as wide as the head, and no cell is a formula',
  async (_name, format, count) => {
    const { data, errors } = Papa.parse<string[]>(await exportText(format, hostile), { skipEmptyLines: true })
    expect(errors).toEqual([])
    expect(count).toBeGreaterThan(0)
    expect(data).toHaveLength(count + 1)
    expect(new Set(data.map((row) => row.length)).size).toBe(1)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    const unsafe = /^\s*[=+\-@＝＋－＠|%]|[\u0000-\u001f\u202e\u2066]/u
    expect(data.flat().filter((cell) => unsafe.test(cell))).toEqual([])
  },
)

test('a verdict carries its observations, time, method and certificate', async () => {
  const source = sampleReport()
  const { data } = Papa.parse<Record<string, string>>(await exportText(csvVerdicts, source), { header: true })
  const verdicts = await Array.fromAsync(source.rows('verdict'))
  const first = verdicts.find(({ certificateSha256 }) => certificateSha256 !== null)
  expect(data.find((line) => line.Verdict === first?.id)).toMatchObject({
    Observations: first?.observationIds.join(' '),
    Observed: first?.observedAt,
    Method: first?.method,
    'Certificate SHA-256': first?.certificateSha256,
  })
})

test('a list tells by version whether it is complete; of an old report that is unknown', async () => {
  const { data } = Papa.parse<Record<string, string>>(await exportText(csvObservations, sampleReport()), {
    header: true,
  })
  const told = (index: number) => [data[index]?.['List of suites'], data[index]?.['List of groups']]
  expect(told(0)).toEqual(['TLSv1.2: complete; TLSv1.3: complete', 'complete'])
  expect(told(2)).toEqual(['TLSv1.2: partial; TLSv1.3: complete', 'partial'])
  expect(told(4)).toEqual(['TLSv1.2: unknown; TLSv1.3: unknown', 'unknown'])
  expect(told(1)).toEqual(['', ''])
})
