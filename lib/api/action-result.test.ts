import { expect, test } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import { actionResult } from './action-result.ts'

test('a refusal becomes a plain value with its code and problems', async () => {
  const problems = [{ at: 'until', problem: 'it is past' }]
  const refusing = async () => {
    throw new AppError('invalid-input', 'No.', { problems, cause: new Error('secret') })
  }
  expect(await actionResult(refusing)).toEqual({ ok: false, code: 'invalid-input', message: 'No.', problems })
  expect(await actionResult(async () => 1)).toEqual({ ok: true, value: 1 })
})

test('what is no refusal goes on: bugs, and the signals of the framework', async () => {
  const signal = new Error('NEXT_REDIRECT')
  await expect(actionResult(() => Promise.reject(signal))).rejects.toBe(signal)
})
