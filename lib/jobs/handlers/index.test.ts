import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { handlers } from './index.ts'

test('every handler has a file of its name, and every file is in the index', () => {
  const files = readdirSync(import.meta.dirname).filter(
    (name) => !name.startsWith('index.') && !name.endsWith('.test.ts'),
  )
  expect(handlers.map((handler) => `${handler.name}.ts`)).toEqual(files.sort())
})
