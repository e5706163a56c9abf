import { rungs } from '#lib/checks/contract.ts'
import type { Answer } from '#lib/checks/verification/answer.ts'
import type { VerificationVerdict } from '#lib/checks/verification/judge-endpoint.ts'
import { printable } from '#lib/scan/printable.ts'
import { evidenceText } from './evidence-text.ts'

export const exitCodes: Readonly<Record<VerificationVerdict, 0 | 1 | 2>> = {
  proven: 0,
  'not-proven': 1,
  'not-assessable': 2,
}

export const verdictWords: Readonly<Record<VerificationVerdict, string>> = {
  proven: 'proven',
  'not-proven': 'not proven',
  'not-assessable': 'not assessable',
}

/** A signed answer for a terminal: the verdict, what speaks against it, and what a client has to find. */
export function answerText(answer: Answer): string {
  const { asked, verdict, obstacle, evidence, expect, ladder } = answer
  const { host, port } = asked.endpoint
  const lines = [
    `${verdictWords[verdict]}: ${printable(answer.sub, 300)} at ${printable(host, 300)}:${port}`,
    `  said by ${printable(answer.iss, 300)} at ${answer.answeredAt}, holds until ${answer.validUntil}`,
    `  question ${printable(answer.jti, 100)}, ${evidence.scanned ? 'scanned for it' : 'from evidence on record'}${
      evidence.oldestAt === null ? '' : `, oldest evidence ${evidence.oldestAt}`
    }`,
    ...(obstacle === null ? [] : [`  ${printable(obstacle.text, 300)}`]),
  ]
  if (obstacle === null) {
    for (const rung of rungs) {
      const { status, because } = ladder[rung]
      if (status === 'pass' || status === 'not_expected') continue
      lines.push(`    ${rung}: ${status === 'fail' ? 'fails' : 'not assessed'}`)
      for (const { checkId, text, evidence: shown } of because) {
        const said = shown === null ? printable(text, 300) : evidenceText(shown)
        lines.push(`      ${checkId === null ? said : `${printable(checkId, 100)}: ${said}`}`)
      }
    }
  }
  for (const { sha256, spkiSha256 } of expect?.leaves ?? []) {
    lines.push(`  expect leaf ${sha256}`, `         spki ${spkiSha256}`)
  }
  return `${lines.join('\n')}\n`
}
