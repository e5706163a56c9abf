import type { Metadata } from 'next'
import { AnswerBadge } from '#components/question/answer-badge.tsx'
import { AnswerLadder } from '#components/question/answer-ladder.tsx'
import { QuestionFacts } from '#components/question/question-facts.tsx'
import { QuestionStatement } from '#components/question/question-statement.tsx'
import { Section } from '#components/ui/card.tsx'
import { Name } from '#components/ui/name.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { getQuestion } from '#lib/data/verify/get-question.ts'
import { orNotFound } from '../../../or-not-found.ts'

export const metadata: Metadata = { title: 'Question before a session' }

export default async function QuestionPage({ params }: { params: Promise<{ id: string }> }) {
  const [principal, { id }] = await Promise.all([requirePrincipal(), params])
  const question = await orNotFound(getQuestion(principal, id))
  return (
    <>
      <PageHeader
        title={<Name value={question.identityName} />}
        parent={{ href: '/identities/questions', label: 'Questions before sessions' }}
        badges={<AnswerBadge verdict={question.verdict} reason={question.obstacle} />}
      />
      <QuestionFacts question={question} />
      <Section
        id="ladder"
        title="How it stood"
        note="As it was judged when the question was answered; what is known now stands on the identity's own page."
      >
        <AnswerLadder ladder={question.answer.ladder} />
      </Section>
      <QuestionStatement statement={question.statement} issuer={question.answer.iss} />
    </>
  )
}
