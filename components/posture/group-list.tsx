import { isPostQuantum } from '#lib/checks/named-group.ts'
import type { NamedGroup, TlsFacts } from '#lib/tls/observation.ts'
import { Badge } from '../ui/badge.tsx'
import { acceptedNote } from './accepted-note.ts'
import { PerVersion } from './per-version.tsx'

/** Key-exchange groups by version; those that withstand a quantum computer are marked. */
export function GroupList({ groups }: { groups: TlsFacts['groups'] }) {
  return (
    <PerVersion fact={groups} none="No group is used." note={acceptedNote}>
      {({ accepted }) => (
        <ol className="flex flex-wrap gap-1">
          {accepted.map((group) => (
            <li key={`${group.name} ${group.bits}`} className="max-w-full">
              <Group group={group} />
            </li>
          ))}
        </ol>
      )}
    </PerVersion>
  )
}

function Group({ group: { name, bits } }: { group: NamedGroup }) {
  const quantum = isPostQuantum(name)
  return (
    <Badge
      className={quantum ? 'bg-pass-bg text-pass-fg' : undefined}
      title={quantum ? 'Holds against quantum computers, too' : undefined}
    >
      <span className="truncate">{bits === null || name.includes(String(bits)) ? name : `${name}, ${bits} bits`}</span>
      {quantum ? <span className="font-semibold">PQ</span> : null}
    </Badge>
  )
}
