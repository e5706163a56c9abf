import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { signingContext } from '#lib/testing/report/sample-bundle.ts'
import { sampleReport } from '#lib/testing/report/sample-source.ts'
import { reportFormats, requireReportFormat } from './index.ts'

/** Files and folders that declare a format. */
function declared(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return declared(path)
    if (!entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts')) return []
    return [...readFileSync(path, 'utf8').matchAll(/^export const (\w+): ReportFormat = /gm)].map(
      ([, name = '']) => name,
    )
  })
}

test('every format that is declared is offered, under a key and a name of its own', () => {
  const names = declared(import.meta.dirname)
  expect(names.length).toBeGreaterThan(8)
  expect(reportFormats).toHaveLength(names.length)
  for (const field of ['key', 'extension', 'label'] as const)
    expect(new Set(reportFormats.map((format) => format[field])).size).toBe(names.length)
  for (const format of reportFormats) expect(requireReportFormat(format.key)).toBe(format)
  expect(() => requireReportFormat('nothing')).toThrow('There is no such format')
})

test.each(reportFormats.map((format) => [format.key, format] as const))(
  '%s: an error of the rows breaks the file off, so that it never looks whole',
  async (_key, format) => {
    const source = sampleReport({ identities: 3 })
    const failing = {
      ...source,
      // What reads no rows shows only what the summary holds, and can't notice.
      async *rows<Kind extends Parameters<typeof source.rows>[0]>(kind: Kind) {
        for await (const row of source.rows(kind)) {
          yield row
          throw new Error('the database went away')
        }
      },
    }
    const written = new Response(format.write(failing, signingContext)).arrayBuffer()
    if (format.key === 'csv-exceptions') await expect(written).resolves.toBeDefined()
    else await expect(written).rejects.toThrow('the database went away')
  },
  60_000,
)
