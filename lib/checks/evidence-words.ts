/** Words of evidence keys that are no plain English. */
const words: Readonly<Record<string, string>> = {
  sha256: 'SHA-256',
  spki: 'key',
  ip: 'IP',
  ca: 'CA',
  dns: 'DNS',
  uri: 'URI',
  san: 'SAN',
  eku: 'EKU',
  tls: 'TLS',
  mtls: 'mTLS',
  ocsp: 'OCSP',
  crl: 'CRL',
  spiffe: 'SPIFFE',
  id: 'ID',
  url: 'URL',
  urls: 'URLs',
  pqc: 'PQC',
  rsa: 'RSA',
}

/** `notAfter` becomes `Not after`, `certificateSha256` becomes `Certificate SHA-256`. */
export function evidenceWords(key: string): string {
  const parts = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .map((part) => words[part.toLowerCase()] ?? part.toLowerCase())
  const text = parts.join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The same within a sentence: `negotiated`, but `CRL URLs`. */
export function evidenceWordsWithin(key: string): string {
  return evidenceWords(key).replace(/^[A-Z](?=[a-z ]|$)/, (letter) => letter.toLowerCase())
}
