import type { Metadata } from 'next'
import { cache } from 'react'
import { readFindingMentionsAction } from '#app/(dashboard)/(lists)/mentions/actions.ts'
import { CommentForm } from '#components/finding/comment-form.client.tsx'
import { EvidenceView } from '#components/finding/evidence.tsx'
import { FindingActions } from '#components/finding/finding-actions.client.tsx'
import { FindingFacts } from '#components/finding/finding-facts.tsx'
import { Controls, Guidance } from '#components/finding/finding-guidance.tsx'
import { FindingHistory } from '#components/finding/finding-history.tsx'
import { FindingObservations } from '#components/finding/finding-observations.tsx'
import { FindingSiblings } from '#components/finding/finding-siblings.tsx'
import { FindingSubject } from '#components/finding/finding-subject.tsx'
import { ProposalNotice, WaitingBadge } from '#components/finding/proposal-notice.tsx'
import { SeenMentions } from '#components/finding/seen-mentions.client.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { SeverityBadge } from '#components/ui/severity-badge.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { approvalOf } from '#lib/data/findings/approval-of.ts'
import { getFinding } from '#lib/data/findings/get-finding.ts'
import { listAssignees } from '#lib/data/users/list-users.ts'
import { orNotFound } from '../../or-not-found.ts'
import { changeFindingAction } from '../actions.ts'

interface PageProps {
  readonly params: Promise<{ id: string }>
}

const load = cache(async (id: string) => {
  const principal = await requirePrincipal()
  return { principal, finding: await orNotFound(getFinding(principal, id)) }
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { finding } = await load((await params).id)
  return { title: `${finding.title}: ${finding.subjectName}` }
}

export default async function FindingPage({ params }: PageProps) {
  const { principal, finding } = await load((await params).id)
  const may = hasRole(principal, 'analyst')
  const [assignees, approval] = may
    ? await Promise.all([listAssignees(principal), approvalOf(principal, finding)])
    : [[], null]
  const target = { id: finding.id, updatedAt: finding.updatedAt }
  return (
    <>
      <PageHeader
        title={finding.title}
        parent={{ href: '/findings', label: 'Findings' }}
        badges={
          <>
            <SeverityBadge severity={finding.severity} />
            <StatusBadge status={finding.status} />
            {finding.proposal === null ? null : <WaitingBadge />}
          </>
        }
        note={<FindingSubject finding={finding} />}
        actions={
          approval ? (
            <FindingActions
              target={target}
              status={finding.status}
              assigneeId={finding.assignee?.id ?? null}
              acceptance={finding.acceptance}
              approval={approval}
              assignees={assignees}
              change={changeFindingAction}
            />
          ) : undefined
        }
      />
      {principal.kind === 'user' ? <SeenMentions findingId={finding.id} read={readFindingMentionsAction} /> : null}
      {finding.proposal === null ? null : (
        <ProposalNotice proposal={finding.proposal} problem={approval?.problem ?? null} />
      )}
      <div className="grid min-w-0 gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid min-w-0 content-start gap-6">
          <Section title="Evidence">
            <Card>
              <EvidenceView evidence={finding.evidence} />
            </Card>
          </Section>
          <Guidance guidance={finding.guidance} />
          <Section title="What it rests on" note="Observations of the newest judgement">
            <FindingObservations
              observations={finding.observations}
              named={finding.verdict?.observationIds.length ?? 0}
            />
          </Section>
          <Section title="Around it" note={`Other active findings of this ${finding.subjectKind}`}>
            <FindingSiblings finding={finding} />
          </Section>
          <Section title="History">
            {may ? <CommentForm target={target} users={assignees} change={changeFindingAction} /> : null}
            <FindingHistory events={finding.events} />
          </Section>
        </div>
        <div className="grid min-w-0 content-start gap-6">
          <Section title="How it stands">
            <Card>
              <FindingFacts finding={finding} />
            </Card>
          </Section>
          {finding.guidance === null || finding.guidance.controls.length === 0 ? null : (
            <Section title="Controls" note="What the check speaks to">
              <Card>
                <Controls controls={finding.guidance.controls} />
              </Card>
            </Section>
          )}
        </div>
      </div>
    </>
  )
}
