import type { JudgedGroup, PathCertificate } from '#lib/data/trust/certificate-judgement.ts'

/** What sets a certificate of a path apart, in few words; `bad` breaks paths or is about to. */
export interface Mark {
  readonly text: string
  readonly tone: 'bad' | 'note'
}

/** Marks of a certificate as it stands in a group, the worst first. */
export function marksOf(
  certificate: PathCertificate,
  group: Pick<JudgedGroup, 'distrusted' | 'origins' | 'strays' | 'chain'>,
  certificates: Iterable<PathCertificate>,
  now: Date,
): readonly Mark[] {
  const { sha256, notBefore, notAfter, spkiSha256 } = certificate
  const distrust = group.distrusted.get(sha256)
  const origin = group.origins.get(sha256)
  const twins = [...certificates].filter((other) => other.spkiSha256 === spkiSha256 && other.sha256 !== sha256)
  const bad = (text: string): Mark => ({ text, tone: 'bad' })
  const note = (text: string): Mark => ({ text, tone: 'note' })
  return [
    ...(distrust ? [distrustMark(distrust.from, now)] : []),
    ...(notAfter.getTime() + 1000 <= now.getTime() ? [bad('expired')] : []),
    ...(notBefore > now ? [bad('not valid yet')] : []),
    ...(origin === 'fetched' ? [note('fetched, not sent')] : []),
    ...(origin === 'recorded' ? [note('from the records')] : []),
    ...(group.strays.includes(sha256) ? [note('sent, not used')] : []),
    ...(twins.length > 0
      ? [note(twins.length === 1 ? 'same key as another here' : `same key as ${twins.length} others here`)]
      : []),
  ]
}

function distrustMark(from: string, now: Date): Mark {
  const day = from.slice(0, 10)
  return Date.parse(from) <= now.getTime()
    ? { text: `distrusted since ${day}`, tone: 'bad' }
    : { text: `distrusted from ${day}`, tone: 'bad' }
}
