import Link from 'next/link'
import type { ReactNode } from 'react'
import type { QuestionDetail } from '#lib/data/verify/get-question.ts'
import { Badge } from '../ui/badge.tsx'
import { Card } from '../ui/card.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Hash } from '../ui/hash.tsx'
import { Duration, durationText, Time } from '../ui/time.tsx'
import { endpointText, evidenceAgeMs } from './question-words.ts'

/** Who asked what, and what the answer rests on. */
export function QuestionFacts({ question }: { question: QuestionDetail }) {
  const { asked, answer } = question
  const { endpoint, pins, issuerPins, mtls, maxAgeSeconds } = asked
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card>
        <DefinitionList
          items={[
            { term: 'Asked by', value: <Actor question={question} /> },
            { term: 'At', value: <Time at={question.at} show="both" /> },
            { term: 'Identity', value: linked(question.identityId, '/identities/', question.identityName) },
            { term: 'Endpoint', value: linked(question.endpointId, '/endpoints/', endpointText(endpoint)) },
            { term: 'Server name', value: endpoint.serverName === '' ? 'none sent' : <bdi>{endpoint.serverName}</bdi> },
            { term: 'Transport', value: endpoint.transport },
            { term: 'Looked at from', value: endpoint.site === '' ? null : endpoint.site },
            { term: 'Pinned keys', value: pins && <Hashes values={pins} /> },
            { term: 'Pinned issuers', value: issuerPins && <Hashes values={issuerPins} /> },
            { term: 'Clients', value: mtls ?? 'as the policy says' },
            {
              term: 'Oldest acceptable',
              value: maxAgeSeconds === null ? 'seen for this question' : durationText(maxAgeSeconds * 1000),
            },
          ]}
        />
      </Card>
      <Card>
        <DefinitionList
          items={[
            { term: 'Holds until', value: <Time at={answer.validUntil} show="both" /> },
            {
              term: 'Rests on',
              value: question.obstacle ?? (question.scanned ? 'a scan that was made for it' : 'evidence on record'),
            },
            { term: 'Oldest evidence', value: <Time at={question.evidenceAt} show="both" /> },
            { term: 'Its age then', value: <Duration ms={evidenceAgeMs(question)} /> },
            { term: 'Trust store', value: answer.trustStore && storeText(answer.trustStore) },
            { term: 'To expect', value: answer.expect && <Expected leaves={answer.expect.leaves} /> },
            { term: 'For', value: answer.aud === undefined ? null : <bdi>{answer.aud}</bdi> },
            { term: 'Nonce', value: answer.nonce === undefined ? null : <bdi>{answer.nonce}</bdi> },
            { term: 'Question', value: <Hash value={question.id} length={36} /> },
          ]}
        />
      </Card>
    </div>
  )
}

function Actor({ question: { actorName, actorKind } }: { question: QuestionDetail }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <bdi>{actorName}</bdi>
      {actorKind === 'user' ? null : <Badge>{actorKind}</Badge>}
    </span>
  )
}

function linked(id: string | null, path: string, name: string): ReactNode {
  if (id === null) return <bdi>{name}</bdi>
  return (
    <Link href={`${path}${id}`} prefetch={false} className="link">
      <bdi>{name}</bdi>
    </Link>
  )
}

function Hashes({ values }: { values: readonly string[] }) {
  return (
    <ul>
      {values.map((value) => (
        <li key={value}>
          <Hash value={value} length={24} />
        </li>
      ))}
    </ul>
  )
}

function Expected({ leaves }: { leaves: readonly { readonly sha256: string; readonly spkiSha256: string }[] }) {
  return (
    <ul>
      {leaves.map(({ sha256, spkiSha256 }) => (
        <li key={sha256}>
          <Link href={`/certificates/${sha256}`} prefetch={false} className="link">
            certificate
          </Link>{' '}
          <Hash value={sha256} /> key <Hash value={spkiSha256} />
        </li>
      ))}
    </ul>
  )
}

function storeText({ name, version, asOf }: { name: string; version: string; asOf: string }) {
  return (
    <>
      <bdi>{name}</bdi>, version {version}, of <Time at={asOf} show="date" />
    </>
  )
}
