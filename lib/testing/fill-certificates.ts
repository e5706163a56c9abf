import { pool } from '#lib/db/client.ts'

/**
 * An estate for measuring lists: `count` leaves with three names each, four of five served, under 40 issuers, by
 * 500 identities in five environments. Rows are of a real size, but what they hold is no DER.
 */
export async function fillCertificates(count: number): Promise<void> {
  const db = pool()
  await db.query(`INSERT INTO site (name) VALUES ('bench')`)
  await db.query(`INSERT INTO environment (name) SELECT 'env-' || n FROM generate_series(0, 4) n`)
  await db.query(
    `INSERT INTO identity (kind, name, owner, environment_id)
     SELECT 'dns', 'service-' || n || '.example.com', 'team-' || n % 50, (SELECT id FROM environment WHERE name = 'env-' || n % 5)
       FROM generate_series(0, 499) n`,
  )
  await insertCertificates(count)
  await insertPlaces()
  await db.query('ANALYZE')
}

async function insertCertificates(count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, number) => number)
  await pool().query(
    `INSERT INTO certificate (sha256, spki_sha256, der, subject, issuer, serial, not_before, not_after, is_ca, self_signed,
            key_algorithm, key_bits, signature_algorithm, fields, fields_version, first_seen_at, last_seen_at)
     SELECT sha256(('c' || n)::bytea), sha256(('k' || n / 2)::bytea), sha512(('d' || n)::bytea) || sha512(('e' || n)::bytea),
            'CN=' || host, 'CN=Issuing CA ' || n % 40 || ',O=Estate', lpad(n::text, 32, '0'),
            now() - make_interval(days => n % 90), now() + make_interval(secs => (n * 7919) % 34560000), false, false,
            'ec', 256, 'ecdsa-with-SHA256',
            jsonb_build_object('subjectAltNames', jsonb_build_array(jsonb_build_object('kind', 'dns', 'value', host)), 'rest', repeat(md5(n::text), 30)),
            1, now() - make_interval(secs => n), now()
       FROM unnest($1::int[]) n
      CROSS JOIN LATERAL (SELECT 'service-' || lpad(n::text, 5, '0') || '.team-' || n % 50 || '.example.com' AS host) h`,
    [numbers],
  )
  await pool().query(
    `INSERT INTO certificate_name (certificate_id, kind, value)
     SELECT c.id, 'dns', prefix || substr(c.subject, 4) FROM certificate c, unnest(ARRAY['', 'www.', 'api.']) prefix`,
  )
}

/** One endpoint with one address for each leaf that is served. */
async function insertPlaces(): Promise<void> {
  const db = pool()
  await db.query(
    `INSERT INTO endpoint (site_id, host, port, server_name, identity_id)
     SELECT (SELECT id FROM site), substr(c.subject, 4), 443, '', i.id
       FROM (SELECT subject, row_number() OVER (ORDER BY serial) - 1 AS n FROM certificate) c
       JOIN identity i ON i.name = 'service-' || c.n % 500 || '.example.com' WHERE c.n % 5 > 0`,
  )
  await db.query(
    `INSERT INTO address (endpoint_id, ip, first_seen_at, last_seen_at) SELECT id, '192.0.2.1', now(), now() FROM endpoint`,
  )
  await db.query(
    `INSERT INTO presence (address_id, certificate_id, position, opened_at, last_seen_at)
     SELECT a.id, c.id, 0, now(), now() FROM address a JOIN endpoint e ON e.id = a.endpoint_id JOIN certificate c ON substr(c.subject, 4) = e.host`,
  )
}
