import { expect, test } from 'vitest'
import { changeQuery, filterPart, nextSort, readList } from './list-query.ts'

test('a changed filter or order starts at the first page', () => {
  expect(changeQuery('owner=a&cursor=x', { sort: '-name' })).toBe('owner=a&sort=-name')
  expect(changeQuery('owner=a', { cursor: 'y' })).toBe('owner=a&cursor=y')
})

test('lists are written so that they read back, and empty ones leave the URL', () => {
  const query = changeQuery('', { owner: ['a,b', 'c'] })
  expect(readList(query, 'owner')).toEqual(['a,b', 'c'])
  expect(changeQuery(query, { owner: [] })).toBe('')
})

test('what the API gets is the filter and the order, without place and look', () => {
  expect(filterPart('owner=a&sort=-name&cursor=x&limit=20&hide=env&show=id')).toBe('owner=a&sort=-name')
})

test('a column sorts up, then down, then up', () => {
  expect(nextSort('owner', 'name')).toBe('name')
  expect(nextSort('name', 'name')).toBe('-name')
  expect(nextSort('-name', 'name')).toBe('name')
})
