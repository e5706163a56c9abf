import { expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { createLog, issueLogged, logList, sctVector, type TestLog } from '#lib/testing/certificates/ct-log.ts'
import { octetString } from '#lib/testing/certificates/der-writer.ts'
import { extension } from '#lib/testing/certificates/extensions.ts'
import { ocspAnswer } from '#lib/testing/certificates/ocsp-answer.ts'
import { createRoot, type Issued } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite, oneRow } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import { removeLogList, saveLogList } from '../ct-logs/change-log-list.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { setDefaultStore } from '../trust-stores/change-trust-store.ts'
import { createTrustStore } from '../trust-stores/create-trust-store.ts'
import { evaluateDue } from './evaluate-due.ts'

testDatabase('test')

const now = new Date()
const at = new Date(now.getTime() - 5 * dayMs)
const root = createRoot()
const issuing = root.intermediate()
const [alpha, beta] = [createLog(), createLog({ algorithm: 'rsa2048' })]
const host = 'shop.example.com'

/** An endpoint under public roots that shows this leaf, and what the check says of it, judged again each time. */
async function serve(leaf: Issued, facts: Partial<TlsFacts> = {}) {
  const store = await createTrustStore(systemPrincipal, { name: 'Web', pem: root.pem, publicRoots: true })
  await setDefaultStore(systemPrincipal, store.id)
  const endpointId = await addEndpoint(await addSite(), { host })
  const observation = handshakeAt({ at: now, chain: [leaf.der, issuing.der], facts })
  await recordObservations(systemPrincipal, [{ endpointId, observations: [observation] }], now)
  return async () => {
    // The database's clock tells microseconds: what is due now may not be due by ours.
    await pool().query("UPDATE endpoint SET reevaluate_at = now() - interval '1 second'")
    while ((await evaluateDue(new Date())) > 0);
    return oneRow(
      `SELECT outcome, reason, evidence FROM verdict WHERE check_id = 'ct-sct-insufficient' AND subject_id = $1`,
      [endpointId],
    )
  }
}

const upload = (logs: readonly TestLog[], day = '2026-11-01') => {
  const file = logList({ Alpha: logs.slice(0, 1), Beta: logs.slice(1) }, { log_list_timestamp: `${day}T00:00:00Z` })
  return saveLogList(systemPrincipal, { file })
}

test('embedded SCTs are verified by the issuer of the path, once a list of their logs is on record', async () => {
  const judged = await serve(issueLogged(issuing, [alpha, beta], { at, dns: [host] }))
  expect(await judged()).toMatchObject({
    outcome: 'not_assessed',
    reason: expect.stringContaining('no list of CT logs'),
  })
  await upload([alpha, beta])
  expect(await judged()).toMatchObject({
    outcome: 'pass',
    evidence: {
      addresses: [
        {
          scts: [
            { operator: 'Alpha', outcome: 'valid' },
            { operator: 'Beta', outcome: 'valid' },
          ],
        },
      ],
    },
  })
  await upload([alpha], '2026-11-02')
  expect(await judged()).toMatchObject({ outcome: 'not_assessed', reason: expect.stringContaining('unknown-log') })
  await removeLogList(systemPrincipal)
  expect(await judged()).toMatchObject({
    outcome: 'not_assessed',
    reason: expect.stringContaining('no list of CT logs'),
  })
})

test('SCTs for another certificate prove nothing of this one', async () => {
  const other = issuing.issue({ dns: [host] })
  const stolen = [alpha, beta].map((log) => log.forCertificate(other.der, at).toString('base64'))
  const leaf = issuing.issue({ dns: [host] })
  const judged = await serve(leaf, { signedTimestamps: { status: 'observed', value: stolen } })
  await upload([alpha, beta])
  expect(await judged()).toMatchObject({
    outcome: 'fail',
    evidence: { addresses: [{ scts: [{ outcome: 'bad-signature' }, { outcome: 'bad-signature' }] }] },
  })
})

test('SCTs of the handshake and of the staple count together', async () => {
  const leaf = issuing.issue({ dns: [host] })
  const list = octetString(sctVector([beta.forCertificate(leaf.der, at)]))
  const extensions = [extension('1.3.6.1.4.1.11129.2.4.5', false, list)]
  const answers = [{ certificate: leaf, status: 'good', thisUpdate: at, extensions } as const]
  const staple = ocspAnswer({ issuer: issuing, producedAt: at, answers })
  const judged = await serve(leaf, {
    signedTimestamps: { status: 'observed', value: [alpha.forCertificate(leaf.der, at).toString('base64')] },
    ocspStaple: { status: 'observed', value: staple.toString('base64') },
  })
  await upload([alpha, beta])
  expect(await judged()).toMatchObject({
    outcome: 'pass',
    evidence: {
      addresses: [{ scts: [{ from: 'handshake' }, { from: 'staple', operator: 'Beta', outcome: 'valid' }] }],
    },
  })
})
