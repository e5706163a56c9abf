import { tags } from '../der.ts'
import { derElement } from '../der-element.ts'
import type { ChainCertificate } from '../path/chain-certificate.ts'
import { digest, keyHash } from './certificate-id.ts'

/** DER of the AlgorithmIdentifier of SHA-1 with NULL, as every responder knows it (RFC 5019 2.1.1). */
const sha1Algorithm = Buffer.from('300906052b0e03021a0500', 'hex')
/** OID of id-pkix-ocsp-nonce, 1.3.6.1.5.5.7.48.1.2. */
const nonceOid = Buffer.from('06092b0601050507300102', 'hex')

/**
 * DER of an OCSP request (RFC 6960 4.1, in the form of RFC 5019) for one certificate. `nonce`: 1 to 128 octets (RFC 9654
 * 2.1); most responders answer with what they made before, and without it. Throws RangeError for other lengths, and where the issuer's key is none.
 */
export function ocspRequest(certificate: ChainCertificate, issuer: ChainCertificate, nonce?: Uint8Array): Uint8Array {
  const issuerKeyHash = keyHash(issuer, 'sha1')
  if (issuerKeyHash === null) throw new RangeError('the issuer’s key can’t be read')
  const id = derElement(
    tags.sequence,
    sha1Algorithm,
    derElement(tags.octetString, digest('sha1', certificate.issuerDer)),
    derElement(tags.octetString, issuerKeyHash),
    derElement(tags.integer, certificate.serialOctets),
  )
  const list = derElement(tags.sequence, derElement(tags.sequence, id))
  return derElement(tags.sequence, derElement(tags.sequence, list, ...(nonce ? [nonceExtension(nonce)] : [])))
}

function nonceExtension(nonce: Uint8Array): Buffer {
  if (nonce.length < 1 || nonce.length > 128) throw new RangeError('a nonce has 1 to 128 octets')
  const value = derElement(tags.octetString, derElement(tags.octetString, nonce))
  return derElement(0xa2, derElement(tags.sequence, derElement(tags.sequence, nonceOid, value)))
}
