import type { Candidate } from '#lib/discovery/sources/candidate.ts'
import type { HostList, HostListProblem } from '#lib/discovery/sources/host-list.ts'
import type { EndpointEntry } from '../endpoints/add-endpoints.ts'
import { readIdentityName } from '../identities/identity-name.ts'
import type { SiteRecord } from '../sites/site.ts'
import { scopeRefusal } from './scope-refusal.ts'

export interface HostLine {
  readonly line: number
  readonly entry: EndpointEntry
}

/** A host list parted into what can be added, what the site's scope forbids, and what can't be read. No line is lost. */
export interface HostLines {
  readonly usable: readonly HostLine[]
  readonly refused: readonly (HostLine & { readonly rule: string })[]
  /** By line. */
  readonly problems: readonly HostListProblem[]
}

export function readHostLines(site: SiteRecord, list: HostList): HostLines {
  const usable: HostLine[] = []
  const refused: (HostLine & { rule: string })[] = []
  const problems = [...list.problems]
  for (const { line, ...candidate } of list.targets) {
    const entry = toEndpointEntry(candidate)
    if ('problem' in entry) {
      problems.push({ line, problem: entry.problem })
      continue
    }
    const rule = scopeRefusal(site, entry.host, entry.port)
    if (rule === null) usable.push({ line, entry })
    else refused.push({ line, entry, rule })
  }
  return { usable, refused, problems: problems.toSorted((a, b) => a.line - b.line) }
}

/** An endpoint as a candidate describes it; SNI is the host's name where the candidate says nothing else. */
export function toEndpointEntry(candidate: Candidate): EndpointEntry | { readonly problem: string } {
  const { host, port, serverName, transport, tags, owner, environment, criticality } = candidate
  const isName = !/^[\d.]+$|:/.test(host)
  const entry = {
    host,
    port,
    serverName: serverName ?? (isName ? host : ''),
    transport: transport ?? 'tls',
    ...(tags && { tags }),
  }
  if (candidate.identity === undefined) return entry
  const name = readIdentityName(candidate.identity)
  if ('problem' in name) return { problem: `identity: ${name.problem}` }
  return {
    ...entry,
    identity: { ...name, owner: owner ?? null, environment: environment ?? null, criticality: criticality ?? null },
  }
}
