import { AppError } from '#lib/core/errors.ts'
import type { NewTrustStore } from './create-trust-store.ts'
import type { NewContent } from './replace-store-content.ts'

type Fields = Readonly<Record<string, string>>

/** Reads a new store from the text fields of its form and its file. Throws `invalid-input` at `asOf`. */
export function storeFromForm(fields: Fields, file: Uint8Array): NewTrustStore {
  const { name = '', trustDomain } = fields
  return {
    name,
    ...uploadFromForm(fields, file),
    publicRoots: fields.publicRoots !== undefined,
    ...(trustDomain === undefined ? {} : { trustDomain }),
  }
}

/** Reads a store's new content from its form. Throws `invalid-input` at `asOf`. */
export function contentFromForm(fields: Fields, file: Uint8Array): NewContent {
  return { ...uploadFromForm(fields, file), mode: fields.mode === 'add' ? 'add' : 'replace' }
}

function uploadFromForm({ pem = '', asOf = '', version = '' }: Fields, file: Uint8Array) {
  const day = new Date(`${asOf}T00:00:00Z`)
  if (asOf !== '' && Number.isNaN(day.getTime())) {
    const problem = 'This is no date.'
    throw new AppError('invalid-input', problem, { problems: [{ at: 'asOf', problem }] })
  }
  return {
    file,
    pem,
    ...(asOf === '' ? {} : { asOf: day }),
    ...(version.trim() === '' ? {} : { version: version.trim() }),
  }
}
