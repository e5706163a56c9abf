import type { Asked } from '#lib/checks/verification/answer.ts'
import type { QuestionRow } from '#lib/data/verify/question-row.ts'

/** `payments.example.com:443`, with brackets around IPv6. */
export function endpointText({ host, port }: Pick<Asked['endpoint'], 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** How old the oldest evidence was when the answer was given; null where there was none. */
export function evidenceAgeMs({ at, evidenceAt }: Pick<QuestionRow, 'at' | 'evidenceAt'>): number | null {
  return evidenceAt === null ? null : Math.max(0, new Date(at).getTime() - new Date(evidenceAt).getTime())
}
