import { expect, test } from 'vitest'
import { findMentions } from './find-mentions.ts'

const users = ['Ada', 'Ada Byron', 'Zoë', 'bo', 'Bo'].map((name, index) => ({ id: String(index), name }))

test.each([
  ['@Ada look', ['Ada']],
  ['@ada byron, look', ['Ada Byron']],
  ['(@Zoë)', ['Zoë']],
  ['@Adam', []],
  ['ada@ada', []],
  ['@bo!', ['bo', 'Bo']],
  ['@Ada and @Ada', ['Ada']],
  ['@ Ada', []],
  ['@', []],
])('%s names %j', (text, expected) => {
  expect(findMentions(text, users).map(({ name }) => name)).toEqual(expected)
})

test('a user without a name is named by nobody', () => {
  expect(findMentions('@ @', [{ id: '1', name: ' ' }])).toEqual([])
})
