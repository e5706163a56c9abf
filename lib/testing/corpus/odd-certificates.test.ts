import { expect, it } from 'vitest'
import { evaluateEndpoint } from '#lib/checks/evaluate.ts'
import { observed } from '#lib/core/observed.ts'
import { testsOf } from '#lib/data/evaluation/with-key-tests.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import { readVectors } from '../certificates/vectors.ts'
import { certificatesOf } from '../conformance/parse.ts'
import { context, endpoint, identity, publicStore, publicTrust, testNow } from '../facts.ts'
import { countVerdicts } from './verdict-counts.ts'

const content = readVectors('zlint-testdata')

/** Served alone under public roots by a production service of its own first name. */
function serving(certificate: Certificate, der: Uint8Array) {
  const name = certificate.subjectAltNames.find(({ kind }) => kind === 'dns')?.value ?? 'service.example.com'
  const facts = endpoint({
    serverName: name,
    identity: identity({ name }),
    store: publicStore,
    at: { chain: [certificate], tls: { trust: observed(publicTrust({ path: [certificate.sha256] })) } },
  })
  const keyTests = testsOf([certificate], new Map([[certificate.sha256, der]]))
  return {
    ...facts,
    addresses: facts.addresses.map((at) => ({ ...at, latest: at.latest && { ...at.latest, keyTests } })),
  }
}

/**
 * What the checks say of 1,324 odd certificates, at one instant. The counts are committed: a change of a check shows in
 * them, and is reviewed with it. `vitest run lib/testing/corpus --update` writes them anew.
 */
it.skipIf(content === null)(
  'odd certificates: counts by check, outcome and severity stand as they were reviewed (needs the folder of vectors)',
  { timeout: 120_000 },
  async () => {
    const verdicts = []
    const errors = []
    for (const { b64 } of certificatesOf(content)) {
      const der = Buffer.from(b64, 'base64')
      const evaluation = evaluateEndpoint(serving(parseCertificate(der), der), context({}, testNow))
      verdicts.push(...evaluation.verdicts)
      errors.push(...evaluation.errors)
    }
    expect(errors).toEqual([])
    await expect(countVerdicts(verdicts)).toMatchFileSnapshot('odd-certificates.json')
  },
)
