import type { CertificateDetail } from '#lib/data/certificates/get-certificate.ts'
import { Card } from '../ui/card.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Duration, Time } from '../ui/time.tsx'
import { LifeBar, lifeText } from './life-bar.tsx'

export function CertificateValidity({ certificate, now }: { certificate: CertificateDetail; now: Date }) {
  const { notBefore, notAfter } = certificate
  return (
    <Card className="grid gap-3">
      <div className="grid gap-1.5">
        <p className="font-medium">{lifeText(notBefore, notAfter, now)}</p>
        <LifeBar notBefore={notBefore} notAfter={notAfter} now={now} className="h-2.5 w-full" />
      </div>
      <DefinitionList
        items={[
          { term: 'Not before', value: <Time at={notBefore} show="both" /> },
          { term: 'Not after', value: <Time at={notAfter} show="both" /> },
          { term: 'Lifetime', value: <Duration ms={notAfter.getTime() - notBefore.getTime()} /> },
          { term: 'First seen', value: <Time at={certificate.firstSeenAt} show="both" /> },
          { term: 'Last seen', value: <Time at={certificate.lastSeenAt} show="both" /> },
        ]}
      />
    </Card>
  )
}
