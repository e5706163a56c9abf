import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exportFormatNames, exportFormats } from './index.ts'

test('every file of this folder stands in the index, under its own name', () => {
  const files = readdirSync(import.meta.dirname)
    .filter((file) => !file.endsWith('.test.ts') && file !== 'index.ts')
    .map((file) => file.replace(/\.ts$/, ''))
    .sort()
  expect(Object.keys(exportFormats).sort()).toEqual(files)
  expect([...exportFormatNames].sort()).toEqual(files)
  for (const [name, format] of Object.entries(exportFormats)) expect(format.extension).toBe(name)
})
