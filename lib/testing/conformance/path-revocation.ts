import { ParseError } from '#lib/x509/parse-error.ts'
import type { ValidPath } from '#lib/x509/path/find-paths.ts'
import { type Crl, tryReadCrl } from '#lib/x509/revocation/crl.ts'
import { judgePathByCrls, type PathByCrls } from '#lib/x509/revocation/judge-path.ts'

/** Lists that can't be read are left out, and then prove nothing. */
export function readCrls(ders: readonly Uint8Array[]): Crl[] {
  return ders.map(tryReadCrl).flatMap((read) => (read instanceof ParseError ? [] : [read]))
}

/** Whether one of the paths has nothing but certificates that CRLs prove good; anything else is told as the reason. */
export function pathRevocation(
  paths: readonly ValidPath[],
  question: Omit<PathByCrls, 'path'>,
): { good: boolean; reason: string } {
  const reasons: string[] = []
  for (const { certificates } of paths) {
    const judgements = judgePathByCrls({ ...question, path: certificates })
    const at = judgements.findIndex(({ status }) => status !== 'GOOD')
    const judgement = judgements[at]
    if (!judgement || judgement.status === 'GOOD') return { good: true, reason: '' }
    const detail = judgement.status === 'UNKNOWN' ? `: ${judgement.detail}` : ''
    reasons.push(`certificate ${at} ${judgement.status}, ${judgement.reason ?? 'no reason'}${detail}`)
  }
  return { good: false, reason: reasons[0] ?? 'no path' }
}
