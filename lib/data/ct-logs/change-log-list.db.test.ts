import { beforeEach, describe, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createLog, logList } from '#lib/testing/certificates/ct-log.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { setDefaultStore } from '../trust-stores/change-trust-store.ts'
import { createTrustStore } from '../trust-stores/create-trust-store.ts'
import { removeLogList, saveLogList } from './change-log-list.ts'
import { getLogList } from './get-log-list.ts'
import { loadCurrentLogList } from './stored-log-list.ts'

testDatabase('test')

const root = createRoot()
const [first, second] = [createLog({ name: 'First' }), createLog({ name: 'Second' })]
const analyst = { ...systemPrincipal, role: 'analyst' } as const
const list = (day: string, version = day) =>
  logList({ Alpha: [first], Beta: [second] }, { version, log_list_timestamp: `${day}T00:00:00Z` })
const uploaded = (file: string) => saveLogList(systemPrincipal, { file, source: ' fetched by hand ' })

describe('a list of CT logs', () => {
  test('is kept with its version, date and origin, and read as it was uploaded', async () => {
    expect(await getLogList(analyst)).toBeNull()
    expect(await loadCurrentLogList(pool())).toBeNull()
    const saved = await uploaded(list('2026-11-01', '54.1'))
    expect(saved).toMatchObject({ version: '54.1', logs: 2, changed: true, problems: [] })
    expect(await getLogList(analyst)).toMatchObject({
      version: '54.1',
      asOf: new Date('2026-11-01'),
      source: 'fetched by hand',
      uploadedBy: systemPrincipal.name,
      logs: [
        { operator: 'Alpha', name: 'First', state: { kind: 'usable' } },
        { operator: 'Beta', name: 'Second' },
      ],
    })
    const logs = await loadCurrentLogList(pool())
    expect(logs?.logs.get(first.id)?.key).toBe(first.key.spki.toString('base64'))
  })

  test('is replaced by a later one, and by no earlier one', async () => {
    await uploaded(list('2026-11-01'))
    const later = await uploaded(list('2026-11-02'))
    expect(await uploaded(list('2026-11-02'))).toMatchObject({ id: later.id, changed: false })
    await expect(uploaded(list('2026-10-31'))).rejects.toMatchObject({ code: 'conflict' })
    expect((await loadCurrentLogList(pool()))?.version).toBe('2026-11-02')
    expect(await countRows('ct_log_list')).toBe(1)
    const entry = await oneRow(`SELECT detail FROM audit_entry WHERE object_id = '${later.id}'`)
    expect(entry.detail).toMatchObject({ version: '2026-11-02', before: '2026-11-01', logs: 2 })
  })

  test('of two uploads at once one counts', async () => {
    await Promise.all([uploaded(list('2026-11-01', 'a')), uploaded(list('2026-11-01', 'b'))])
    expect(await countRows('ct_log_list')).toBe(1)
  })

  test('is refused with its fault where it is none, and by who is no administrator', async () => {
    await expect(uploaded('{}')).rejects.toMatchObject({ code: 'invalid-input', problems: [{ at: 'file' }] })
    await expect(uploaded(' '.repeat(4 * 1024 * 1024 + 1))).rejects.toMatchObject({ code: 'too-large' })
    const refused = { code: 'forbidden' }
    await expect(saveLogList(analyst, { file: list('2026-11-01') })).rejects.toMatchObject(refused)
    await expect(removeLogList(analyst)).rejects.toMatchObject(refused)
    await expect(removeLogList(systemPrincipal)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('is taken away with an entry in the log', async () => {
    await uploaded(list('2026-11-01'))
    await removeLogList(systemPrincipal)
    expect(await loadCurrentLogList(pool())).toBeNull()
    expect(await countRows('audit_entry', `action LIKE 'ct-log-list.%'`)).toBe(2)
  })
})

describe('what answers to public roots', () => {
  let due: () => Promise<number>

  beforeEach(async () => {
    const endpointId = await addEndpoint(await addSite())
    due = () => countRows('endpoint', `id = '${endpointId}' AND reevaluate_at <= now()`)
  })

  test.each([
    ['is judged anew with a new list, and without one', true, [1, 1]],
    ['alone is judged anew', false, [0, 0]],
  ] as const)('%s', async (_, publicRoots, expected) => {
    const store = await createTrustStore(systemPrincipal, { name: 'Roots', pem: root.pem, publicRoots })
    await setDefaultStore(systemPrincipal, store.id)
    const dueAfter = async (deed: () => Promise<unknown>) => {
      await pool().query('UPDATE endpoint SET reevaluate_at = NULL')
      await deed()
      return due()
    }
    const saved = await dueAfter(() => uploaded(list('2026-11-01')))
    expect([saved, await dueAfter(() => removeLogList(systemPrincipal))]).toEqual(expected)
  })
})
