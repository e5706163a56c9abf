/** Longer ones stand in no certificate of good will. */
export const maxUrlLength = 2048

/**
 * Ports that belong to other protocols, which a request could be made to speak to (Fetch Standard 2.9, `bad port`),
 * beside all privileged ones but those of HTTP.
 */
const otherProtocols = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
])

export interface DocumentUrl {
  readonly url: URL
  /** Without the brackets of an IPv6 address. */
  readonly host: string
  readonly port: number
}

/** A URL that may be fetched as far as the URL itself tells, or what speaks against it. */
export function readDocumentUrl(text: string, base?: URL): DocumentUrl | string {
  if (text.length > maxUrlLength) return `longer than ${maxUrlLength} characters`
  const url = URL.parse(text, base)
  if (url === null) return 'not a URL'
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `scheme ${url.protocol.slice(0, 20)}`
  if (url.username !== '' || url.password !== '') return 'credentials in the URL'
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  if ((port < 1024 && port !== 80 && port !== 443) || otherProtocols.has(port)) return `port ${port}`
  return { url, host: url.hostname.replace(/^\[|\]$/g, ''), port }
}
