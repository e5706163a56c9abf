import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLog, logList } from '#lib/testing/certificates/ct-log.ts'
import { ParseError } from '../parse-error.ts'
import { operatorAt } from './ct-log.ts'
import { logListLimits, readLogList } from './read-log-list.ts'

const one = createLog({ name: 'One 2026h2' })
const two = createLog({
  algorithm: 'rsa2048',
  state: { retired: { timestamp: '2026-06-01T00:00:00Z' } },
  interval: { start_inclusive: '2026-01-01T00:00:00Z', end_exclusive: '2027-01-01T00:00:00Z' },
})
const text = logList({ Alpha: [one] }, { tiled: { Beta: [two] } })

/** A list of one sound log and one that is changed. */
const beside = (change: object) => {
  const entry = { ...createLog().entry(), ...change }
  const operators = [{ name: 'Alpha', logs: [one.entry(), entry], unknown: true }]
  return readLogList(JSON.stringify({ operators, future: {} }))
}

describe('a list of CT logs', () => {
  it('is read with its operators, keys, states and intervals, tiled logs too', () => {
    const list = readLogList(text)
    expect(list).toMatchObject({ version: '1.0', asOf: '2026-11-01T00:00:00.000Z', problems: [] })
    expect(list.logs).toEqual([
      {
        id: one.id,
        key: one.key.spki.toString('base64'),
        name: 'One 2026h2',
        operator: 'Alpha',
        previousOperators: [],
        url: `https://${one.id.slice(0, 8)}.log.test/`,
        tiled: false,
        mmdSeconds: 86_400,
        state: { kind: 'usable', since: '2020-01-01T00:00:00.000Z' },
        interval: null,
      },
      expect.objectContaining({
        id: two.id,
        operator: 'Beta',
        tiled: true,
        mmdSeconds: 60,
        state: { kind: 'retired', since: '2026-06-01T00:00:00.000Z' },
        interval: { from: '2026-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' },
      }),
    ])
  })

  it('may tell neither version nor date, or the version as Apple does', () => {
    expect(beside({})).toMatchObject({ version: null, asOf: null, problems: [] })
    const operators = [{ name: 'Alpha', logs: [one.entry()] }]
    expect(readLogList(JSON.stringify({ assetVersion: 1185, operators })).version).toBe('1185')
  })

  it.each([
    ['state', { state: {} }],
    ['state that is new', { state: { frozen: { timestamp: '2026-01-01T00:00:00Z' } } }],
  ])('knows of no state without a known %s', (_, change) => {
    expect(beside(change).logs[1]?.state).toBeNull()
  })

  it.each([
    ['no key', { key: undefined }, 'key'],
    ['a key that is none', { key: 'AAAA', log_id: undefined }, 'key'],
    ['a key of another curve', keyOf('p384'), 'key'],
    ['an RSA key that is too short', keyOf('rsa1024'), 'key'],
    ['another log’s id', { log_id: Buffer.alloc(32).toString('base64') }, 'log_id'],
    ['two states', { state: { usable: {}, retired: {} } }, 'state'],
    ['a state without an instant', { state: { usable: {} } }, 'state.usable.timestamp'],
    ['an interval that ends before it begins', { temporal_interval: interval('2027', '2026') }, 'temporal_interval'],
    ['an operator before without an end', { previous_operators: [{ name: 'Old' }] }, 'previous_operators'],
  ])('leaves a log out that has %s, and tells it with its place', (_, change, at) => {
    const list = beside(change)
    expect(list.logs.map(({ id }) => id)).toEqual([one.id])
    expect(list.problems).toEqual([{ at: `operators.0.logs.1.${at}`, problem: expect.any(String) }])
  })

  it('takes a log once, whoever lists it', () => {
    const list = readLogList(logList({ Alpha: [one], Beta: [one] }))
    expect(list.logs.map(({ operator }) => operator)).toEqual(['Alpha'])
    expect(list.problems.map(({ at }) => at)).toEqual(['operators.1.logs.0'])
  })

  it('leaves out what has no operator, and characters that change what is read', () => {
    const operators = [{ logs: [one.entry()] }, { name: 'A\u202eB\n', logs: [two.entry()] }]
    const list = readLogList(JSON.stringify({ operators }))
    expect(list.logs.map(({ operator }) => operator)).toEqual(['A B'])
    expect(list.problems).toEqual([{ at: 'operators.0.name', problem: 'an operator has a name' }])
  })

  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no operators', '{"operators": {}}'],
    ['no log', '{"operators": []}'],
    ['more text than a list has', ' '.repeat(logListLimits.characters + 1)],
    ['more operators than there are', JSON.stringify({ operators: Array(logListLimits.operators + 1).fill({}) })],
  ])('is refused where it is %s', (_, refused) => {
    expect(() => readLogList(refused)).toThrow(ParseError)
  })

  it('is read or refused with a ParseError, whatever the text', () => {
    const changed = fc
      .tuple(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), fc.nat(20))
      .map(([at, put, cut]) => text.slice(0, at) + put + text.slice(at + cut))
    const anything = fc.oneof(changed, fc.json())
    fc.assert(
      fc.property(anything, (candidate) => {
        try {
          readLogList(candidate)
        } catch (error) {
          expect(error).toBeInstanceOf(ParseError)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

it('an SCT’s operator is the one of its time', () => {
  const [log] = beside({}).logs
  if (!log) throw new Error('no log')
  const until = (day: string) => `2026-${day}T00:00:00.000Z`
  const moved = {
    ...log,
    previousOperators: [
      { name: 'Second', until: until('06-01') },
      { name: 'First', until: until('03-01') },
    ],
  }
  const at = (day: string) => operatorAt(moved, Date.parse(until(day)))
  expect([at('02-01'), at('03-01'), at('06-01')]).toEqual(['First', 'Second', 'Alpha'])
})

function keyOf(algorithm: 'p384' | 'rsa1024') {
  const log = createLog({ algorithm })
  return { key: log.key.spki.toString('base64'), log_id: Buffer.from(log.id, 'hex').toString('base64') }
}

function interval(from: string, until: string) {
  return { start_inclusive: `${from}-01-01T00:00:00Z`, end_exclusive: `${until}-01-01T00:00:00Z` }
}
