import type { ReactNode } from 'react'
import type { Declared } from '#lib/checks/declared.ts'
import { Card, Section } from '../ui/card.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Time } from '../ui/time.tsx'
import { keyStorageWords, renewalWords, verificationWords } from './declared-words.ts'

const nothing = <span className="text-ink-3">not on record</span>

/** "Declared": what no scan can see, as people or imports say it. */
export function IdentityDeclared({ declared, edit }: { declared: Declared; edit: ReactNode }) {
  const { renewal, keyStorage, thirdParty, standby, granted, used, clients, humanUses } = declared
  return (
    <Section
      id="declared"
      title="Declared"
      note="What no scan can see, as people or imports say it. What is not on record is not assessed."
      actions={edit}
    >
      <Card>
        <DefinitionList
          items={[
            { term: 'Renewal', value: renewal === undefined ? nothing : renewalWords[renewal] },
            { term: 'Key storage', value: keyStorage === undefined ? nothing : keyStorageWords[keyStorage] },
            { term: 'Third party', value: thirdParty === undefined ? nothing : <ThirdParty of={thirdParty} /> },
            { term: 'Standby', value: standby ?? nothing },
            { term: 'May call', value: <Names of={granted} /> },
            { term: 'Was seen to call', value: <Names of={used} /> },
            {
              term: 'Its clients verify it',
              value: (
                <Names of={clients?.map(({ name, verification }) => `${name}: ${verificationWords[verification]}`)} />
              ),
            },
            {
              term: 'Used by people',
              value: (
                <Names
                  of={humanUses?.map(({ actor, host }) => (host === undefined ? actor : `${actor} from ${host}`))}
                  none="looked for, and nobody"
                />
              ),
            },
          ]}
        />
      </Card>
    </Section>
  )
}

function ThirdParty({ of: { vendor, reviewedAt, contract } }: { of: NonNullable<Declared['thirdParty']> }) {
  return (
    <>
      {vendor}
      {contract === undefined ? '' : `, ${contract}`},{' '}
      {reviewedAt === undefined ? (
        'never reviewed'
      ) : (
        <>
          reviewed <Time at={new Date(reviewedAt)} show="date" />
        </>
      )}
    </>
  )
}

const shown = 5

function Names({ of, none = 'nobody' }: { of: readonly string[] | undefined; none?: string }) {
  if (of === undefined) return nothing
  if (of.length === 0) return none
  return (
    <bdi title={of.join('\n')}>
      {of.slice(0, shown).join(', ')}
      {of.length > shown ? ` and ${of.length - shown} more` : ''}
    </bdi>
  )
}
