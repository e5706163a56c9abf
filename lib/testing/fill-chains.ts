import { newId, sha256 } from '#lib/core/ids.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { setDefaultStore } from '#lib/data/trust-stores/change-trust-store.ts'
import { createTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { pool } from '#lib/db/client.ts'
import { type Authority, createRoot, generateKeyPair, type Issued } from './certificates.ts'

const roots = 6
const issuersPerRoot = 50
const identities = 1000
const perBatch = 2000

export interface FilledChains {
  readonly storeId: string
  readonly roots: readonly Authority[]
}

/**
 * `count` endpoints, each with a leaf of its own that sends its issuer: 300 issuers under six roots, of which one in ten
 * is cross-signed by another root. Leaves share 64 keys, which makes them quick to make and no quicker to verify.
 */
export async function fillChains(count: number, onProgress: (done: number) => void): Promise<FilledChains> {
  const anchors = Array.from({ length: roots }, (_, n) => createRoot({ commonName: `Root ${n}` }))
  const store = await createTrustStore(systemPrincipal, {
    name: 'Bench',
    pem: anchors.map(({ pem }) => pem).join(''),
  })
  await setDefaultStore(systemPrincipal, store.id)
  const issuers = anchors.flatMap((root, n) => issuersOf(root, anchors[(n + 1) % roots] ?? root))
  await insertCertificates(
    issuers.flatMap(({ issuing, cross }) => [issuing, ...cross]),
    true,
  )
  const siteId = await insertScope()
  const keys = Array.from({ length: 64 }, () => generateKeyPair())
  for (let from = 0; from < count; from += perBatch) {
    const places = Array.from({ length: Math.min(perBatch, count - from) }, (_, index): Place => {
      const number = from + index
      const { issuing, cross } = issuers[number % issuers.length] ?? { issuing: createRoot(), cross: [] }
      const [key] = keys.slice(number % keys.length)
      const leaf = issuing.issue({ dns: [`service-${number}.example.com`], ...(key && { key }) })
      return { number, chain: [leaf, issuing, ...cross] }
    })
    await insertCertificates(
      places.flatMap(({ chain: [leaf] }) => leaf ?? []),
      false,
    )
    await insertPlaces(siteId, places)
    onProgress(from + places.length)
  }
  await pool().query('ANALYZE')
  return { storeId: store.id, roots: anchors }
}

interface Issuer {
  readonly issuing: Authority
  /** The same name and key under another root. */
  readonly cross: readonly Authority[]
}

function issuersOf(root: Authority, other: Authority): Issuer[] {
  return Array.from({ length: issuersPerRoot }, (_, n) => {
    const commonName = `Issuing CA ${n} of ${root.sha256.slice(0, 8)}`
    const issuing = root.intermediate({ commonName })
    return { issuing, cross: n % 10 === 0 ? [other.intermediate({ commonName, key: issuing.key })] : [] }
  })
}

interface Place {
  readonly number: number
  /** Leaf first. */
  readonly chain: readonly Issued[]
}

async function insertScope(): Promise<string> {
  const db = pool()
  const siteId = newId()
  await db.query(`INSERT INTO site (id, name) VALUES ($1, 'bench')`, [siteId])
  await db.query(`INSERT INTO environment (name) SELECT 'env-' || n FROM generate_series(0, 4) n`)
  await db.query(
    `INSERT INTO identity (kind, name, environment_id)
     SELECT 'dns', 'service-' || n || '.example.com', (SELECT id FROM environment WHERE name = 'env-' || n % 5)
       FROM generate_series(0, $1 - 1) n`,
    [identities],
  )
  return siteId
}

async function insertCertificates(issued: readonly Issued[], isCa: boolean): Promise<void> {
  await pool().query(
    `INSERT INTO certificate (sha256, spki_sha256, der, subject, issuer, serial, not_before, not_after, is_ca, self_signed,
            key_algorithm, key_bits, signature_algorithm, fields, fields_version, first_seen_at, last_seen_at)
     SELECT sha256(der), spki, der, 'CN=' || left(encode(sha256(der), 'hex'), 16), 'CN=Issuing CA', n::text, now(), now() + interval '90 days',
            $3, false, 'ec', 256, 'ecdsa-with-SHA256', '{}', 1, now(), now()
       FROM unnest($1::bytea[], $2::bytea[]) WITH ORDINALITY AS t(der, spki, n)`,
    [issued.map(({ der }) => der), issued.map(({ key }) => sha256(key.spki)), isCa],
  )
}

async function insertPlaces(siteId: string, places: readonly Place[]): Promise<void> {
  const endpoints = places.map(() => newId())
  const addresses = places.map(() => newId())
  const numbers = places.map(({ number }) => number)
  await pool().query(
    `INSERT INTO endpoint (id, site_id, host, port, server_name, identity_id)
     SELECT t.id, $1, 'service-' || n || '.example.com', 443, '', i.id
       FROM unnest($2::uuid[], $3::int[]) AS t(id, n) JOIN identity i ON i.name = 'service-' || n % ${identities} || '.example.com'`,
    [siteId, endpoints, numbers],
  )
  await pool().query(
    `INSERT INTO address (id, endpoint_id, ip, first_seen_at, last_seen_at)
     SELECT t.id, t.endpoint, '192.0.2.1', now(), now() FROM unnest($1::uuid[], $2::uuid[]) AS t(id, endpoint)`,
    [addresses, endpoints],
  )
  const sent = places.flatMap(({ chain }, place) =>
    chain.map(({ der }, position) => ({ address: addresses[place], hash: sha256(der), position })),
  )
  await pool().query(
    `INSERT INTO presence (address_id, certificate_id, position, opened_at, last_seen_at)
     SELECT t.address, c.id, t.position, now(), now()
       FROM unnest($1::uuid[], $2::bytea[], $3::int[]) AS t(address, hash, position) JOIN certificate c ON c.sha256 = t.hash`,
    [sent.map(({ address }) => address), sent.map(({ hash }) => hash), sent.map(({ position }) => position)],
  )
}
