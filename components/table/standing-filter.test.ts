import { expect, test } from 'vitest'
import { describeFilter, filterSchema, parseFilter } from '#lib/data/filter.ts'
import { standingField } from '#lib/data/filter-field.ts'
import { changeQuery, withoutFilters } from './list-query.ts'

const schema = filterSchema(
  { status: standingField('Status', ['open', 'shut', 'gone'], ['open']) },
  { keys: ['name'], default: 'name' },
)

function active(query: string) {
  return describeFilter(schema, parseFilter(schema, new URLSearchParams(query)).filter)
}

test('a filter that stands from the start is shown, can be removed, and stays removed', () => {
  expect(active('')).toEqual([{ key: 'status', title: 'Status', values: ['open'], cleared: 'all' }])
  const removed = changeQuery('', withoutFilters(active('')))
  expect(removed).toBe('status=all')
  expect(active(removed)).toEqual([])
  expect(active('status=shut')).toMatchObject([{ values: ['shut'] }])
})

test('"all" beside another value is refused, so that it never widens a choice by accident', () => {
  expect(parseFilter(schema, new URLSearchParams('status=all,shut')).problems).toHaveLength(1)
})
