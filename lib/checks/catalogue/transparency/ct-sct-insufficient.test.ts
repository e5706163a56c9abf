import { expect, test } from 'vitest'
import { observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { context, endpoint, inDays, leaf, neverScanned, publicStore, publicTrust } from '#lib/testing/facts.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import type { CtLog, CtLogList } from '#lib/x509/transparency/ct-log.ts'
import type { SignedTimestamp } from '#lib/x509/transparency/signed-timestamps.ts'
import { ctSctInsufficient } from './ct-sct-insufficient.ts'

const log = (byte: string, operator: string, change: Partial<CtLog> = {}): CtLog => ({
  id: byte.repeat(32),
  key: '',
  name: `${operator} ${byte}`,
  operator,
  previousOperators: [],
  url: null,
  tiled: false,
  mmdSeconds: 86_400,
  state: { kind: 'usable', since: inDays(-400) },
  interval: null,
  ...change,
})
const retiredSince = (days: number) => ({ state: { kind: 'retired', since: inDays(days) } }) as const
const [alpha, beta, betaToo] = [log('aa', 'Alpha'), log('bb', 'Beta'), log('cc', 'Beta')]
const [tiledAlpha, tiledBeta] = [log('ab', 'Alpha', { tiled: true }), log('ba', 'Beta', { tiled: true })]
const [wasAlpha, wasBeta] = [log('ac', 'Alpha', retiredSince(-10)), log('bc', 'Beta', retiredSince(-10))]
const known = [alpha, beta, betaToo, tiledAlpha, tiledBeta, wasAlpha, wasBeta]
const ctLogs: CtLogList = { version: '54.12', asOf: inDays(-1), logs: new Map(known.map((one) => [one.id, one])) }

type From = SignedTimestamp['from']
const sct = (of: CtLog, change: Partial<SignedTimestamp> = {}): SignedTimestamp => ({
  from: 'certificate',
  logId: of.id,
  at: inDays(-30),
  signature: 'verified',
  ...change,
})
const by = (from: From, ...logs: readonly CtLog[]) => logs.map((one) => sct(one, { from }))
const embedded = (...logs: readonly CtLog[]) => by('certificate', ...logs)

/** A public endpoint whose leaf came with these SCTs, as they were verified under the logs of the list. */
const listed = (scts: readonly SignedTimestamp[], change: Partial<Certificate> = {}, tls: Partial<TlsFacts> = {}) => {
  const certificate = leaf({ sctCount: scts.filter(({ from }) => from === 'certificate').length, ...change })
  return endpoint({
    store: publicStore,
    at: {
      chain: [certificate],
      tls: { trust: observed(publicTrust()), ...tls },
      timestamps: new Map([[certificate.sha256, scts]]),
    },
    ctLogs,
  })
}
const yearly = { notAfter: inDays(300) }

/** The same without a list of logs. */
const unlisted = (logIds: readonly string[], change: Partial<Certificate> = {}, tls: Partial<TlsFacts> = {}) => {
  const scts = logIds.map((logId) => ({ version: 1, logId, at: inDays(-30) }))
  const certificate = leaf({ sctCount: scts.length, scts, ...change })
  return endpoint({ store: publicStore, at: { chain: [certificate], tls: { trust: observed(publicTrust()), ...tls } } })
}
/** Version, log, instant, no extensions, and an empty signature. */
const bare = (logId: string) => Buffer.from(`00${logId}${'00'.repeat(14)}`, 'hex').toString('base64')
const sent = (...logs: readonly CtLog[]) => ({ signedTimestamps: observed(logs.map(({ id }) => bare(id))) })

endpointCases(ctSctInsufficient, {
  pass: {
    'two of two operators for 90 days': listed(embedded(alpha, beta)),
    'three for a long life, two of one operator': listed(embedded(alpha, beta, betaToo), yearly),
    'two in the handshake, whatever the life': listed(by('handshake', alpha, beta), yearly),
    'one in the handshake and one in the staple': listed([...by('handshake', alpha), ...by('staple', beta)]),
    'one of a log that was retired since, and one of a log that counts': listed(embedded(alpha, wasBeta)),
    'a tiled log beside one of RFC 6962': listed(embedded(alpha, tiledBeta)),
    'worthless ones beside enough': listed([...embedded(alpha, beta), sct(betaToo, { signature: 'mismatch' })]),
    'an embedded pair where the handshake was not seen': listed(
      embedded(alpha, beta),
      {},
      {
        signedTimestamps: skipped('not-asked'),
      },
    ),
  },
  fail: {
    none: [listed([]), { grade: 'none' }],
    'one alone': [listed(embedded(alpha)), { grade: 'few' }],
    'two for a long life': [listed(embedded(alpha, beta), yearly), { grade: 'few' }],
    'twice by one log': [listed(embedded(alpha, alpha)), { grade: 'few' }],
    'twice by one operator': [listed(embedded(beta, betaToo)), { grade: 'few' }],
    'a signature that does not verify': [listed([sct(alpha), sct(beta, { signature: 'mismatch' })]), { grade: 'few' }],
    'an SCT of another version': [
      listed([sct(alpha), sct(beta, { signature: 'unknown-version', logId: null, at: null })]),
      { grade: 'few' },
    ],
    'an SCT from the future': [
      listed([sct(alpha), sct(beta, { at: inDays(1) })]),
      { grade: 'few', changesAt: inDays(1) },
    ],
    'logs that were all retired since': [listed(embedded(wasAlpha, wasBeta)), { grade: 'few' }],
    'an SCT that is younger than its log’s retirement': [
      listed([sct(alpha), sct(wasBeta, { at: inDays(-5) })]),
      { grade: 'few' },
    ],
    'a retired log’s in the handshake': [listed(by('handshake', alpha, wasBeta)), { grade: 'few' }],
    'tiled logs alone, which Apple does not take': [listed(embedded(tiledAlpha, tiledBeta)), { grade: 'few' }],
    'one embedded and one beside, which Chrome does not take': [
      listed([...embedded(alpha), ...by('staple', beta)]),
      { grade: 'few' },
    ],
    'an unknown log that could not make up for it': [listed([sct(log('dd', ''))], yearly), { grade: 'few' }],
    'none, without a list': [unlisted([]), { grade: 'none' }],
    'one, without a list': [unlisted([alpha.id]), { grade: 'few' }],
    'twice by one log, without a list': [unlisted([alpha.id, alpha.id]), { grade: 'few' }],
    'two for a long life, without a list': [unlisted([alpha.id, beta.id], yearly), { grade: 'few' }],
  },
  'not-applicable': { 'a private CA': endpoint() },
  'not-assessed': {
    'a log that the list does not know': listed([sct(alpha), sct(log('dd', ''))]),
    'a log of which the list tells no state': {
      ...listed(embedded(alpha, beta)),
      ctLogs: {
        ...ctLogs,
        logs: new Map([
          [alpha.id, alpha],
          [beta.id, { ...beta, state: null }],
        ]),
      },
    },
    'an issuer that is not at hand': listed(
      embedded(alpha, beta).map((one) => ({ ...one, signature: 'unknown-issuer' })),
    ),
    'the handshake was not seen': listed([], {}, { signedTimestamps: skipped('not-asked') }),
    'the staple was not seen': listed([], {}, { ocspStaple: skipped('not-asked') }),
    'enough of them, without a list': unlisted([alpha.id, beta.id]),
    'enough in the handshake, without a list': unlisted([], yearly, sent(alpha, beta)),
    'the handshake was not seen, without a list': unlisted([], {}, { signedTimestamps: skipped('not-asked') }),
    'never scanned': neverScanned(),
  },
})

test('the evidence names the list, both policies, and each SCT with its log, operator, time and outcome', () => {
  const moved = { ...alpha, previousOperators: [{ name: 'Older', until: inDays(-20) }] }
  const facts = listed([sct(alpha), sct(beta, { signature: 'mismatch' })])
  const logs = new Map([...ctLogs.logs, [alpha.id, moved]])
  const verdict = ctSctInsufficient.evaluate({ ...facts, ctLogs: { ...ctLogs, logs } }, context())
  expect(verdict).toMatchObject({
    evidence: {
      addresses: [
        {
          lifetimeDays: 91,
          logList: { version: '54.12', asOf: inDays(-1) },
          policies: [
            { policy: 'Chrome', neededEmbedded: 2, scts: 'few' },
            { policy: 'Apple', neededEmbedded: 2, scts: 'few' },
          ],
          scts: [
            { from: 'certificate', log: 'Alpha aa', operator: 'Older', at: inDays(-30), outcome: 'valid' },
            { from: 'certificate', log: 'Beta bb', operator: 'Beta', at: inDays(-30), outcome: 'bad-signature' },
          ],
        },
      ],
    },
  })
})

test('without a list the evidence says what was not assessed', () => {
  expect(ctSctInsufficient.evaluate(unlisted([alpha.id]), context())).toMatchObject({
    evidence: { addresses: [{ notAssessed: expect.stringContaining('operators and signatures were not assessed') }] },
  })
})
