import type { Metadata } from 'next'
import { RunBadge } from '#components/discovery/run-badge.tsx'
import { ActionButton } from '#components/settings/action-button.client.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { Time } from '#components/ui/time.tsx'
import { ReportFacts } from '#components/what-if/report-facts.tsx'
import { ReportTurn } from '#components/what-if/report-turn.tsx'
import { TurnStats } from '#components/what-if/turn-stats.tsx'
import { WhatIfProgress } from '#components/what-if/what-if-progress.client.tsx'
import { radiusWords, turnWords } from '#components/what-if/what-if-words.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole, type Principal } from '#lib/core/principal.ts'
import type { WhatIfAnswer } from '#lib/data/what-if/answer.ts'
import { type Turn, turns } from '#lib/data/what-if/compare.ts'
import { getWhatIf, type WhatIf } from '#lib/data/what-if/what-ifs.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { orNotFound } from '../../or-not-found.ts'
import { deleteWhatIfAction } from '../actions.ts'

export const metadata: Metadata = { title: 'What if' }

interface PageProps {
  readonly params: Promise<{ id: string }>
  readonly searchParams: Promise<{ show?: string | string[]; page?: string | string[] }>
}

export default async function WhatIfPage({ params, searchParams }: PageProps) {
  const [principal, { id }, { show, page }] = await Promise.all([requirePrincipal(), params, searchParams])
  const question = await orNotFound(getWhatIf(principal, id))
  const { status, done, total, result, failure, supposed } = question
  return (
    <>
      <Head question={question} principal={principal} />
      {status === 'queued' || status === 'running' ? (
        <WhatIfProgress id={question.id} initial={{ status, done, total }} />
      ) : null}
      {failure === null ? null : <Notice kind="error">{failure}</Notice>}
      <ReportFacts supposed={supposed} answer={result} />
      {result === null ? null : (
        <Answer question={question} answer={result} show={String(show ?? '')} page={Number(page ?? 1) || 1} />
      )}
    </>
  )
}

function Head({ question, principal }: { question: WhatIf; principal: Principal }) {
  const { id, name, status, createdBy, createdAt, result } = question
  const file = (format: string) => `/api/v1/what-ifs/${id}/export?format=${format}`
  return (
    <PageHeader
      title={<bdi>{escapeUnsafe(name)}</bdi>}
      parent={{ href: '/what-if', label: 'What if' }}
      badges={<RunBadge status={status} />}
      note={
        <>
          Asked by {createdBy}, <Time at={createdAt} show="both" />
        </>
      }
      actions={
        <>
          {result === null ? null : (
            <>
              <LinkButton href={file('csv')} download>
                CSV
              </LinkButton>
              <LinkButton href={file('json')} download>
                JSON
              </LinkButton>
            </>
          )}
          {hasRole(principal, 'admin') ? (
            <ActionButton
              action={deleteWhatIfAction}
              fields={{ id }}
              label="Delete"
              danger
              confirm={{ title: 'Delete this report?', text: 'The question and its answer are forgotten.' }}
            />
          ) : null}
        </>
      }
    />
  )
}

function Answer({
  question: { id, change },
  answer,
  show,
  page,
}: {
  question: WhatIf
  answer: WhatIfAnswer
  show: string
  page: number
}) {
  const radius = change.about.blastRadiusOf !== null
  const words = radius ? { ...turnWords, ...radiusWords } : turnWords
  const shown: readonly Turn[] = radius ? ['broken', 'kept'] : turns
  const first = shown.find((turn) => answer[turn].chains > 0) ?? 'broken'
  const active = shown.find((turn) => turn === show) ?? first
  const href = (turn: Turn) => `/what-if/${id}?show=${turn}`
  return (
    <>
      <TurnStats answer={answer} turns={shown} words={words} href={href} />
      <Tabs
        label="What becomes of chains"
        active={active}
        tabs={shown.map((turn) => ({
          key: turn,
          label: words[turn].label,
          count: answer[turn].chains.toLocaleString('en'),
          href: href(turn),
        }))}
      />
      <ReportTurn
        answer={answer}
        turn={active}
        words={words[active]}
        page={page}
        href={(number) => `${href(active)}&page=${number}`}
      />
    </>
  )
}
