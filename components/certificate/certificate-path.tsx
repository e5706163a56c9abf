import Link from 'next/link'
import type { CertificateJudgement, JudgedGroup } from '#lib/data/trust/certificate-judgement.ts'
import { Card } from '../ui/card.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { PartialNotice } from '../ui/notice.tsx'
import { Time } from '../ui/time.tsx'
import { OtherStores } from './other-stores.tsx'
import { PathPicture } from './path-graph/path-graph.tsx'
import { PathHead } from './path-graph/path-head.tsx'
import { PathStrays } from './path-graph/path-strays.tsx'
import { PathWords } from './path-graph/path-words.tsx'

/** The paths of a certificate as they are judged now, by store and place; where there are none, that and why. */
export function CertificatePaths({
  judgement,
  current,
  spkiSha256,
}: {
  judgement: CertificateJudgement
  /** SHA-256 of the certificate whose page this is. */
  current: string
  spkiSha256: string
}) {
  const { role, groups, complete, certificates, judgedAt, leavesBelow } = judgement
  return (
    <div className="grid gap-3">
      {role === 'served' ? null : (
        <p className="text-ink-2 text-sm">
          {role === 'authority'
            ? 'A CA: judged from itself up, with the CA certificates on record.'
            : 'Nobody serves it as a leaf now: judged with the CA certificates on record.'}
        </p>
      )}
      {leavesBelow === null ? null : (
        <p className="text-sm">
          <CountLink
            count={leavesBelow}
            href={`/certificates?role=leaf&below=${spkiSha256}`}
            label="served leaves under its key"
          />{' '}
          served leaves stand under its key.{' '}
          <Link href={`/what-if/key/${spkiSha256}`} prefetch={false} className="link">
            What would be lost without it
          </Link>
        </p>
      )}
      {groups.length === 0 ? (
        <EmptyState title="Not judged" why="There is no trust store on record that a path could lead to." />
      ) : null}
      {[...groups.entries()].map(([index, group]) => (
        <Card key={`${group.store?.id} ${group.rules} ${group.chain.join()}`} className="grid gap-4">
          <PathHead group={group} />
          <PathPicture
            group={group}
            certificates={certificates}
            current={current}
            wordsId={`paths-in-words-${index}`}
            now={judgedAt}
          />
          <PathWords id={`paths-in-words-${index}`} group={group} certificates={certificates} />
          <PathStrays group={group} certificates={certificates} />
          <OtherStores others={group.others} />
          <Places group={group} judgedAt={judgedAt} />
        </Card>
      ))}
      {complete ? null : (
        <PartialNotice>The chains of the most places are shown; the certificate is served with more.</PartialNotice>
      )}
    </div>
  )
}

const listed = 5

function Places({ group: { places, placeCount, seenAt }, judgedAt }: { group: JudgedGroup; judgedAt: Date }) {
  const shown = [...new Map(places.map((place) => [place.endpointId, place])).values()].slice(0, listed)
  return (
    <p className="text-ink-3 text-xs [overflow-wrap:anywhere]">
      {seenAt === null ? null : (
        <>
          At{' '}
          {shown.map(({ endpointId, endpoint }, index) => (
            <span key={endpointId}>
              {index === 0 ? '' : ', '}
              <Link href={`/endpoints/${endpointId}`} prefetch={false} className="link">
                <bdi>{endpoint}</bdi>
              </Link>
            </span>
          ))}
          {placeCount > shown.length ? ` (${placeCount.toLocaleString('en')} addresses in all)` : ''}, last seen{' '}
          <Time at={seenAt} />.{' '}
        </>
      )}
      Judged <Time at={judgedAt} />, from what is stored.
    </p>
  )
}
