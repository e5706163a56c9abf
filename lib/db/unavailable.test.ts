import { expect, test } from 'vitest'
import { isDatabaseUnavailable } from './unavailable.ts'

function coded(code: string, message = 'x'): Error {
  return Object.assign(new Error(message), { code })
}

test.each([
  ['a refused connection', coded('ECONNREFUSED')],
  ['every address refused', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])],
  ['a server that shuts down', coded('57P01')],
  ['a lost connection', new Error('Connection terminated unexpectedly')],
  ['a pool that waits in vain', new Error('timeout exceeded when trying to connect')],
  ['Prisma’s word for it', coded('P1001')],
  ['any of these as a cause', new Error('outer', { cause: coded('ECONNRESET') })],
])('%s means that the database is away', (_name, error) => {
  expect(isDatabaseUnavailable(error)).toBe(true)
})

test.each([
  ['a unique violation', coded('23505')],
  ['a syntax error', coded('42601')],
  ['a file that is missing', coded('ENOENT')],
  ['any other error', new Error('x')],
  ['what is no error', 'ECONNREFUSED'],
])('%s does not', (_name, error) => {
  expect(isDatabaseUnavailable(error)).toBe(false)
})

test('a ring of causes ends', () => {
  const error = new Error('x')
  error.cause = error
  expect(isDatabaseUnavailable(error)).toBe(false)
})
