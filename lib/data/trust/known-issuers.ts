import type { Certificate } from '#lib/x509/certificate.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { readPem } from '#lib/x509/pem.ts'
import type { Reading } from '../read-together.ts'
import { type Db, rows } from '../sql.ts'

/** URLs of issuers in these certificates (authority information access). */
export function issuerUrls(certificates: Iterable<Pick<Certificate, 'caIssuersUrls'>>): string[] {
  return [...new Set([...certificates].flatMap(({ caIssuersUrls }) => caIssuersUrls))]
}

/** Issuers of issuers that are followed, where servers send the leaf alone. */
const mostRounds = 3

/**
 * DER of what these URLs gave when they were fetched, by URL, and of what those certificates' own URLs gave:
 * intermediates that a server forgot to send. What is found completes a path for the verdict; that it was not sent
 * stays a finding. `given`: what is read of these URLs already.
 */
export async function loadFetchedIssuers(
  db: Db,
  urls: readonly string[],
  given: readonly FetchedRow[] | null = null,
): Promise<Map<string, readonly Uint8Array[]>> {
  const found = new Map<string, readonly Uint8Array[]>()
  const asked = new Set<string>()
  const onward = new Map<string, readonly string[]>()
  let next = urls
  for (let round = 0; round < mostRounds && next.length > 0; round += 1) {
    for (const url of next) asked.add(url)
    const contents = round === 0 && given !== null ? given : await loadContents(db, next)
    for (const { url, content } of contents) {
      const ders = certificatesIn(Buffer.from(content, 'base64'))
      found.set(url, ders)
      onward.set(url, issuerUrls(ders.flatMap(read)))
    }
    next = [...new Set(next.flatMap((url) => onward.get(url) ?? []))].filter((url) => !asked.has(url))
  }
  return new Map(urls.flatMap((url) => (found.has(url) ? [[url, reached(url, found, onward)]] : [])))
}

/** All that one URL leads to. */
function reached(
  start: string,
  found: ReadonlyMap<string, readonly Uint8Array[]>,
  onward: ReadonlyMap<string, readonly string[]>,
): readonly Uint8Array[] {
  const seen = new Set([start])
  for (const url of seen) for (const further of onward.get(url) ?? []) seen.add(further)
  return [...seen].flatMap((url) => found.get(url) ?? [])
}

export interface FetchedRow {
  readonly url: string
  /** In base64. */
  readonly content: string
}

/** `urls`: the parameter that holds them. */
export const fetchedIssuers = (urls = '$1'): Reading<FetchedRow> => ({
  text: `SELECT url, encode(content, 'base64') AS content
           FROM fetched_document WHERE kind = 'issuer' AND url = ANY (${urls}::text[]) AND content IS NOT NULL`,
})

function loadContents(db: Db, urls: readonly string[]): Promise<FetchedRow[]> {
  return rows<{ [Key in keyof FetchedRow]: FetchedRow[Key] }>(db, fetchedIssuers().text, [urls])
}

/** RFC 5280 4.2.2.1: one certificate in DER; some CAs serve PEM. (PKCS#7 was taken apart when it was fetched.) */
function certificatesIn(content: Buffer): readonly Uint8Array[] {
  return content[0] === 0x30 ? [content] : readPem(content.toString('latin1')).certificates
}

function read(der: Uint8Array): readonly Certificate[] {
  try {
    return [parseCertificate(der)]
  } catch (error) {
    if (error instanceof ParseError) return []
    throw error
  }
}
