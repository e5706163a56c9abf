import type { LogListDetail } from '#lib/data/ct-logs/get-log-list.ts'
import { logStates } from '#lib/x509/transparency/ct-log.ts'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Hash } from '../ui/hash.tsx'
import { Time } from '../ui/time.tsx'

/** Which list of CT logs counts, and where it comes from. */
export function LogListFacts({ list }: { list: LogListDetail }) {
  const operators = new Set(list.logs.map(({ operator }) => operator)).size
  const states = logStates.flatMap((kind) => {
    const count = list.logs.filter(({ state }) => state?.kind === kind).length
    return count === 0 ? [] : [`${count.toLocaleString('en')} ${kind}`]
  })
  const unknown = list.logs.filter(({ state }) => state === null).length
  return (
    <DefinitionList
      items={[
        { term: 'Version', value: <bdi>{list.version}</bdi> },
        { term: 'As of', value: <Time at={list.asOf} show="both" /> },
        {
          term: 'Logs',
          value: `${list.logs.length.toLocaleString('en')} of ${operators} ${operators === 1 ? 'operator' : 'operators'}: ${[...states, ...(unknown === 0 ? [] : [`${unknown} of unknown state`])].join(', ')}`,
        },
        { term: 'Source', value: list.source === null ? null : <bdi>{list.source}</bdi> },
        {
          term: 'Uploaded',
          value: (
            <>
              <Time at={list.uploadedAt} show="both" /> by <bdi>{list.uploadedBy}</bdi>
            </>
          ),
        },
        { term: 'File (SHA-256)', value: <Hash value={list.sha256} /> },
      ]}
    />
  )
}
