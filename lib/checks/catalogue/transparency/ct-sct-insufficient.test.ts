import { observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, leaf, neverScanned, publicStore, publicTrust } from '#lib/testing/facts.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { ctSctInsufficient } from './ct-sct-insufficient.ts'

const first = 'aa'.repeat(32)
const second = 'bb'.repeat(32)
const third = 'cc'.repeat(32)
const ctLogs = new Map([
  [first, 'One'],
  [second, 'Two'],
  [third, 'Two'],
])
const vouchedBy = (...logIds: readonly string[]) =>
  leaf({ sctCount: logIds.length, scts: logIds.map((logId) => ({ version: 1, logId, at: inDays(-30) })) })
const publicly = (
  certificate: Certificate,
  tls: Partial<TlsFacts> = {},
  logs: ReadonlyMap<string, string> | null = ctLogs,
) =>
  endpoint({
    store: publicStore,
    at: { chain: [certificate], tls: { trust: observed(publicTrust()), ...tls } },
    ...(logs && { ctLogs: logs }),
  })
const yearly = (...logIds: readonly string[]) => ({ ...vouchedBy(...logIds), notAfter: inDays(300) })
/** Version, log, instant, no extensions, and an empty signature. */
const sct = (logId: string) => Buffer.from(`00${logId}${'00'.repeat(14)}`, 'hex').toString('base64')
const inHandshake = (...logIds: readonly string[]) => ({ signedTimestamps: observed(logIds.map(sct)) })

endpointCases(ctSctInsufficient, {
  pass: {
    'two of two operators for 90 days': publicly(vouchedBy(first, second)),
    'three for a long life': publicly(yearly(first, second, third)),
    'two in the handshake, whatever the life': publicly(yearly(), inHandshake(first, second)),
  },
  fail: {
    none: [publicly(leaf()), { grade: 'none' }],
    'one alone': [publicly(vouchedBy(first)), { grade: 'few' }],
    'two for a long life': [publicly(yearly(first, second)), { grade: 'few' }],
    'twice by one log': [publicly(vouchedBy(first, first)), { grade: 'few' }],
    'twice by one operator': [publicly(vouchedBy(second, third)), { grade: 'few' }],
  },
  'not-applicable': { 'a private CA': endpoint() },
  'not-assessed': {
    'no list of logs on record': publicly(vouchedBy(first, second), {}, null),
    'a log that the list does not know': publicly(vouchedBy(first, 'dd'.repeat(32))),
    'the handshake was not seen': publicly(leaf(), { signedTimestamps: skipped('not-asked') }),
    'never scanned': neverScanned(),
  },
})
