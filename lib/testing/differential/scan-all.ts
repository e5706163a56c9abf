import { serviceName } from '../lab/cases/credentials.ts'
import { missing } from '../lab/makes/make.ts'
import { type Comparison, compare, type Disagreement } from './compare.ts'
import { lookWithCountersign } from './countersign.ts'
import { lookWith, missingTool } from './scanners.ts'
import type { Sightings, Tool } from './sightings.ts'
import type { Place, Subject } from './subject.ts'
import { subjects, testsslSubjects } from './subjects.ts'

/** What one tool and we say of one server. */
export interface Result {
  readonly subject: string
  readonly tool: Tool
  /** Why the tool did not look, else null. */
  readonly unable: string | null
  readonly comparisons: readonly Comparison[]
}

/** One server after the other, one tool after the other: the machine's load must not make a difference. */
export async function scanAll(
  tools: readonly Tool[],
  named: readonly string[],
  say: (line: string) => void,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const tool of tools.filter((one) => missingTool(one) !== null)) say(missingTool(tool) ?? '')
  const installed = tools.filter((tool) => missingTool(tool) === null)
  for (const subject of subjects) {
    if (named.length > 0 && !named.some((part) => subject.name.includes(part))) continue
    const asked = installed.filter(
      (tool) => tool !== 'testssl' || named.length > 0 || testsslSubjects.includes(subject.name),
    )
    const absent = missing(subject.make)
    if (absent !== null) say(`${subject.name}: ${absent}`)
    else results.push(...(await scanSubject(subject, asked, say)))
  }
  return results
}

export async function scanSubject(
  subject: Subject,
  tools: readonly Tool[],
  say: (line: string) => void,
): Promise<readonly Result[]> {
  const server = await subject.start()
  try {
    const place: Place = {
      address: server.address,
      port: server.port,
      serverName: serviceName,
      transport: subject.transport,
      http: subject.transport === 'tls' && /nginx|HAProxy|Node/.test(subject.make.name),
    }
    const own = await lookWithCountersign(place)
    if (own.status !== 'seen') throw new Error(`${subject.name}: ${own.reason}`)
    const results: Result[] = []
    for (const tool of tools) results.push(await askTool(subject, tool, place, own.sightings))
    say(`${subject.name}: ${results.map(inShort).join(', ')}`)
    for (const one of openIn(results)) say(`  ${one.fact}: ${one.tool} ${one.kind} ${one.word}`)
    return results
  } finally {
    await server.close()
  }
}

async function askTool(subject: Subject, tool: Tool, place: Place, own: Sightings): Promise<Result> {
  const scan = await lookWith(tool, place)
  if (scan.status === 'unable') return { subject: subject.name, tool, unable: scan.reason, comparisons: [] }
  return { subject: subject.name, tool, unable: null, comparisons: compare(subject.name, tool, own, scan.sightings) }
}

/** What nothing explains. */
function openIn(results: readonly Result[]): readonly Disagreement[] {
  const all = results.flatMap(({ comparisons }) => comparisons.flatMap(({ disagreements }) => disagreements))
  return all.filter(({ explanation }) => explanation === null)
}

function inShort(result: Result): string {
  const { tool, unable, comparisons } = result
  const open = openIn([result]).length
  if (unable !== null) return `${tool} is unable`
  return `${tool} ${comparisons.length} facts${open === 0 ? '' : `, ${open} unexplained`}`
}
