import Link from 'next/link'
import type { Page } from '#lib/core/page.ts'
import type { QuestionRow } from '#lib/data/verify/question-row.ts'
import { AnswerBadge } from '../question/answer-badge.tsx'
import { endpointText, evidenceAgeMs } from '../question/question-words.ts'
import { Section } from '../ui/card.tsx'
import { countText } from '../ui/count-link.tsx'
import { Duration, Time } from '../ui/time.tsx'
import { Cell, SmallTable } from './small-table.tsx'

const head = [
  { label: 'Asked' },
  { label: 'Answer' },
  { label: 'By' },
  { label: 'Endpoint' },
  { label: 'Age of evidence', align: 'right' },
  { label: 'Statement' },
] as const

/** Who asked before a session whether an endpoint is this identity, and what they were told. */
export function IdentityQuestions({ identityId, questions }: { identityId: string; questions: Page<QuestionRow> }) {
  return (
    <Section
      id="questions"
      title="Asked before sessions"
      actions={
        <Link href={`/identities/questions?identity=${identityId}`} className="link text-sm">
          {countText(questions.total)} in all
        </Link>
      }
      note="By pipelines, agents and gateways: POST /api/v1/verify, or countersign verify --server. The newest ten."
    >
      {questions.rows.length === 0 ? (
        <p className="text-ink-2">Nobody has asked about it yet.</p>
      ) : (
        <SmallTable caption="Questions before sessions" head={head}>
          {questions.rows.map((question) => (
            <tr key={question.id} className="hover:bg-hover">
              <Cell>
                <Link href={`/identities/questions/${question.id}`} prefetch={false} className="link">
                  <Time at={question.at} />
                </Link>
              </Cell>
              <Cell label="Answer">
                <AnswerBadge verdict={question.verdict} reason={question.obstacle} />
              </Cell>
              <Cell label="By" className="max-w-56">
                <bdi className="block truncate" title={question.actorName}>
                  {question.actorName}
                </bdi>
              </Cell>
              <Cell label="Endpoint" className="max-w-64">
                <bdi className="block truncate">{endpointText(question.asked.endpoint)}</bdi>
              </Cell>
              <Cell label="Age of evidence" align="right">
                <Duration ms={evidenceAgeMs(question)} />
              </Cell>
              <Cell label="Statement">
                <Link href={`/identities/questions/${question.id}#statement`} prefetch={false} className="link">
                  To copy
                </Link>
              </Cell>
            </tr>
          ))}
        </SmallTable>
      )}
    </Section>
  )
}
