import { describe, expect, it } from 'vitest'
import { dayMs } from '#lib/core/time.ts'
import { contextConstructed, contextPrimitive, sequence } from '#lib/testing/certificates/der-writer.ts'
import {
  certificateIssuer,
  directoryName,
  type ListOptions,
  pointName,
  revocationList,
} from '#lib/testing/certificates/revocation-list.ts'
import { type Authority, createRoot, type Issued } from '#lib/testing/certificates.ts'
import { readChainCertificate } from '../path/chain-certificate.ts'
import { rfc5280 } from '../path/profile.ts'
import { type Crl, readCrl } from './crl.ts'
import { judgePathByCrls } from './judge-path.ts'
import { rulesOf } from './rules.ts'

const at = Date.now()
const root = createRoot()
const middle = root.intermediate({ serial: 10n })
const leaf = middle.issue({ serial: 20n, dns: ['a.test'] })

function list(issuer: Issued, options: Partial<ListOptions> = {}): Crl {
  const window = { thisUpdate: new Date(at - dayMs), nextUpdate: new Date(at + dayMs) }
  return readCrl(revocationList({ issuer, ...window, ...options }))
}

function judge(crls: readonly Crl[], others: readonly Issued[] = [], end = leaf, indirect = false): string[] {
  const path = [end, middle, root].map(({ der }) => readChainCertificate(der))
  const rules = { ...rulesOf(rfc5280), indirect }
  const more = others.map(({ der }) => readChainCertificate(der))
  return judgePathByCrls({ path, others: more, crls, at, profile: rfc5280, rules }).map(({ status }) => status)
}

/** A certificate of the name of `middle` for signing lists. */
function listSigner(by: Authority, serial: bigint) {
  return by.issue({ commonName: 'Test Intermediate CA', serial, keyUsage: ['cRLSign'], extendedKeyUsage: null })
}

describe('judgePathByCrls', () => {
  it('judges every certificate below the anchor by lists of its own issuer', () => {
    const [above, below] = [list(root), list(middle)]
    expect(judge([above, below])).toEqual(['GOOD', 'GOOD'])
    expect(judge([above])).toEqual(['UNKNOWN', 'GOOD'])
    expect(judge([below])).toEqual(['GOOD', 'UNKNOWN'])
    expect(judge([list(root, { revoked: [{ serial: 10n }] }), below])).toEqual(['GOOD', 'REVOKED'])
    expect(judge([above, list(middle, { revoked: [{ serial: 20n }] })])).toEqual(['REVOKED', 'GOOD'])
    // The serial of the leaf on the list of another issuer.
    expect(judge([list(root, { revoked: [{ serial: 20n }] }), below])).toEqual(['GOOD', 'GOOD'])
  })

  it('takes lists under another key of the issuer’s name, whose certificate is valid and unrevoked itself', () => {
    const signer = listSigner(root, 30n)
    const below = list(middle, { key: signer.key })
    expect(judge([list(root), below], [signer])).toEqual(['GOOD', 'GOOD'])
    expect(judge([list(root), below])).toEqual(['UNKNOWN', 'GOOD'])
    expect(judge([list(root, { revoked: [{ serial: 30n }] }), below], [signer])).toEqual(['UNKNOWN', 'GOOD'])
    const stranger = listSigner(createRoot(), 30n)
    expect(judge([list(root), list(middle, { key: stranger.key })], [stranger])).toEqual(['UNKNOWN', 'GOOD'])
  })

  it('does not let a signer of lists vouch for itself', () => {
    const signer = listSigner(middle, 31n)
    const crls = [list(root), list(middle, { key: signer.key })]
    expect(judge(crls, [signer])).toEqual(['UNKNOWN', 'GOOD'])
    // Unless the CA's own key says so, too.
    const scoped = list(middle, { thisUpdate: new Date(at - 2 * dayMs) })
    expect(judge([...crls, scoped], [signer])).toEqual(['GOOD', 'GOOD'])
  })

  it('takes the lists of whom the certificate names, where indirect ones are allowed', () => {
    const point = (name: Uint8Array) =>
      sequence(sequence(pointName('http://a.test/1'), contextConstructed(2, directoryName(name))))
    const nameOf = (one: Issued) => readChainCertificate(one.der).subjectDer
    const name = nameOf(createRoot({ commonName: 'List Maker' }))
    const extraExtensions = [{ oid: '2.5.29.31', critical: false, value: point(name) }]
    const maker = middle.issue({ commonName: 'List Maker', serial: 40n, keyUsage: ['cRLSign'], extraExtensions })
    const end = middle.issue({ serial: 21n, extraExtensions })
    const issuing = [pointName('http://a.test/1'), contextPrimitive(4, Buffer.of(0xff))]
    const revoked = (serial: bigint) => ({ serial, extensions: [certificateIssuer(nameOf(middle))] })
    const lists = (serial: bigint) => [list(root), list(maker, { issuing, revoked: [revoked(serial)] })]
    expect(judge(lists(99n), [maker], end, true)).toEqual(['GOOD', 'GOOD'])
    expect(judge(lists(99n), [maker], end)).toEqual(['UNKNOWN', 'GOOD'])
    expect(judge(lists(21n), [maker], end, true)).toEqual(['REVOKED', 'GOOD'])
    // It lists itself, as the CA has it in its certificate: then nothing that it says counts.
    expect(judge(lists(40n), [maker], end, true)).toEqual(['UNKNOWN', 'GOOD'])
  })
})
