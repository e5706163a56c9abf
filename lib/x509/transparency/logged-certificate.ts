import { type DerNode, expectTag, tags } from '../der.ts'
import { derElement } from '../der-element.ts'
import { extensionOids } from '../oids.ts'
import { readExtension } from '../path/chain-extensions.ts'
import { StrictDerReader } from '../strict-der.ts'
import { splitSctList } from './sct.ts'

/** A certificate as its logs saw it. */
export interface LoggedCertificate {
  readonly der: Uint8Array
  /** SCTs of its own extension, each as it stands there. */
  readonly embedded: readonly Uint8Array[]
  /**
   * Its TBSCertificate as the logs signed it before there were SCTs to embed: without their extension (RFC 6962 3.2).
   * Null where it embeds none.
   */
  readonly precertificate: Uint8Array | null
}

/** Throws ParseError for what is not DER down to the list of extensions, and for a malformed list of SCTs. */
export function readLoggedCertificate(der: Uint8Array): LoggedCertificate {
  const reader = new StrictDerReader(der)
  const [toBeSigned] = reader.children(expectTag(reader.root(), tags.sequence, 'certificate'))
  const fields = reader.children(expectTag(toBeSigned, tags.sequence, 'tbsCertificate'))
  const wrapper = fields.find(({ tag }) => tag === 0xa3)
  const list = wrapper && expectTag(reader.inside(wrapper), tags.sequence, 'extensions')
  const extensions = list ? reader.children(list) : []
  const isScts = (node: DerNode) => readExtension(reader, node).oid === extensionOids.signedCertificateTimestamps
  const own = extensions.find(isScts)
  if (own === undefined) return { der, embedded: [], precertificate: null }
  const value = expectTag(reader.inside(readExtension(reader, own).value), tags.octetString, 'SCT list')
  const others = extensions.filter((node) => node !== own).map((node) => reader.whole(node))
  const rest = derElement(0xa3, derElement(tags.sequence, ...others))
  return {
    der,
    embedded: splitSctList(reader.content(value)),
    precertificate: derElement(
      tags.sequence,
      ...fields.map((field) => (field === wrapper ? rest : reader.whole(field))),
    ),
  }
}
