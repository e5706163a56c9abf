import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { log } from '#lib/core/log.ts'
import { json } from '#lib/export/report/json.ts'
import { secret } from '#lib/testing/asking.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { sampleReport } from '#lib/testing/report/sample-source.ts'
import { reportResponse } from './report-response.ts'

testDatabase()
beforeEach(() => void vi.stubEnv('COUNTERSIGN_SECRET', secret))
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const source = sampleReport({ identities: 3 })

test('an export that breaks off is logged, and never looks whole', async () => {
  const error = vi.spyOn(log, 'error').mockReturnValue()
  const failing = {
    ...source,
    // biome-ignore lint/correctness/useYield: it fails before its first row
    async *rows() {
      throw new Error('the database went away')
    },
  }
  const response = await reportResponse(failing, json)
  await expect(response.text()).rejects.toThrow('the database went away')
  expect(error).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ report: source.summary.id, format: 'json', err: expect.any(Error) }),
    expect.any(String),
  )
})

test('one that is whole is not, nor one that nobody wants any more, whose rows end', async () => {
  const error = vi.spyOn(log, 'error').mockReturnValue()
  expect(JSON.parse(await (await reportResponse(source, json)).text())).toMatchObject({ sha256: source.sha256 })
  const reader = (await reportResponse(sampleReport({ identities: 200 }), json)).body?.getReader()
  await reader?.read()
  await reader?.cancel()
  expect(error).not.toHaveBeenCalled()
})
