import { beforeEach, describe, expect, test } from 'vitest'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { evaluateSubjects } from '../evaluation/evaluate-subjects.ts'
import { bulkChangeIdentities } from '../identities/bulk-change-identities.ts'
import { ensureIdentities } from '../identities/ensure-identities.ts'
import { createIdentity, updateIdentity } from '../identities/save-identity.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { inTransaction } from '../sql.ts'
import { disableUser } from '../users/change-user.ts'
import { createUser } from '../users/create-user.ts'
import { previewOwnershipRules } from './preview-ownership-rules.ts'
import { saveOwnershipRules } from './save-ownership-rules.ts'

testDatabase('test')

const analyst: Principal = { kind: 'token', id: 't', name: 'Ana', role: 'analyst' }
const viewer: Principal = { ...analyst, role: 'viewer' }
const payRule = { namePattern: '*.pay.test', owner: 'Payments' }
const restRule = { namePattern: '**', owner: 'Platform' }

let production: string

beforeEach(async () => {
  const { rows } = await pool().query(`INSERT INTO environment (name) VALUES ('production') RETURNING id`)
  production = rows[0].id
})

async function owners(): Promise<Record<string, string | null>> {
  const { rows } = await pool().query('SELECT name, owner FROM identity ORDER BY name')
  return Object.fromEntries(rows.map(({ name, owner }) => [name, owner]))
}

describe('rules of ownership', () => {
  test('hold at once and in their order, and never over what a person or an import said', async () => {
    await addIdentity('api.pay.test')
    await addIdentity('db.pay.test', { owner: 'Databases' })
    await addIdentity('www.test')
    await addIdentity('spiffe://td/pay/api', { kind: 'spiffe' })
    const rules = [payRule, { namePattern: 'spiffe://td/pay/*', owner: 'Payments' }, restRule]
    const preview = await previewOwnershipRules(analyst, rules)
    expect(preview).toMatchObject({ identities: 4, named: 1, changed: 3, ownerless: 0, matched: [2, 1, 1] })
    expect(preview.rows.map(({ name, nextOwner, rule }) => [name, nextOwner, rule])).toEqual([
      ['api.pay.test', 'Payments', 0],
      ['spiffe://td/pay/api', 'Payments', 1],
      ['www.test', 'Platform', 2],
    ])
    const saved = await saveOwnershipRules(analyst, rules)
    expect(saved.changed).toBe(3)
    const given = {
      'api.pay.test': 'Payments',
      'db.pay.test': 'Databases',
      'spiffe://td/pay/api': 'Payments',
      'www.test': 'Platform',
    }
    expect(await owners()).toEqual(given)
    // Another order: the first that matches wins.
    await saveOwnershipRules(analyst, saved.rules.toReversed())
    expect(await owners()).toEqual({ ...given, 'api.pay.test': 'Platform', 'spiffe://td/pay/api': 'Platform' })
    // Without rules, what they gave is gone; what a person said is not.
    expect((await saveOwnershipRules(analyst, [])).changed).toBe(3)
    expect(await owners()).toEqual({
      'api.pay.test': null,
      'db.pay.test': 'Databases',
      'spiffe://td/pay/api': null,
      'www.test': null,
    })
    expect(await countRows('audit_entry', `action = 'ownership-rules.save'`)).toBe(3)
  })

  test('judge what they change: who had no owner has one now', async () => {
    const id = await createIdentity(analyst, { name: 'api.pay.test' })
    const missing = () =>
      countRows('finding', `identity_id = '${id}' AND check_id = 'inventory-owner-missing' AND status = 'open'`)
    expect(await missing()).toBe(1)
    await saveOwnershipRules(analyst, [payRule])
    expect(await missing()).toBe(0)
  })

  test('are asked when identities are made, by hand or by imports, and when they move', async () => {
    await saveOwnershipRules(analyst, [{ ...payRule, environmentId: production }])
    const id = await createIdentity(analyst, { name: 'a.pay.test' })
    await createIdentity(analyst, { name: 'b.pay.test', environmentId: production })
    await inTransaction((tx) =>
      ensureIdentities(
        tx,
        systemPrincipal,
        [
          { kind: 'dns', name: 'c.pay.test', environment: 'production' },
          { kind: 'dns', name: 'd.pay.test', environment: 'production', owner: 'Imported' },
        ],
        'import',
      ),
    )
    const made = { 'a.pay.test': null, 'b.pay.test': 'Payments', 'c.pay.test': 'Payments', 'd.pay.test': 'Imported' }
    expect(await owners()).toEqual(made)
    await updateIdentity(analyst, id, { environmentId: production })
    expect(await owners()).toEqual({ ...made, 'a.pay.test': 'Payments' })
    await bulkChangeIdentities(analyst, { ids: [id] }, { environmentId: null })
    expect(await owners()).toEqual(made)
  })

  test('give way to a person or an import, and take over again where the person takes it back', async () => {
    const id = await addIdentity('api.pay.test')
    await saveOwnershipRules(analyst, [payRule])
    await updateIdentity(analyst, id, { owner: 'Payments' })
    // The same name, but now it is a person's word: it stays when the rule goes.
    const { rules } = await saveOwnershipRules(analyst, [{ ...payRule, owner: 'Others' }])
    expect(await owners()).toEqual({ 'api.pay.test': 'Payments' })
    await bulkChangeIdentities(analyst, { ids: [id] }, { owner: null })
    expect(await owners()).toEqual({ 'api.pay.test': 'Others' })
    await inTransaction((tx) =>
      ensureIdentities(tx, systemPrincipal, [{ kind: 'dns', name: 'api.pay.test', owner: 'Imported' }], 'import'),
    )
    await saveOwnershipRules(analyst, [{ ...payRule, id: rules[0]?.id }])
    expect(await owners()).toEqual({ 'api.pay.test': 'Imported' })
  })
})

