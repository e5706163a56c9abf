import type { JudgedGroup, PathCertificate } from '#lib/data/trust/certificate-judgement.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import type { ToldPath, ToldRefusal } from '#lib/x509/path/judge-chain.ts'
import { pathReasonWords } from '#lib/x509/path/path-reason-words.ts'

type Certificates = ReadonlyMap<string, PathCertificate>

/** A valid path in one sentence, with its dates and what is to be noted. */
export function pathText(path: ToldPath, group: JudgedGroup, certificates: Certificates): string {
  const from = path.validFrom.slice(0, 10)
  const until = path.validUntil.slice(0, 10)
  const distrust =
    path.distrustedFrom === null ? '' : `; a key of it is distrusted from ${path.distrustedFrom.slice(0, 10)}`
  const anchor = group.store === null ? '' : `, an anchor of ${escapeUnsafe(group.store.name)} (${group.store.version})`
  const notes = path.notes.map(({ at, detail }) => `${nameAt(path.sha256, at, certificates)}: ${detail}`)
  return `${wayText(path.sha256, group, certificates)}${anchor}. In date from ${from} to ${until}${distrust}.${
    notes.length === 0 ? '' : ` To be noted: ${notes.join('; ')}.`
  }`
}

/** An attempt with what ended it, and where. */
export function refusalText({ sha256, fault }: ToldRefusal, group: JudgedGroup, certificates: Certificates): string {
  const where = sha256.length === 0 ? '' : ` at ${nameAt(sha256, fault.at, certificates)}`
  const way = sha256.length === 0 ? '' : `${wayText(sha256, group, certificates)}. `
  return `${way}Refused${where}: ${pathReasonWords[fault.reason]} (${escapeUnsafe(fault.detail)}).`
}

function wayText(sha256: readonly string[], { origins }: JudgedGroup, certificates: Certificates): string {
  return sha256
    .map((hash, index) => {
      const origin = origins.get(hash)
      const how = origin === 'fetched' ? ' (fetched, not sent)' : origin === 'recorded' ? ' (from the records)' : ''
      return `${nameAt(sha256, index, certificates)}${how}`
    })
    .join(' ← ')
}

function nameAt(sha256: readonly string[], at: number, certificates: Certificates): string {
  const hash = sha256[at] ?? ''
  return escapeUnsafe(certificates.get(hash)?.name ?? hash.slice(0, 16))
}
