import { createPrivateKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { newId } from '#lib/core/ids.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { countRows, oneRow } from '#lib/testing/estate.ts'
import { auditClients } from './audit-clients.ts'

testDatabase()

test('the certificates that workers go with are on record, their keys nowhere', async () => {
  const client = createRoot().issue({ dns: ['client.test'] })
  const valid = { chain: [client.der], key: createPrivateKey(client.keyPem) }
  const worker = newId()
  await auditClients([worker], null)
  expect(await countRows('audit_entry')).toBe(0)
  await auditClients([worker], { valid, wrongPurpose: null })
  expect(await oneRow('SELECT action, object_id, detail FROM audit_entry')).toEqual({
    action: 'worker.use-clients',
    object_id: worker,
    detail: { valid: { certificateSha256: [client.sha256] }, wrongPurpose: null },
  })
})
