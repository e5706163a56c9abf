import type { DiscoveryRun } from '#lib/data/discovery/discovery-run.ts'

/** What a run was asked to look at. */
export function runTitle({ source, input }: Pick<DiscoveryRun, 'source' | 'input'>): string {
  if (source === 'hosts') {
    const lines = input.lines ?? 0
    return `Host list of ${lines.toLocaleString('en')} ${lines === 1 ? 'line' : 'lines'}`
  }
  const ports = input.ports ?? []
  return `${(input.cidrs ?? []).join(', ')} at ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`
}
