import type { FoundCertificate } from './use-certificates.ts'

/** A question as it stands in the form. */
export interface Draft {
  readonly name: string
  readonly storeId: string
  readonly removed: readonly FoundCertificate[]
  readonly added: string
  readonly keys: readonly FoundCertificate[]
  /** `''`, the id of one that was imported, or `file`. */
  readonly advisory: string
  readonly advisoryText: string
  readonly atOnce: boolean
  /** A day, as its field gives it. */
  readonly day: string
  readonly noSha1: boolean
  readonly minRsaBits: string
}

export const emptyDraft: Draft = {
  name: '',
  storeId: '',
  removed: [],
  added: '',
  keys: [],
  advisory: '',
  advisoryText: '',
  atOnce: false,
  day: '',
  noSha1: false,
  minRsaBits: '',
}

/** As POST /api/v1/what-ifs takes it. */
export function questionOf(draft: Draft) {
  const { name, storeId, removed, added, keys, day, noSha1, minRsaBits } = draft
  const advisory = advisoryOf(draft)
  return {
    name,
    change: {
      storeId: storeId === '' ? null : storeId,
      removeAnchors: removed.map(({ sha256 }) => sha256),
      addAnchors: added,
      distrust: [...new Set(keys.map(({ spkiSha256 }) => spkiSha256))].map((spkiSha256) => ({ spkiSha256 })),
      ...(day === '' ? {} : { at: `${day}T00:00:00Z` }),
      ...(noSha1 ? { forbidHashes: ['sha1'] } : {}),
      ...(minRsaBits === '' ? {} : { minRsaBits: Number(minRsaBits) }),
    },
    ...(advisory === null ? {} : { advisory }),
  }
}

function advisoryOf({ advisory, advisoryText, atOnce }: Draft) {
  if (advisory === '') return null
  return advisory === 'file' ? { file: advisoryText, atOnce } : { id: advisory, atOnce }
}

/** True where nothing is supposed yet. */
export function isEmpty(draft: Draft): boolean {
  const { removed, added, keys, advisory, advisoryText, day, noSha1, minRsaBits } = draft
  const noAdvisory = advisory === '' || (advisory === 'file' && advisoryText.trim() === '')
  const nothing = removed.length + keys.length === 0 && added.trim() === '' && noAdvisory
  return nothing && day === '' && !noSha1 && minRsaBits === ''
}
