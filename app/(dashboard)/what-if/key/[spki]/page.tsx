import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ActionButton } from '#components/settings/action-button.client.tsx'
import { Section } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Hash } from '#components/ui/hash.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { KeyCertificates } from '#components/what-if/key-certificates.tsx'
import { ReportFacts } from '#components/what-if/report-facts.tsx'
import { EnvironmentTallies, IdentityTallies } from '#components/what-if/tally-table.tsx'
import { TurnStats } from '#components/what-if/turn-stats.tsx'
import { radiusWords } from '#components/what-if/what-if-words.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { certificateFilter } from '#lib/data/certificates/filter.ts'
import { listCertificates } from '#lib/data/certificates/list-certificates.ts'
import { parseFilter } from '#lib/data/filter.ts'
import type { WhatIfAnswer } from '#lib/data/what-if/answer.ts'
import { findBlastRadius, type WhatIf } from '#lib/data/what-if/what-ifs.ts'
import { askBlastRadiusAction } from '../../actions.ts'

export const metadata: Metadata = { title: 'What hangs on a key' }

/** The blast radius of a key, by the newest answer. */
export default async function KeyPage({ params }: { params: Promise<{ spki: string }> }) {
  const [principal, { spki }] = await Promise.all([requirePrincipal(), params])
  if (!/^[0-9a-f]{64}$/.test(spki)) notFound()
  const { filter } = parseFilter(certificateFilter, { spki, limit: '50' })
  const [certificates, answered] = await Promise.all([
    listCertificates(principal, filter),
    findBlastRadius(principal, spki),
  ])
  if (certificates.rows.length === 0 && answered === null) notFound()
  const mayAsk = hasRole(principal, 'analyst')
  const ask = mayAsk ? (
    <ActionButton
      action={askBlastRadiusAction}
      fields={{ spki }}
      label={answered === null ? 'Find out what hangs on it' : 'Ask again'}
    />
  ) : (
    <p className="text-ink-3 text-xs">Analysts ask; everybody reads.</p>
  )
  return (
    <>
      <PageHeader
        title="What hangs on this key"
        parent={{ href: '/what-if', label: 'What if' }}
        note={
          <span className="inline-flex flex-wrap items-center gap-1">
            Key SHA-256 <Hash value={spki} length={24} />
          </span>
        }
        actions={answered === null ? undefined : ask}
      />
      <Section title="Certificates with this key" note="Distrust works by key, so that no cross-sign slips past.">
        <KeyCertificates page={certificates} />
      </Section>
      {answered?.result ? (
        <Answered question={answered} answer={answered.result} />
      ) : (
        <EmptyState
          title="Nobody has asked yet"
          why="Every chain on record is judged twice, with this key and without it; nothing is scanned. The answer stays as a report."
          action={ask}
        />
      )}
    </>
  )
}

function Answered({ question, answer }: { question: WhatIf; answer: WhatIfAnswer }) {
  return (
    <>
      <Section
        title="The newest answer"
        actions={<LinkButton href={`/what-if/${question.id}`}>The whole report</LinkButton>}
      >
        <TurnStats
          answer={answer}
          turns={['broken', 'kept']}
          words={radiusWords}
          href={(turn) => `/what-if/${question.id}?show=${turn}`}
        />
        <ReportFacts supposed={question.supposed} answer={answer} />
      </Section>
      {(['broken', 'kept'] as const).map((turn) =>
        answer[turn].chains === 0 ? (
          <Section key={turn} title={radiusWords[turn].label}>
            <p className="text-ink-2">{radiusWords[turn].none}</p>
          </Section>
        ) : (
          <Section key={turn} title={radiusWords[turn].label} note={radiusWords[turn].note}>
            <div className="grid items-start gap-5 xl:grid-cols-2">
              <EnvironmentTallies counted={answer[turn]} />
              {answer[turn].byIdentity.length === 0 ? null : <IdentityTallies counted={answer[turn]} />}
            </div>
          </Section>
        ),
      )}
    </>
  )
}
