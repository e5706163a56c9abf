import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { danglingReferences } from '#lib/testing/report/oscal-references.ts'
import { exportText } from '#lib/testing/report/read-export.ts'
import { sampleReport } from '#lib/testing/report/sample-source.ts'
import { compileSchema, readSchema } from '#lib/testing/report/schema-files.ts'
import { oscal } from './index.ts'
import { mostSubjects } from './oscal-passes.ts'

const samples = {
  usual: sampleReport(),
  hostile: sampleReport({ hostile: true, identities: 40, failingPercent: 60, namesPerCertificate: 40 }),
  empty: sampleReport({ identities: 0 }),
}

const kinds = ['usual', 'hostile', 'empty'] as const

const uuids = z.array(z.looseObject({ uuid: z.string() })).default([])
const shape = z.object({
  'assessment-results': z.object({
    results: z.tuple([
      z.object({
        observations: uuids,
        risks: z
          .array(z.looseObject({ status: z.string(), 'related-observations': z.array(z.unknown()).optional() }))
          .default([]),
        findings: z
          .array(
            z.object({
              target: z.object({ 'target-id': z.string(), status: z.object({ state: z.string() }) }),
              'related-observations': z.array(z.unknown()).optional(),
              'related-risks': z.array(z.unknown()).optional(),
            }),
          )
          .default([]),
      }),
    ]),
  }),
})

const properties = z.array(z.object({ name: z.string(), value: z.string() })).default([])
const observations = z.array(
  z.looseObject({ uuid: z.string(), props: properties, subjects: z.array(z.unknown()).optional() }),
)
const findings = z.array(
  z.looseObject({
    target: z.looseObject({ status: z.looseObject({ state: z.string() }) }),
    'related-observations': z.array(z.object({ 'observation-uuid': z.string() })),
  }),
)

function valueOf(props: z.output<typeof properties>, name: string): string | undefined {
  return props.find((one) => one.name === name)?.value
}

async function read(kind: (typeof kinds)[number]) {
  return JSON.parse(await exportText(oscal, samples[kind]))
}

describe.each(['1-1-3', '1-2-2'])('the official schema %s', (version) => {
  const schema = readSchema(`oscal_complete_schema-${version}.json`)
  test.skipIf(schema === null).each(kinds)('takes the %s report', async (kind) => {
    const validate = compileSchema(schema ?? {}, [], 'oscal-complete-oscal-ar:assessment-results')
    const document = await read(kind)
    expect(validate(document['assessment-results']) || validate.errors).toBe(true)
    expect(validate({ ...document['assessment-results'], results: [] })).toBe(false)
    const whole = compileSchema(schema ?? {})
    expect(whole(document) || whole.errors).toBe(true)
  })
})

test.each(kinds)('%s: nothing is defined twice, and every reference leads to something in the file', async (kind) => {
  expect(danglingReferences(await read(kind))).toEqual([])
})

test('the checker of references bites', () => {
  const document = { observations: [{ uuid: 'a' }, { uuid: 'a' }], import: { href: '#b' }, 'risk-uuid': 'c' }
  expect(danglingReferences(document)).toHaveLength(3)
})

test('controls that were judged have a finding with its evidence; those that were not have none', async () => {
  const { summary } = samples.usual
  const controls = summary.frameworks.flatMap((framework) => framework.controls)
  const count = (status: string) => controls.filter((control) => control.status === status).length
  const [{ findings }] = shape.parse(await read('usual'))['assessment-results'].results
  const states = findings.map(({ target }) => target.status.state)
  expect(states.filter((state) => state === 'satisfied')).toHaveLength(count('satisfied'))
  expect(states.filter((state) => state === 'not-satisfied')).toHaveLength(count('not-satisfied'))
  expect(states).toHaveLength(count('satisfied') + count('not-satisfied'))
  for (const status of ['satisfied', 'not-satisfied', 'partly-assessed', 'not-assessed'])
    expect(count(status)).toBeGreaterThan(0)
  for (const finding of findings) expect(finding['related-observations']?.length).toBeGreaterThan(0)
})

test('each finding is a risk; one that was accepted is an approved deviation, never open', async () => {
  const [{ risks }] = shape.parse(await read('usual'))['assessment-results'].results
  const { exceptions, rows } = samples.usual.summary
  expect(risks).toHaveLength(rows.finding)
  expect(risks.filter(({ status }) => status === 'deviation-approved')).toHaveLength(exceptions.length)
  expect(exceptions.length).toBeGreaterThan(0)
})

test('observations hold time, method, certificate hash and the product’s own observation id', async () => {
  const text = await exportText(oscal, samples.usual)
  const [row] = await Array.fromAsync(samples.usual.rows('observation'))
  const line = text
    .split('\n')
    .find((one) => one.includes(`"observation-id","ns":"urn:countersign:oscal","value":"${row?.id}"`))
  const observation = JSON.parse(line?.replace(/,$/, '') ?? 'null')
  expect(observation.collected).toBe(row?.observedAt)
  expect(observation.description).toContain(row?.method ?? 'none')
  expect(JSON.stringify(observation)).toContain(row?.chain[0])
})

test('what passed has one observation for each check, with its rung, count and subjects', async () => {
  const all = z.object({ 'assessment-results': z.object({ results: z.tuple([z.object({ observations, findings })]) }) })
  const [result] = all.parse(await read('usual'))['assessment-results'].results
  const passes = new Map(
    result.observations
      .filter(({ props }) => valueOf(props, 'outcome') === 'pass')
      .map((one) => [valueOf(one.props, 'check'), one]),
  )
  const { checks } = samples.usual.summary
  expect(passes.size).toBe(checks.filter(({ pass }) => pass > 0).length)
  for (const { id, pass, rung } of checks.filter((check) => check.pass > 0)) {
    const { props = [], subjects = [] } = passes.get(id) ?? {}
    expect([valueOf(props, 'pass'), valueOf(props, 'rung')]).toEqual([String(pass), rung ?? undefined])
    expect(subjects).toHaveLength(pass)
  }
  const uuids = new Set([...passes.values()].map(({ uuid }) => uuid))
  for (const { target, 'related-observations': related } of result.findings) {
    if (target.status.state !== 'satisfied') continue
    expect(related.some((one) => uuids.has(one['observation-uuid']))).toBe(true)
  }
})

test('passing subjects are named up to a bound, and how many are left is told', async () => {
  const many = sampleReport({ identities: mostSubjects + 40, failingPercent: 0 })
  const document = JSON.parse(await exportText(oscal, many))
  expect(danglingReferences(document)).toEqual([])
  const [result] = z
    .object({ 'assessment-results': z.object({ results: z.tuple([z.object({ observations })]) }) })
    .parse(document)['assessment-results'].results
  const full = result.observations.filter(({ props }) => valueOf(props, 'pass') === String(mostSubjects + 40))
  const bounded = full.filter(({ props }) => valueOf(props, 'outcome') === 'pass')
  expect(bounded.length).toBeGreaterThan(0)
  for (const { props, subjects = [] } of bounded)
    expect([subjects.length, valueOf(props, 'subjects-not-listed')]).toEqual([mostSubjects, '40'])
}, 60_000)

test('the same report gives the same bytes', async () => {
  expect(await exportText(oscal, sampleReport())).toBe(await exportText(oscal, sampleReport()))
})
