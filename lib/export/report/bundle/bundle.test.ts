import { beforeAll, describe, expect, test } from 'vitest'
import { reportSha256 } from '#lib/compliance/report-digest.ts'
import type { ReportSummary } from '#lib/compliance/report-snapshot.ts'
import { sha256Hex } from '#lib/core/ids.ts'
import { signCompact } from '#lib/core/jws.ts'
import { exportBytes, sampleContext } from '#lib/testing/report/read-export.ts'
import { signer, signingContext, stranger, zipBytes } from '#lib/testing/report/sample-bundle.ts'
import { sampleReport } from '#lib/testing/report/sample-source.ts'
import { contentFormats } from '../content-formats.ts'
import { bundle } from './index.ts'
import { bundledName, bundleSchema, manifestType } from './manifest.ts'
import { readZipEntries, zipContent } from './read-zip.ts'
import { type BundlePin, verifyBundle } from './verify-bundle.ts'
import { writeZip, type ZipFile } from './write-zip.ts'
import { zipStamp } from './zip-records.ts'

const source = sampleReport({ identities: 2 })
const nobody: BundlePin = { keys: null, kid: null }

let whole: Buffer

beforeAll(async () => {
  whole = await exportBytes(bundle, source, signingContext)
}, 120_000)

function judge(bytes: Buffer, pin: BundlePin = nobody) {
  return verifyBundle(zipBytes(bytes), pin)
}

/** Every file by its name, where the archive can be read at all. */
async function contentsOf(bytes: Buffer): Promise<Record<string, string>> {
  const contents: Record<string, string> = {}
  for (const entry of await readZipEntries(zipBytes(bytes))) {
    contents[entry.name] = sha256Hex(Buffer.concat(await Array.fromAsync(zipContent(zipBytes(bytes), entry))))
  }
  return contents
}

test('is intact as it was made, holds every format, and says whether the signer is known', async () => {
  const alone = await judge(whole)
  expect(alone).toMatchObject({ intact: true, signer: 'self-contained', kid: signer.jwk.kid })
  if (!alone.intact) return
  expect(alone.manifest).toMatchObject({
    reportId: source.summary.id,
    snapshotSha256: source.sha256,
    asOf: source.summary.asOf,
  })
  expect(alone.manifest.files.map(({ path }) => path)).toEqual([
    ...contentFormats.map(bundledName),
    'README.txt',
    'jwks.json',
  ])
  expect(await judge(whole, { keys: [signer.jwk], kid: null })).toMatchObject({ intact: true, signer: 'pinned' })
  expect(await judge(whole, { keys: null, kid: signer.jwk.kid })).toMatchObject({ intact: true, signer: 'pinned' })
})

test('is not intact under another key, and a key under a borrowed id is none', async () => {
  expect(await judge(whole, { keys: [stranger.jwk], kid: null })).toMatchObject({ intact: false })
  expect(await judge(whole, { keys: null, kid: stranger.jwk.kid })).toMatchObject({ intact: false })
  expect(await judge(whole, { keys: [{ ...signer.jwk, kid: stranger.jwk.kid }], kid: null })).toMatchObject({
    intact: false,
  })
})

test('no key, no bundle', () => {
  expect(() => bundle.write(source, sampleContext)).toThrow('no key')
})

/** Places at which a flipped bit leaves the bundle intact and its files other than they were. */
async function unseenChanges(bytes: Buffer, places: readonly number[], bits: number): Promise<readonly number[]> {
  const original = JSON.stringify(await contentsOf(bytes))
  const unseen: number[] = []
  for (const at of places) {
    for (let bit = 0; bit < bits; bit += 1) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ (1 << ((at + bit) % 8))
      const verdict = await judge(changed)
      // Bits behind the end of a packed file hold nothing.
      if (verdict.intact && JSON.stringify(await contentsOf(changed)) !== original) unseen.push(at)
    }
  }
  return unseen
}

const stamp = zipStamp(new Date(source.summary.asOf))

type Files = readonly (readonly [string, string | Buffer])[]

async function archive(files: Files): Promise<Buffer> {
  async function* content(bytes: string | Buffer): AsyncGenerator<Uint8Array> {
    yield Buffer.from(bytes)
  }
  async function* each(): AsyncGenerator<ZipFile> {
    for (const [name, bytes] of files) yield { name, content: content(bytes) }
  }
  return Buffer.concat(await Array.fromAsync(writeZip(each(), stamp)))
}

