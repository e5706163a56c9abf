import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor, toPage } from './cursor.ts'
import { keyset } from './keyset.ts'

const id = '0190a000-0000-7000-8000-000000000000'
const column = { sql: 'i.next_expiry_at', type: 'timestamptz', nullable: true } as const
const sort = { key: 'nextExpiryAt', descending: true }

test('the first page has an order and no condition', () => {
  expect(keyset({ sort, column, id: 'i.id', cursor: undefined, firstParameter: 1 })).toEqual({
    where: 'true',
    orderBy: 'i.next_expiry_at DESC NULLS LAST, i.id DESC',
    values: [],
  })
})

test('rows without a value come after every row with one', () => {
  const cursor = encodeCursor('-nextExpiryAt', { value: '2026-01-01T00:00:00.000Z', id })
  expect(keyset({ sort, column, id: 'i.id', cursor, firstParameter: 4 })).toMatchObject({
    where: '((i.next_expiry_at, i.id) < ($4::timestamptz, $5::uuid) OR i.next_expiry_at IS NULL)',
    values: ['2026-01-01T00:00:00.000Z', id],
  })
  const amongMissing = encodeCursor('-nextExpiryAt', { value: null, id })
  expect(keyset({ sort, column, id: 'i.id', cursor: amongMissing, firstParameter: 1 })).toMatchObject({
    where: '(i.next_expiry_at IS NULL AND i.id < $1::uuid)',
    values: [id],
  })
})

test('a cursor of another order, or no cursor at all, is refused', () => {
  expect(() => decodeCursor('name', encodeCursor('-name', { value: 'a', id }))).toThrow('does not belong')
  expect(() => decodeCursor('name', 'not a cursor')).toThrow('does not belong')
})

test('a page ends with a cursor only where a row was left over', () => {
  const options = {
    limit: 2,
    total: { count: 3, exact: true },
    sort: 'name',
    cursorOf: (name: string) => ({ value: name, id }),
  }
  expect(toPage(['a', 'b'], options).nextCursor).toBeNull()
  const page = toPage(['a', 'b', 'c'], options)
  expect(page.rows).toEqual(['a', 'b'])
  expect(decodeCursor('name', page.nextCursor ?? '')).toEqual({ value: 'b', id })
})
