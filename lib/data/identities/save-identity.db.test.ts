import { expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { updateSite } from '../sites/update-site.ts'
import { createIdentity, retireIdentity, setIdentityPolicy, updateIdentity } from './save-identity.ts'

testDatabase('test')

test('an identity is declared once, by a name that can be proven', async () => {
  const id = await createIdentity(systemPrincipal, { name: 'Payments.Example.com.', owner: 'team' })
  expect(await oneRow('SELECT name, kind, owner FROM identity WHERE id = $1', [id])).toEqual({
    name: 'payments.example.com',
    kind: 'dns',
    owner: 'team',
  })
  await expect(createIdentity(systemPrincipal, { name: 'payments.example.com' })).rejects.toMatchObject({
    code: 'conflict',
  })
  for (const name of ['*.example.com', 'spiffe://UPPER/x', 'a b', '']) {
    await expect(createIdentity(systemPrincipal, { name })).rejects.toMatchObject({ code: 'invalid-input' })
  }
})

test('a change of policy judges anew, is audited, and scans nothing', async () => {
  const id = await createIdentity(systemPrincipal, { name: 'payments.example.com' })
  await addEndpoint(await addSite(), { identityId: id })
  const { mutual } = await oneRow('SELECT mutual FROM identity WHERE id = $1', [id])
  expect(mutual).toBe('not_assessed')
  await setIdentityPolicy(systemPrincipal, id, { mtls: 'none' })
  expect(await oneRow('SELECT mutual, endpoint_count FROM identity WHERE id = $1', [id])).toEqual({
    mutual: 'not_expected',
    endpoint_count: 1,
  })
  expect(await countRows('audit_entry', `action = 'identity.update'`)).toBe(1)
  expect(await countRows('scan')).toBe(0)
  await expect(setIdentityPolicy(systemPrincipal, id, { mtls: 'perhaps' })).rejects.toMatchObject({
    code: 'invalid-input',
    problems: [{ at: 'policy.mtls' }],
  })
})

test('what a change leaves out stays, and null clears', async () => {
  const id = await createIdentity(systemPrincipal, { name: 'payments.example.com', owner: 'team', criticality: 'high' })
  await updateIdentity(systemPrincipal, id, { criticality: 'low' })
  await retireIdentity(systemPrincipal, id, true)
  const read = () =>
    oneRow('SELECT owner, criticality, retired_at IS NOT NULL AS retired FROM identity WHERE id = $1', [id])
  expect(await read()).toEqual({ owner: 'team', criticality: 'low', retired: true })
  await updateIdentity(systemPrincipal, id, { owner: null })
  await retireIdentity(systemPrincipal, id, false)
  expect(await read()).toEqual({ owner: null, criticality: 'low', retired: false })
})

test('a scope with an entry that can not be read is refused as a whole', async () => {
  const site = await addSite()
  const bad = updateSite(systemPrincipal, site, { allow: ['10.0.0.0/8', '10.0.0.0/99'] })
  await expect(bad).rejects.toMatchObject({ code: 'invalid-input', problems: [{ at: 'allow.1' }] })
  const analyst = { ...systemPrincipal, role: 'analyst' } as const
  await expect(updateSite(analyst, site, { allow: [] })).rejects.toMatchObject({ code: 'forbidden' })
  expect(await updateSite(systemPrincipal, site, { allow: ['10.0.0.0/8'] })).toMatchObject({ allow: ['10.0.0.0/8'] })
})
