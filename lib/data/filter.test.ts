import { expect, test } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import { joinList, splitList } from '#lib/core/list-text.ts'
import { describeFilter, filterSchema, filterToQuery, parseFilter, requireFilter } from './filter.ts'
import { dateField, enumField, flagField, listField, numberField, textField } from './filter-field.ts'

const schema = filterSchema(
  {
    q: textField('Search'),
    severity: enumField('Severity', ['low', 'high']),
    owner: listField('Owner'),
    proven: flagField('Proven'),
    expiresBefore: dateField('Expires before'),
    port: numberField('Port', { min: 1, max: 65535 }),
  },
  { keys: ['name', 'nextExpiryAt'], default: 'name' },
)

test('an empty query gives the defaults alone', () => {
  const { filter, problems } = parseFilter(schema, new URLSearchParams())
  expect(filter).toEqual({ sort: { key: 'name', descending: false }, limit: 50 })
  expect(problems).toEqual([])
})

test('every field reads its typed value', () => {
  const source =
    'q=+api+&severity=high,low&owner=a%5C,b,c&proven=false&expiresBefore=2026-12-01&port=443&sort=-nextExpiryAt&limit=100'
  expect(parseFilter(schema, new URLSearchParams(source)).filter).toEqual({
    q: 'api',
    severity: ['high', 'low'],
    owner: ['a,b', 'c'],
    proven: false,
    expiresBefore: new Date('2026-12-01T00:00:00Z'),
    port: 443,
    sort: { key: 'nextExpiryAt', descending: true },
    limit: 100,
  })
})

test('repeated parameters of a form without scripts are one list', () => {
  expect(parseFilter(schema, new URLSearchParams('severity=high&severity=low&q=')).filter.severity).toEqual([
    'high',
    'low',
  ])
  expect(parseFilter(schema, { severity: ['high', 'low'] }).filter.severity).toEqual(['high', 'low'])
})

test('a page drops what it cannot read, tells it, and keeps the rest', () => {
  const { filter, problems } = parseFilter(
    schema,
    new URLSearchParams('severity=huge&sort=der&limit=101&owner=a&utm=x'),
  )
  expect(filter).toEqual({ owner: ['a'], sort: { key: 'name', descending: false }, limit: 50 })
  expect(problems.map((problem) => problem.at).sort()).toEqual(['limit', 'severity', 'sort'])
})

test('the strict reading refuses bad and unknown parameters by name', () => {
  const refusal = catchError(() => requireFilter(schema, new URLSearchParams('severity=huge&utm=x')))
  expect(refusal).toBeInstanceOf(AppError)
  expect(refusal).toMatchObject({ code: 'invalid-input', problems: [{ at: 'utm' }, { at: 'severity' }] })
})

test('a filter written as a query reads back equal, without its cursor', () => {
  const { filter } = parseFilter(
    schema,
    new URLSearchParams('severity=high&owner=a%5C%2Cb&proven=true&sort=-name&limit=20&cursor=abc'),
  )
  const query = filterToQuery(filter)
  expect(parseFilter(schema, new URLSearchParams(query)).filter).toEqual({ ...filter, cursor: undefined })
  expect(filterToQuery(filter, { severity: undefined, owner: undefined })).toBe('proven=true&sort=-name&limit=20')
})

test('the description names what narrows and nothing else', () => {
  const { filter } = parseFilter(schema, new URLSearchParams('severity=high,low&proven=false&sort=-name'))
  expect(describeFilter(schema, filter)).toEqual([
    { key: 'severity', title: 'Severity', values: ['high', 'low'] },
    { key: 'proven', title: 'Proven', values: ['no'] },
  ])
})

test.each([[['a']], [['a,b', 'c\\d']], [['\\', ',']]])('a list survives being joined and split: %j', (items) => {
  expect(splitList(joinList(items))).toEqual(items)
})

function catchError(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}
