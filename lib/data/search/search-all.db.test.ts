import { beforeAll, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { searchAll } from './search-all.ts'

testDatabase()

const sha256 = `ab12${'0'.repeat(60)}`
const find = async (text: string) =>
  (await searchAll(systemPrincipal, text)).map(({ kind, label }) => `${kind} ${label}`)

beforeAll(async () => {
  await pool().query(
    `WITH s AS (INSERT INTO site (name) VALUES ('here') RETURNING id),
          i AS (INSERT INTO identity (kind, name) VALUES ('dns', 'pay_api.example'), ('dns', 'payxapi.example') RETURNING id),
          e AS (INSERT INTO endpoint (site_id, host, port, server_name)
                SELECT s.id, 'pay_api.example', port, 'pay_api.example' FROM s, unnest(ARRAY[443, 8443]) AS port RETURNING id),
          c AS (INSERT INTO certificate (sha256, spki_sha256, der, subject, issuer, serial, not_before, not_after, is_ca,
                  self_signed, key_algorithm, signature_algorithm, fields, fields_version, first_seen_at, last_seen_at)
                VALUES (decode($1, 'hex'), decode($2, 'hex'), '', 'CN=x', 'CN=y', '0fee01', now(), now(), false, false, 'rsa', 's', '{}', 1, now(), now())
                RETURNING id)
     INSERT INTO certificate_name SELECT c.id, 'dns', 'pay_api.example' FROM c`,
    [sha256, 'cd'.repeat(32)],
  )
})

test('a name finds identities, endpoints and certificates', async () => {
  expect(await find('PAY_API')).toEqual([
    'identity pay_api.example',
    'endpoint pay_api.example:443',
    'endpoint pay_api.example:8443',
    'certificate pay_api.example',
  ])
})

test('a host with a port finds that endpoint alone', async () => {
  expect(await find('pay_api.example:8443')).toEqual(['endpoint pay_api.example:8443'])
})

test.each(['ab12', 'AB:12:00', 'cdcd cdcd', '0x0FEE', '0f:ee:01'])(
  'serial or fingerprint %s finds the certificate',
  async (text) => {
    expect(await find(text)).toEqual(['certificate pay_api.example'])
  },
)

test('signs of patterns stand for themselves', async () => {
  expect(await find('%')).toEqual([])
  expect(await find('pay%api')).toEqual([])
})
