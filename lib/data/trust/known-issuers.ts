import type { Certificate } from '#lib/x509/certificate.ts'
import { readPem } from '#lib/x509/pem.ts'
import { type Db, rows } from '../sql.ts'

/** URLs of issuers in these certificates (authority information access). */
export function issuerUrls(certificates: Iterable<Pick<Certificate, 'caIssuersUrls'>>): string[] {
  return [...new Set([...certificates].flatMap(({ caIssuersUrls }) => caIssuersUrls))]
}

/**
 * DER of what these URLs gave when they were fetched, by URL: intermediates that a server forgot to send. What is found
 * completes a path for the verdict; that it was not sent stays a finding.
 */
export async function loadFetchedIssuers(db: Db, urls: readonly string[]): Promise<Map<string, readonly Uint8Array[]>> {
  if (urls.length === 0) return new Map()
  const found = await rows<{ url: string; content: Buffer }>(
    db,
    `SELECT url, content FROM fetched_document WHERE kind = 'issuer' AND url = ANY ($1::text[]) AND content IS NOT NULL`,
    [urls],
  )
  return new Map(found.map(({ url, content }) => [url, certificatesIn(content)]))
}

/** RFC 5280 4.2.2.1: one certificate in DER; some CAs serve PEM. (PKCS#7 was taken apart when it was fetched.) */
function certificatesIn(content: Buffer): readonly Uint8Array[] {
  return content[0] === 0x30 ? [content] : readPem(content.toString('latin1')).certificates
}
