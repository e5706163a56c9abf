import { expect, test } from 'vitest'
import { z } from 'zod'
import type { ReportRowKind } from '#lib/compliance/report-snapshot.ts'
import { exportText } from '#lib/testing/report/read-export.ts'
import { sampleReport } from '#lib/testing/report/sample-source.ts'
import { compileSchema, readSchema } from '#lib/testing/report/schema-files.ts'
import { cyclonedx } from './index.ts'

const samples = {
  usual: sampleReport(),
  hostile: sampleReport({ hostile: true, identities: 40, namesPerCertificate: 1500 }),
  empty: sampleReport({ identities: 0 }),
}
const kinds = ['usual', 'hostile', 'empty'] as const

const schema = readSchema('bom-1.7.schema.json')
const beside = ['jsf-0.82.schema.json', 'spdx.schema.json', 'cryptography-defs.schema.json'].map(readSchema)
const complete = schema !== null && beside.every((one) => one !== null)

const component = z.looseObject({
  'bom-ref': z.string(),
  name: z.string(),
  cryptoProperties: z.looseObject({
    assetType: z.string(),
    certificateProperties: z.looseObject({ certificateState: z.array(z.looseObject({})) }).optional(),
  }),
})
const bom = z.object({
  components: z.array(component).default([]),
  services: z.array(z.looseObject({ 'bom-ref': z.string() })).default([]),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()).optional() })).default([]),
})

async function read(kind: (typeof kinds)[number]) {
  return JSON.parse(await exportText(cyclonedx, samples[kind]))
}

test.skipIf(!complete).each(kinds)('the official schema 1.7 takes the %s report', async (kind) => {
  const validate = compileSchema(
    schema ?? {},
    beside.flatMap((one) => one ?? []),
  )
  expect(validate(await read(kind)) || validate.errors).toBe(true)
  expect(validate({ bomFormat: 'CycloneDX', specVersion: '1.7', components: [{ type: 'nothing' }] })).toBe(false)
})

/** Every `ref` and member of lists of refs, wherever it stands. */
function pointers(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'string') return ['ref', 'algorithms', 'dependsOn'].includes(key) ? [value] : []
  if (Array.isArray(value)) return value.flatMap((item) => pointers(item, key))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => pointers(member, name))
}

test.each(kinds)('%s: every reference leads to a component or service, and none is defined twice', async (kind) => {
  const document = await read(kind)
  const { components, services } = bom.parse(document)
  const refs = [...components, ...services].map((one) => one['bom-ref'])
  expect(new Set(refs).size).toBe(refs.length)
  const dangling = pointers(document).filter((ref) => !refs.includes(ref))
  expect(dangling).toEqual([])
})

test('all kinds of assets are there; a certificate that is over is neither active nor of a state that the schema lacks', async () => {
  const { components } = bom.parse(await read('usual'))
  const types = new Set(components.map(({ cryptoProperties }) => cryptoProperties.assetType))
  expect([...types].sort()).toEqual(['algorithm', 'certificate', 'protocol', 'related-crypto-material'])
  const states = components.flatMap(
    ({ cryptoProperties }) => cryptoProperties.certificateProperties?.certificateState ?? [],
  )
  expect(states).toContainEqual(expect.objectContaining({ state: 'active' }))
  expect(states).toContainEqual(expect.objectContaining({ state: 'pre-activation' }))
  expect(states).toContainEqual(expect.objectContaining({ name: 'expired' }))
})

test('a protocol is complete only where both its lists are; an old report’s is unknown', async () => {
  const { components, compositions } = z
    .object({
      components: z.array(z.looseObject({ 'bom-ref': z.string(), properties: z.array(z.looseObject({})).optional() })),
      compositions: z.array(z.object({ aggregate: z.string(), dependencies: z.array(z.string()) })),
    })
    .parse(await read('usual'))
  const protocols = components.filter((one) => one['bom-ref'].startsWith('protocol:'))
  const told = (aggregate: string) => {
    const refs = new Set(compositions.find((one) => one.aggregate === aggregate)?.dependencies)
    return protocols.filter((one) => refs.has(one['bom-ref'])).map(({ properties }) => JSON.stringify(properties))
  }
  expect(compositions.flatMap(({ dependencies }) => dependencies)).toHaveLength(protocols.length)
  for (const text of told('complete')) expect(text.match(/all that are accepted/g)).toHaveLength(2)
  for (const text of told('incomplete')) expect(text).toMatch(/there may be more|the negotiated one alone/)
  for (const text of told('unknown')) expect(text).toContain('is not on record')
  for (const aggregate of ['complete', 'incomplete', 'unknown']) expect(told(aggregate)).not.toEqual([])
})

test('a key that two certificates share stands once', async () => {
  const rows = await Array.fromAsync(samples.usual.rows('certificate'))
  const { components } = bom.parse(await read('usual'))
  const keys = components.filter(({ cryptoProperties }) => cryptoProperties.assetType === 'related-crypto-material')
  expect(new Set(rows.map(({ spkiSha256 }) => spkiSha256)).size).toBe(keys.length)
  expect(keys.length).toBeLessThan(rows.length)
})

test('the same report gives the same bytes', async () => {
  expect(await exportText(cyclonedx, sampleReport())).toBe(await exportText(cyclonedx, sampleReport()))
})

test('a version that was spoken stands though its suites are unknown, and ML-KEM is of TLS 1.3 alone', async () => {
  const source = sampleReport({ identities: 1 })
  const suites = { 'TLSv1.2': ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'] }
  const groups = ['X25519MLKEM768', 'x25519']
  const spoken = { protocol: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' }
  const changed = {
    ...source,
    async *rows<Kind extends ReportRowKind>(kind: Kind) {
      for await (const row of source.rows(kind))
        yield kind === 'observation' ? Object.assign({}, row, { ...spoken, suites, groups }) : row
    },
  }
  const { components } = bom.parse(JSON.parse(await exportText(cyclonedx, changed)))
  const protocols = components.filter(({ cryptoProperties }) => cryptoProperties.assetType === 'protocol')
  expect(protocols.map(({ name }) => name).sort()).toEqual(['TLSv1.2', 'TLSv1.3'])
  const older = protocols.find(({ name }) => name === 'TLSv1.2')
  expect(JSON.stringify(older)).toContain('x25519')
  expect(JSON.stringify(older)).not.toContain('MLKEM')
})
