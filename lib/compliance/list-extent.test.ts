import { expect, test } from 'vitest'
import { sampleReport } from '#lib/testing/report/sample-source.ts'
import { allSuitesExtent, groupsExtent, suitesExtent } from './list-extent.ts'

const [row] = await Array.fromAsync(sampleReport({ identities: 1 }).rows('observation'))
if (!row) throw new Error('a sample has an observation')
const { suitesComplete: _, groupsComplete: __, ...old } = row
const suites = { 'TLSv1.2': ['A'], 'TLSv1.3': ['B'] }

test('a report from before completeness was kept is unknown, never complete', () => {
  expect(suitesExtent({ ...old, suites }, 'TLSv1.2')).toBe('unknown')
  expect(allSuitesExtent({ ...old, suites })).toBe('unknown')
  expect(groupsExtent({ ...old, groups: ['x25519'] })).toBe('unknown')
})

test('all are as complete as the least sure one; a version whose list failed leaves them partial', () => {
  const complete = { ...old, suites, suitesComplete: { 'TLSv1.2': true, 'TLSv1.3': true }, groupsComplete: true }
  expect([allSuitesExtent(complete), groupsExtent({ ...complete, groups: [] })]).toEqual(['complete', 'complete'])
  const one = { ...complete, suitesComplete: { 'TLSv1.2': true, 'TLSv1.3': false } }
  expect([suitesExtent(one, 'TLSv1.2'), suitesExtent(one, 'TLSv1.3')]).toEqual(['complete', 'partial'])
  expect(allSuitesExtent(one)).toBe('partial')
  expect(allSuitesExtent({ ...complete, suitesComplete: { ...complete.suitesComplete, 'TLSv1.1': false } })).toBe(
    'partial',
  )
  expect(allSuitesExtent({ ...complete, suites: {}, suitesComplete: {} })).toBe('partial')
})

test('what nobody asked for has no extent', () => {
  const unasked = { ...old, suites: null, groups: null }
  expect([suitesExtent(unasked, 'TLSv1.2'), allSuitesExtent(unasked), groupsExtent(unasked)]).toEqual([
    null,
    null,
    null,
  ])
})