const asOf = '2026-11-23T12:00:00.000Z'
const rowDigest = sha256Hex(Buffer.from('{"id":"1"}\n'))
const emptyDigest = sha256Hex(Buffer.alloc(0))
const smallSummary: ReportSummary = JSON.parse(JSON.stringify({ id: 'r', name: 'n', asOf }))
const smallHash = reportSha256(smallSummary, {
  verdict: rowDigest,
  finding: emptyDigest,
  observation: emptyDigest,
  certificate: emptyDigest,
})

/** The least that is a report. */
function snapshotOf({ row = '{"id":"1"}', hash = smallHash, summary = JSON.stringify(smallSummary) } = {}): string {
  const rows = `"verdicts":[\n${row}\n],\n"findings":[\n],\n"observations":[\n],\n"certificates":[\n]`
  return `{"schema":"countersign.report/1",\n"sha256":"${hash}",\n"summary":${summary},\n${rows}\n}\n`
}

const small = snapshotOf()

function manifestOf(files: Files, change: object = {}): string {
  return JSON.stringify({
    schema: bundleSchema,
    reportId: 'r',
    name: 'n',
    asOf,
    snapshotSha256: smallHash,
    productVersion: '0.1.0',
    files: files.map(([path, content]) => ({
      path,
      size: Buffer.from(content).length,
      sha256: sha256Hex(Buffer.from(content)),
    })),
    ...change,
  })
}

function signed(manifest: string, type = manifestType, by = signer): string {
  return signCompact(Buffer.from(manifest), type, by.key)
}

const keys = ['jwks.json', JSON.stringify({ keys: [signer.jwk] })] as const
const listed: Files = [['report.json', small], keys]

describe('whatever byte is changed, it is found, or the files are the very same', () => {
  test('in a whole bundle, all over it', async () => {
    const places = Array.from({ length: 120 }, (_, step) => Math.floor(((step + 0.5) / 120) * whole.length))
    expect(await unseenChanges(whole, places, 1)).toEqual([])
  }, 120_000)

  test('every bit of a small one', async () => {
    const bytes = await archive([
      ...listed,
      ['manifest.json', manifestOf(listed)],
      ['manifest.jws', signed(manifestOf(listed))],
    ])
    expect(await judge(bytes)).toMatchObject({ intact: true })
    expect(await unseenChanges(bytes, [...bytes.keys()], 8)).toEqual([])
  }, 120_000)

  test('cut off or grown at any end', async () => {
    for (const bytes of [
      whole.subarray(0, -1),
      whole.subarray(1),
      whole.subarray(0, whole.length >> 1),
      Buffer.concat([whole, Buffer.from([0])]),
      Buffer.concat([Buffer.from([0]), whole]),
      Buffer.alloc(0),
      Buffer.alloc(22),
    ])
      expect(await judge(bytes)).toMatchObject({ intact: false })
  })
})

