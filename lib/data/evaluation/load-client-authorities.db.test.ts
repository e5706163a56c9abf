import { expect, test } from 'vitest'
import { observed } from '#lib/core/observed.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { address } from '#lib/testing/facts.ts'
import { readTogether } from '../read-together.ts'
import { createTrustStore } from '../trust-stores/create-trust-store.ts'
import {
  authorityNames,
  clientAuthorities,
  type NamedAuthority,
  toClientAuthorities,
} from './load-client-authorities.ts'

testDatabase('test')

const clients = createRoot({ commonName: 'Client Root' })
const openToAll = createRoot({ commonName: 'Public Root' })

test('names of CAs are told by the stores that hold them, and strangers are left out', async () => {
  const own = await createTrustStore(systemPrincipal, { name: 'Clients', pem: clients.pem })
  const roots = await createTrustStore(systemPrincipal, { name: 'Roots', pem: openToAll.pem })
  await pool().query('UPDATE trust_store SET public_roots = true WHERE id = $1', [roots.id])
  await pool().query(
    'INSERT INTO environment (name, production, trust_store_id) VALUES ($1, true, $2), ($3, false, $4)',
    ['production', own.id, 'edge', roots.id],
  )
  const authorities = ['CN=Client Root', 'CN=Public Root', 'CN=Stranger']
  const asking = address({ tls: { clientCertificateRequest: observed({ authorities, schemes: [] }) } })
  const { known } = await readTogether<{ known: NamedAuthority }>(pool(), { known: clientAuthorities() }, [
    authorityNames([asking, address()]),
  ])
  const found = toClientAuthorities(known)
  expect([...found.keys()].toSorted()).toEqual(['CN=Client Root', 'CN=Public Root'])
  expect(found.get('CN=Client Root')).toMatchObject({ publicRoot: false, environments: [{ name: 'production' }] })
  expect(found.get('CN=Public Root')).toMatchObject({ publicRoot: true, environments: [] })
})
