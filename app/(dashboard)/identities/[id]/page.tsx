import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache, Suspense } from 'react'
import { ScanNow } from '#components/endpoint/scan-now.client.tsx'
import { ScanProgress } from '#components/endpoint/scan-progress.client.tsx'
import { BindEndpoint, UnbindEndpoint } from '#components/identity/bind-endpoint.client.tsx'
import { DeclaredEditor } from '#components/identity/declared-editor.client.tsx'
import { EditIdentity, RetireIdentity } from '#components/identity/identity-actions.client.tsx'
import { IdentityDeclared } from '#components/identity/identity-declared.tsx'
import { IdentityEndpoints } from '#components/identity/identity-endpoints.tsx'
import { IdentityEvents } from '#components/identity/identity-events.tsx'
import { IdentityEvidence } from '#components/identity/identity-evidence.tsx'
import { IdentityFindings } from '#components/identity/identity-findings.tsx'
import { IdentityGuidance } from '#components/identity/identity-guidance.tsx'
import { IdentityLadder } from '#components/identity/identity-ladder.tsx'
import { IdentityPolicy } from '#components/identity/identity-policy.tsx'
import { IdentityQuestions } from '#components/identity/identity-questions.tsx'
import { IdentityRotations } from '#components/identity/identity-rotations.tsx'
import { IdentitySharedUses } from '#components/identity/identity-shared-uses.tsx'
import { IdentityBadges, IdentitySummary } from '#components/identity/identity-summary.tsx'
import { IdentityVerdicts } from '#components/identity/identity-verdicts.tsx'
import { PolicyEditor } from '#components/policy/policy-editor.client.tsx'
import { PolicyHistory } from '#components/policy/policy-history.tsx'
import { RestoreVersion } from '#components/policy/restore-version.client.tsx'
import { versionsBefore } from '#components/policy/versions-before.ts'
import { Name } from '#components/ui/name.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { DetailSkeleton } from '#components/ui/skeleton.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { getIdentity } from '#lib/data/identities/get-identity.ts'
import { getIdentityPage } from '#lib/data/identities/get-identity-page.ts'
import { getPolicyEditing } from '#lib/data/policies/get-policy-editing.ts'
import { listPolicyVersions } from '#lib/data/policies/list-policy-versions.ts'
import { getDeclared } from '#lib/data/records/save-declared.ts'
import { orNotFound } from '../../or-not-found.ts'
import { previewPolicyPartAction, restorePolicyAction, savePolicyAction } from '../../policy-actions.ts'
import { bindEndpointsAction, retireIdentityAction, saveDeclaredAction, updateIdentityAction } from '../actions.ts'

interface PageProps {
  readonly params: Promise<{ id: string }>
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

const load = cache(async (id: string) => {
  const principal = await requirePrincipal()
  return { principal, identity: await orNotFound(getIdentity(principal, id)) }
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await load((await params).id)).identity.name }
}

export default async function IdentityPage(props: PageProps) {
  await load((await props.params).id)
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <Identity {...props} />
    </Suspense>
  )
}

async function Identity({ params, searchParams }: PageProps) {
  const { principal, identity: found } = await load((await params).id)
  const page = (await getIdentityPage(principal, found.id)) ?? notFound()
  const { identity, places, choices } = page
  const mayChange = hasRole(principal, 'analyst')
  const declared = await getDeclared(principal, identity.id)
  const of = { kind: 'identity', id: identity.id } as const
  const editing = await getPolicyEditing(principal, of)
  const versions = await listPolicyVersions(principal, of, { before: versionsBefore(await searchParams) })
  return (
    <>
      <PageHeader
        title={<Name value={identity.name} />}
        parent={{ href: '/identities', label: 'Identities' }}
        badges={<IdentityBadges identity={identity} />}
        actions={
          mayChange ? (
            <>
              <ScanNow request={{ identityId: identity.id }} disabled={identity.endpointCount === 0} />
              <EditIdentity identity={identity} {...choices} save={updateIdentityAction} />
              <RetireIdentity id={identity.id} retired={identity.retiredAt !== null} save={retireIdentityAction} />
            </>
          ) : undefined
        }
      />
      <ScanProgress canCancel={mayChange} />
      <IdentitySummary identity={identity} />
      <IdentityLadder identity={identity} explained={page.explained} />
      <IdentityFindings identityId={identity.id} findings={page.findings} />
      <IdentityEvidence identityId={identity.id} places={places} />
      <IdentityGuidance findings={page.findings.rows} />
      <IdentitySharedUses identityId={identity.id} uses={page.sharedUses} />
      <IdentityRotations identity={identity} rotations={page.rotations} rhythm={page.rhythm} now={page.asOf} />
      <IdentityEndpoints
        places={places}
        bind={mayChange ? <BindEndpoint identityId={identity.id} bind={bindEndpointsAction} /> : null}
        unbind={
          mayChange
            ? (place) =>
                // What a rule bound, the rule would bind again.
                place.boundBy === 'rule' ? null : (
                  <UnbindEndpoint endpointId={place.id} name={place.name} bind={bindEndpointsAction} />
                )
            : null
        }
      />
      <IdentityPolicy
        identity={identity}
        edit={
          mayChange ? (
            <PolicyEditor editing={editing} preview={previewPolicyPartAction} save={savePolicyAction} />
          ) : null
        }
      />
      <PolicyHistory
        versions={versions}
        current={editing.version}
        pageHref={`/identities/${identity.id}`}
        restore={
          mayChange
            ? ({ version }) => (
                <RestoreVersion of={of} version={version} current={editing.version} restore={restorePolicyAction} />
              )
            : null
        }
      />
      <IdentityDeclared
        declared={declared}
        edit={
          mayChange ? <DeclaredEditor identityId={identity.id} declared={declared} save={saveDeclaredAction} /> : null
        }
      />
      <IdentityVerdicts verdicts={page.verdicts} />
      <IdentityQuestions identityId={identity.id} questions={page.questions} />
      <IdentityEvents events={page.events} />
    </>
  )
}
