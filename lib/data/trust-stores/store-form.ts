import { AppError } from '#lib/core/errors.ts'
import type { NewTrustStore } from './create-trust-store.ts'

/** Reads a new store from the text fields of its form and the text of its file. Throws `invalid-input` at `asOf`. */
export function storeFromForm(fields: Readonly<Record<string, string>>, file: string): NewTrustStore {
  const { name = '', pem = '', asOf = '', version = '' } = fields
  const day = new Date(`${asOf}T00:00:00Z`)
  if (asOf !== '' && Number.isNaN(day.getTime())) {
    const problem = 'This is no date.'
    throw new AppError('invalid-input', problem, { problems: [{ at: 'asOf', problem }] })
  }
  return {
    name,
    pem: `${file}\n${pem}`,
    publicRoots: fields.publicRoots !== undefined,
    ...(asOf === '' ? {} : { asOf: day }),
    ...(version.trim() === '' ? {} : { version: version.trim() }),
  }
}
