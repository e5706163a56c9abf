import { parseSpiffeId } from '../spiffe-id.ts'
import type { ChainCertificate } from './chain-certificate.ts'
import type { PathRole } from './conformance.ts'
import type { PathFault } from './reasons.ts'

/** The rules of X509-SVID 2, 4 and 5 for one certificate of a path; null where it keeps them. */
export function svidFault(certificate: ChainCertificate, role: PathRole): Omit<PathFault, 'at'> | null {
  const uris = (certificate.subjectAltNames ?? []).flatMap((name) => (name.kind === 'uri' ? [name.value] : []))
  return role === 'leaf' ? svidLeafFault(uris, certificate.keyUsage) : signingFault(uris)
}

/** X509-SVID 2 and 4.3 for a leaf with these URI names and bits of key usage (RFC 5280's names; null: none stated). */
export function svidLeafFault(
  uris: readonly string[],
  keyUsage: ReadonlySet<string> | null,
): Omit<PathFault, 'at'> | null {
  const [uri] = uris
  if (uri === undefined || uris.length > 1)
    return { reason: 'svid-uri', detail: `an X.509-SVID has exactly one URI, this one ${uris.length}` }
  const id = parseSpiffeId(uri)
  if (!id.ok) return { reason: 'svid-uri', detail: `the URI is no SPIFFE ID: ${id.reason}` }
  if (id.path === '') return { reason: 'svid-uri', detail: 'the SPIFFE ID of a leaf has a path' }
  if (!keyUsage?.has('digitalSignature'))
    return { reason: 'svid-key-usage', detail: 'the key usage of a leaf includes digitalSignature' }
  if (keyUsage.has('keyCertSign') || keyUsage.has('cRLSign'))
    return { reason: 'svid-key-usage', detail: 'the key of a leaf signs neither certificates nor CRLs' }
  return null
}

/** A signing certificate may name its trust domain, and then nothing below it. */
function signingFault(uris: readonly string[]): Omit<PathFault, 'at'> | null {
  if (uris.length === 0) return null
  const [uri = ''] = uris
  const id = parseSpiffeId(uri)
  return uris.length === 1 && id.ok && id.path === ''
    ? null
    : { reason: 'svid-uri', detail: 'a signing certificate names no more than its trust domain' }
}
