import type { ParseProblem } from '#lib/x509/certificate.ts'
import { Notice } from '../ui/notice.tsx'

/** What of its bytes is no well-formed certificate; what could not be read allows nothing. */
export function CertificateProblems({ problems }: { problems: readonly ParseProblem[] }) {
  if (problems.length === 0) return null
  return (
    <Notice kind="error">
      <p className="font-medium">Parts of it could not be read, and count as allowing nothing:</p>
      <ul className="list-disc pl-5">
        {problems.map((one) => (
          <li key={`${one.offset} ${one.problem}`}>
            <bdi>{one.problem}</bdi> <span className="text-ink-3">at byte {one.offset}</span>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
