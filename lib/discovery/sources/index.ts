import { AppError } from '#lib/core/errors.ts'
import { parseHostList } from './host-list.ts'
import { expandRanges } from './ranges.ts'
import type { DiscoverySource } from './source.ts'

const hostList: DiscoverySource<string> = {
  id: 'host-list',
  title: 'Host list',
  async *candidates(text) {
    const { targets, problems } = parseHostList(text)
    if (problems.length > 0) {
      const at = problems.map(({ line, problem }) => ({ at: `line ${line}`, problem }))
      throw new AppError('invalid-input', 'Some lines cannot be read', { problems: at })
    }
    for (const { line: _, ...candidate } of targets) yield candidate
  },
}

const ranges: DiscoverySource<{
  readonly cidrs: readonly string[]
  readonly ports: readonly number[]
  readonly limit?: number
}> = {
  id: 'ranges',
  title: 'Address ranges',
  candidates: ({ cidrs, ports, limit }) => expandRanges(cidrs, ports, limit),
}

/** Every source. */
export const discoverySources = { 'host-list': hostList, ranges } as const
