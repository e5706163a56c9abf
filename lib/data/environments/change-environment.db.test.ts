import { expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addIdentity, countRows, oneRow } from '#lib/testing/estate.ts'
import { changeEnvironment, createEnvironment } from './change-environment.ts'
import { getEnvironment } from './list-environment-summaries.ts'

testDatabase('test')

const production = { name: 'production', production: true, trustStoreId: null, policy: {} } as const

test('a change holds, is audited, is a version of its policy, and all that answers to it is judged anew', async () => {
  const id = await createEnvironment(systemPrincipal, production)
  const identityId = await addIdentity('payments.example.com', { environmentId: id })
  await pool().query('UPDATE identity SET reevaluate_at = NULL')
  await changeEnvironment(systemPrincipal, id, { ...production, name: 'prod', policy: { minProtocol: 'TLSv1.3' } })
  expect(await getEnvironment(systemPrincipal, id)).toMatchObject({
    name: 'prod',
    policy: { minProtocol: 'TLSv1.3' },
    identities: 1,
  })
  expect(await countRows('verdict', `subject_id = '${identityId}'`)).toBeGreaterThan(0)
  expect(await oneRow('SELECT version, source FROM policy_version WHERE environment_id = $1', [id])).toEqual({
    version: 1,
    source: 'system',
  })
  expect(await countRows('audit_entry', "action = 'environment.change'")).toBe(1)
})

test('a name belongs to one environment', async () => {
  const id = await createEnvironment(systemPrincipal, { ...production, name: 'staging' })
  await createEnvironment(systemPrincipal, production)
  const taken = { code: 'conflict', problems: [{ at: 'name' }] }
  await expect(createEnvironment(systemPrincipal, production)).rejects.toMatchObject(taken)
  await expect(changeEnvironment(systemPrincipal, id, production)).rejects.toMatchObject(taken)
})

test('only administrators make and change them', async () => {
  const analyst = { ...systemPrincipal, role: 'analyst' } as const
  await expect(createEnvironment(analyst, production)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(changeEnvironment(analyst, 'x', production)).rejects.toMatchObject({ code: 'forbidden' })
})
