import type { z } from 'zod'
import type { Policy } from '#lib/checks/policy.ts'
import { secondsOf } from '#lib/core/duration-unit.ts'
import { AppError, type InputProblem } from '#lib/core/errors.ts'
import { parseFields } from '../users/user-fields.ts'
import { environmentFields } from './environment-fields.ts'

type Fields = Readonly<Record<string, string>>

const durations = [
  'rotationIntervalSeconds',
  'maxValiditySeconds',
  'scanIntervalSeconds',
  'postureIntervalSeconds',
  'mtlsIntervalSeconds',
] as const
const shares = ['expiryWarnShare', 'expiryUrgentShare'] as const
const choices = ['mtls', 'minProtocol', 'tlsProfile', 'scanDepth'] as const

/**
 * Reads an environment from the text fields of its form, where an empty field says nothing. Durations come as
 * `<name>` and `<name>Unit`, shares in percent. What the form does not show of the policy stays as it is in `before`.
 * Throws `invalid-input`, of the policy at `policy.<name>`.
 */
export function environmentFromForm(fields: Fields, before: Policy): z.output<typeof environmentFields> {
  const problems: InputProblem[] = []
  const shown: Record<string, unknown> = {}
  for (const key of choices) shown[key] = fields[key] || undefined
  for (const key of durations) shown[key] = duration(fields, key, problems)
  for (const key of shares) shown[key] = share(fields, key, problems)
  if (problems.length > 0) throw new AppError('invalid-input', 'Some fields need another look', { problems })
  const policy = Object.entries({ ...before, ...shown }).filter(([, value]) => value !== undefined)
  return parseFields(environmentFields, {
    name: fields.name ?? '',
    production: fields.production !== undefined,
    trustStoreId: fields.trustStoreId || null,
    policy: Object.fromEntries(policy),
  })
}

function duration(fields: Fields, key: string, problems: InputProblem[]): number | undefined {
  const amount = fields[key]?.trim() ?? ''
  if (amount === '') return undefined
  const seconds = secondsOf(amount, fields[`${key}Unit`] ?? '')
  if (seconds !== null && seconds > 0) return seconds
  problems.push({ at: `policy.${key}`, problem: 'A number above zero is wanted.' })
  return undefined
}

function share(fields: Fields, key: string, problems: InputProblem[]): number | undefined {
  const percent = fields[key]?.trim() ?? ''
  if (percent === '') return undefined
  const value = Number(percent)
  if (Number.isFinite(value) && value >= 0 && value <= 100) return value / 100
  problems.push({ at: `policy.${key}`, problem: 'A percentage from 0 to 100 is wanted.' })
  return undefined
}
