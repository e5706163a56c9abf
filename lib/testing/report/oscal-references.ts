/** Members that hold the id of something that the same file has to define. */
const uuidReferences: ReadonlySet<string> = new Set([
  'actor-uuid',
  'activity-uuid',
  'component-uuid',
  'observation-uuid',
  'party-uuid',
  'party-uuids',
  'related-observation-uuid',
  'risk-uuid',
  'subject-uuid',
  'task-uuid',
])

/** What an OSCAL assessment-results document defines and what it points at, found by walking all of it. */
interface Found {
  readonly defined: Set<string>
  readonly twice: string[]
  readonly objectives: Set<string>
  readonly roles: Set<string>
  readonly parties: Set<string>
  readonly pointers: {
    readonly at: string
    readonly to: string
    readonly kind: 'uuid' | 'objective' | 'role' | 'party'
  }[]
}

/** Ids that are defined twice, and references to what the document does not define, as text; schemas see neither. */
export function danglingReferences(document: unknown): readonly string[] {
  const found: Found = {
    defined: new Set(),
    twice: [],
    objectives: new Set(),
    roles: new Set(),
    parties: new Set(),
    pointers: [],
  }
  walk(document, '', found)
  const sets = { uuid: found.defined, objective: found.objectives, role: found.roles, party: found.parties }
  return [
    ...found.twice.map((id) => `${id} is defined twice`),
    ...found.pointers.filter(({ to, kind }) => !sets[kind].has(to)).map(({ at, to }) => `${at} → ${to}`),
  ]
}

function walk(value: unknown, at: string, found: Found): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(item, `${at}/${index}`, found)
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    const here = `${at}/${key}`
    for (const text of Array.isArray(member) ? member : [member])
      if (typeof text === 'string') note(key, text, here, found)
    walk(member, here, found)
  }
}

function note(key: string, text: string, at: string, found: Found): void {
  if (key === 'uuid') {
    if (found.defined.has(text)) found.twice.push(text)
    found.defined.add(text)
    if (at.includes('/parties/')) found.parties.add(text)
  }
  if (key === 'id' && at.includes('/parts/')) found.objectives.add(text)
  if (key === 'id' && at.includes('/roles/')) found.roles.add(text)
  if (key === 'role-id') found.pointers.push({ at, to: text, kind: 'role' })
  if (key === 'objective-id' || key === 'target-id') found.pointers.push({ at, to: text, kind: 'objective' })
  if (uuidReferences.has(key)) found.pointers.push({ at, to: text, kind: key.startsWith('party') ? 'party' : 'uuid' })
  if (key === 'href' && text.startsWith('#')) found.pointers.push({ at, to: text.slice(1), kind: 'uuid' })
}