describe('findings', () => {
  test('are assigned to whom the rule names when they open, and not again when they come back', async () => {
    const email = 'bo@example.test'
    const bo = await createUser(systemPrincipal, {
      name: 'Bo',
      email,
      password: 'correct horse battery',
      role: 'analyst',
    })
    // Owned by a person's word: the assignee is the rule's all the same.
    const identityId = await addIdentity('api.pay.test', { owner: 'Ledger' })
    const endpointId = await addEndpoint(await addSite(), { host: 'api.pay.test', identityId })
    await saveOwnershipRules(analyst, [{ ...payRule, assigneeId: bo }])
    await pool().query('DELETE FROM finding')
    const root = createRoot({})
    const leaf = root.issue({ dns: ['other.test'] })
    await recordObservations(systemPrincipal, [
      { endpointId, observations: [handshakeAt({ at: new Date(), chain: [leaf.der, root.der] })] },
    ])
    await evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [identityId] })
    expect(await countRows('finding', `status = 'open'`)).toBeGreaterThan(1)
    expect(await countRows('finding', `assignee_id IS DISTINCT FROM '${bo}'`)).toBe(0)
    expect(await countRows('finding_event', `kind = 'assigned' AND detail ->> 'ownershipRule' = '*.pay.test'`)).toBe(
      await countRows('finding'),
    )
    await pool().query(`UPDATE finding SET assignee_id = NULL, status = 'resolved'`)
    await evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [identityId] })
    expect(await countRows('finding', `status = 'open' AND times_reopened = 1`)).toBeGreaterThan(1)
    expect(await countRows('finding', 'assignee_id IS NOT NULL')).toBe(0)
  })
})

describe('refusals', () => {
  test('a viewer neither saves nor tries', async () => {
    await expect(saveOwnershipRules(viewer, [])).rejects.toMatchObject({ code: 'forbidden' })
    await expect(previewOwnershipRules(viewer, [])).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('what is no rule is refused with its place, and nothing is written', async () => {
    const gone = await createUser(systemPrincipal, {
      name: 'Bo',
      email: 'bo@example.test',
      password: 'correct horse battery',
      role: 'analyst',
    })
    await disableUser(systemPrincipal, gone)
    const wrong: [object[], string][] = [
      [[{ ...payRule, namePattern: 'a b' }], 'rules.0.namePattern'],
      [[payRule, { ...payRule, owner: ' ' }], 'rules.1.owner'],
      [[{ ...payRule, assigneeId: gone }], 'rules.0.assigneeId'],
    ]
    for (const [rules, at] of wrong) {
      await expect(saveOwnershipRules(analyst, rules)).rejects.toMatchObject({
        code: 'invalid-input',
        problems: [{ at }],
      })
    }
    const nowhere = [{ ...payRule, environmentId: '0190a000-0000-7000-8000-000000000000' }]
    await expect(saveOwnershipRules(analyst, nowhere)).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await countRows('ownership_rule')).toBe(0)
  })
})