describe('a bundle that was put together by somebody else', () => {
  interface Parts {
    readonly manifest?: string
    readonly jws?: string
    readonly files?: Files
  }

  async function made({ manifest = manifestOf(listed), jws = signed(manifest), files = listed }: Parts = {}) {
    return judge(await archive([...files, ['manifest.json', manifest], ['manifest.jws', jws]]))
  }

  test('is intact where all is as it should be', async () => {
    expect(await made()).toMatchObject({ intact: true })
  })

  test.each<[string, Parts]>([
    ['a file more', { files: [...listed, ['extra.txt', 'x']] }],
    ['a file less', { files: [keys] }],
    ['a file twice', { files: [...listed, ['report.json', small]] }],
    ['a file twice, in other letters', { files: [...listed, ['REPORT.json', small]] }],
    ['a file that leads out', { files: [...listed, ['..', 'x']] }],
    ['a file in a folder above', { files: [...listed, ['../x', 'x']] }],
    ['a file at an absolute path', { files: [...listed, ['/etc/passwd', 'x']] }],
    ['a file with a backslash', { files: [...listed, ['a\\b', 'x']] }],
    ['a file that ends in a dot', { files: [...listed, ['report.json.', 'x']] }],
    ['another content', { files: [['report.json', small.replace('"1"', '"2"')], keys] }],
    ['another size', { files: [['report.json', `${small} `], keys] }],
    ['no keys', { files: [['report.json', small]] }],
    ['another manifest than the signed one', { jws: signed('{}') }],
    ['a statement of another kind', { jws: signed(manifestOf(listed), 'JWT') }],
    ['a signature of a key that is not in it', { jws: signed(manifestOf(listed), manifestType, stranger) }],
    ['no signature', { jws: '' }],
    ['a manifest of another version', { manifest: manifestOf(listed, { schema: 'countersign.bundle/2' }) }],
    ['a manifest with something more', { manifest: manifestOf(listed, { note: 'x' }) }],
    ['a manifest that lists a file twice', { manifest: manifestOf([...listed, keys]) }],
  ])('is not with %s', async (_what, change) => {
    const verdict = await made(change)
    expect(verdict).toMatchObject({ intact: false })
    if (!verdict.intact) expect(verdict.problems.length).toBeGreaterThan(0)
  })

  test.each<[string, string, object?]>([
    ['another row', snapshotOf({ row: '{"id":"2"}' })],
    ['a row more', snapshotOf({ row: '{"id":"1"},\n{"id":"2"}' })],
    ['no row', snapshotOf({ row: '' })],
    ['another summary', snapshotOf({ summary: '{"id":"r","name":"n","asOf":"2026-11-23T12:00:00.000Z","rows":1}' })],
    ['another hash in it', snapshotOf({ hash: '1'.repeat(64) })],
    ['the same rows in another form', JSON.stringify(JSON.parse(small))],
    ['something behind its end', `${small}{}\n`],
    ['no line feed at its end', small.slice(0, -1)],
    ['a row without its comma', snapshotOf({ row: '{"id":"1"}\n{"id":"1"}' })],
    ['no JSON', small.replace('"summary":{', '"summary":{{')],
    ['another hash in the manifest', small, { snapshotSha256: '0'.repeat(64) }],
    ['another id in the manifest', small, { reportId: 'q' }],
    ['another name in the manifest', small, { name: 'N' }],
    ['another instant in the manifest', small, { asOf: '2027-11-23T12:00:00.000Z' }],
  ])('is not, though all is signed, where the report is not the frozen one: %s', async (_what, report, change = {}) => {
    const files: Files = [['report.json', report], keys]
    expect(await made({ files, manifest: manifestOf(files, change) })).toMatchObject({ intact: false })
  })

  test('is not without a report', async () => {
    expect(await made({ files: [keys], manifest: manifestOf([keys]) })).toMatchObject({ intact: false })
  })

  test('a bomb is not unfolded beyond what the directory says, and not at all where the manifest says less', async () => {
    const bomb = Buffer.alloc(64 * 1024 * 1024)
    const bytes = await archive([
      ['report.json', bomb],
      keys,
      ['manifest.json', manifestOf(listed)],
      ['manifest.jws', signed(manifestOf(listed))],
    ])
    expect(await judge(bytes)).toMatchObject({ intact: false, problems: [expect.stringContaining('another size')] })
    const [entry] = await readZipEntries(zipBytes(bytes))
    if (!entry) throw new Error('no entry')
    let taken = 0
    const read = async () => {
      for await (const chunk of zipContent(zipBytes(bytes), { ...entry, size: 1000 })) taken += chunk.length
    }
    await expect(read()).rejects.toThrow('unfolds to more')
    expect(taken).toBeLessThan(1024 * 1024)
  })
})

test('the same report gives the same bytes', async () => {
  expect(await exportBytes(bundle, sampleReport({ identities: 2 }), signingContext)).toEqual(whole)
}, 60_000)

test('cancelling ends the rows', async () => {
  let ended = 0
  const watched = {
    ...source,
    async *rows<Kind extends Parameters<typeof source.rows>[0]>(kind: Kind) {
      try {
        yield* source.rows(kind)
      } finally {
        ended += 1
      }
    },
  }
  const reader = bundle.write(watched, signingContext).getReader()
  await reader.read()
  await reader.cancel()
  expect(ended).toBeLessThanOrEqual(1)
})
