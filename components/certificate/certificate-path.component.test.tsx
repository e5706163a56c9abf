import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type {
  CertificateJudgement,
  DatedStore,
  JudgedGroup,
  PathCertificate,
} from '#lib/data/trust/certificate-judgement.ts'
import { type ChainVerdict, chosenPath, type ToldPath } from '#lib/x509/path/judge-chain.ts'
import { CertificatePaths } from './certificate-path.tsx'

const now = new Date('2026-11-23T12:00:00Z')
const store: DatedStore = {
  id: 'store',
  name: 'Estate roots',
  version: 'v7',
  asOf: new Date('2026-11-01T00:00:00Z'),
  publicRoots: false,
}
const base: PathCertificate = {
  sha256: '',
  spkiSha256: '',
  name: '',
  subject: '',
  issuer: 'CN=Root',
  serial: '01',
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2027-01-01T00:00:00Z'),
  isCa: true,
  selfSigned: false,
  onRecord: true,
  anchorOf: [],
}
const certificates = new Map(
  [
    { ...base, sha256: 'leaf', name: 'pay.example.com', isCa: false },
    { ...base, sha256: 'issuing', spkiSha256: 'k', name: 'Issuing CA\u202e' },
    { ...base, sha256: 'cross', spkiSha256: 'k', name: 'Issuing CA', notAfter: new Date('2026-02-01T00:00:00Z') },
    { ...base, sha256: 'root', name: 'Root', anchorOf: [store] },
    { ...base, sha256: 'old', name: 'Old Root', onRecord: false },
  ].map((one) => [one.sha256, one]),
)
const path = (sha256: string[], change: Partial<ToldPath> = {}): ToldPath => ({
  sha256,
  validFrom: '2026-01-01T00:00:00.000Z',
  validUntil: '2027-01-01T00:00:00.000Z',
  distrustedFrom: null,
  notes: [],
  ...change,
})
const whole: ChainVerdict = {
  paths: [
    path(['leaf', 'issuing', 'root']),
    path(['leaf', 'cross', 'root'], { validUntil: '2026-02-01T00:00:00.000Z' }),
  ],
  refused: [
    {
      sha256: ['leaf', 'issuing', 'old'],
      fault: { reason: 'signature-mismatch', at: 1, detail: 'tried' },
    },
  ],
  exhausted: false,
}

function markup(
  verdict: ChainVerdict | null,
  change: Partial<JudgedGroup> = {},
  all: Partial<CertificateJudgement> = {},
) {
  const group: JudgedGroup = {
    store,
    rules: 'rfc5280',
    chain: ['leaf', 'cross'],
    places: [],
    placeCount: 1,
    seenAt: now,
    verdict,
    unknown: null,
    chosen: verdict && chosenPath(verdict, now),
    origins: new Map([['issuing', 'fetched']]),
    distrusted: new Map(),
    strays: [],
    others: [],
    ...change,
  }
  const judgement: CertificateJudgement = {
    role: 'served',
    judgedAt: now,
    groups: [group],
    complete: true,
    certificates,
    leavesBelow: null,
    ...all,
  }
  return renderToStaticMarkup(<CertificatePaths judgement={judgement} current="leaf" spkiSha256="ab" />)
}

const text = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

describe('the picture', () => {
  test('every certificate stands in it once, and each on record leads to its page', () => {
    const html = markup(whole)
    const links = [...html.matchAll(/href="\/certificates\/(\w+)"/g)].map(([, sha256]) => sha256)
    expect(links.toSorted()).toEqual(['cross', 'issuing', 'leaf', 'root'])
    expect(html).toContain('aria-describedby="paths-in-words-0"')
    expect(html).toContain('id="paths-in-words-0"')
  })

  test('marks what is expired, fetched, of the same key, distrusted, and what failed', () => {
    const said = text(markup(whole, { distrusted: new Map([['root', { from: '2026-12-01', reason: 'r' }]]) }))
    for (const mark of ['expired', 'fetched, not sent', 'same key as another here', 'distrusted from 2026-12-01'])
      expect(said).toContain(mark)
    expect(said).toContain('the signature does not verify under the issuer’s key')
    expect(said).toContain('of Estate roots , v7, 2026-11-01')
  })
})

test('the same stands in words: the path that counts, the others, and where each attempt was refused', () => {
  const said = text(markup(whole))
  expect(said).toContain('In words: 2 valid paths, 1 refused attempt')
  expect(said).toContain(
    'The path that counts: pay.example.com ← Issuing CA\\e2\\80\\ae (fetched, not sent) ← Root, an anchor of Estate roots (v7). In date from 2026-01-01 to 2027-01-01.',
  )
  expect(said).toContain('Refused at Issuing CA')
})

test('names can’t turn the reading around', () => {
  expect(markup(whole)).not.toContain('\u202e')
})

test.each([
  [whole, {}, 'Trusted'],
  [{ ...whole, paths: [path(['leaf', 'root'], { validUntil: '2026-02-01T00:00:00.000Z' })] }, {}, 'Out of date'],
  [{ ...whole, paths: [path(['leaf', 'root'], { distrustedFrom: '2026-02-01T00:00:00.000Z' })] }, {}, 'Distrusted'],
  [{ ...whole, paths: [] }, {}, 'No path'],
  [{ paths: [], refused: [], exhausted: true }, {}, 'Not judged'],
  [null, { unknown: 'no-store', store: null }, 'Not judged'],
  [null, { unknown: 'chain-not-on-record' }, 'Not judged'],
] as const)('%# says what the verdict is, and green only where it is trusted', (verdict, change, word) => {
  const html = markup(verdict, change)
  expect(text(html)).toContain(word)
  expect(html.includes('bg-pass-bg')).toBe(word === 'Trusted')
})

test('a CA says how many served leaves stand under its key, and leads to them and to the blast radius', () => {
  const html = markup(whole, {}, { role: 'authority', leavesBelow: { count: 3, exact: true } })
  expect(html).toContain('href="/certificates?role=leaf&amp;below=ab"')
  expect(html).toContain('href="/what-if/key/ab"')
})
