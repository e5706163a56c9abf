import type { JudgedGroup, PathCertificate } from '#lib/data/trust/certificate-judgement.ts'
import { pathText, refusalText } from './path-text.ts'

/** The same as the graph in words, to be read out and copied. */
export function PathWords({
  id,
  group,
  certificates,
}: {
  id: string
  group: JudgedGroup
  certificates: ReadonlyMap<string, PathCertificate>
}) {
  const { verdict, chosen } = group
  if (verdict === null || verdict.paths.length + verdict.refused.length === 0) return null
  const { paths, refused } = verdict
  const counts = [counted(paths.length, 'valid path'), counted(refused.length, 'refused attempt')].join(', ')
  return (
    <details id={id} open={paths.length + refused.length <= 3}>
      <summary className="w-fit text-ink-2 text-sm hover:text-ink">In words: {counts}</summary>
      <div className="mt-2 grid gap-2 text-sm [overflow-wrap:anywhere]">
        {paths.length === 0 ? null : (
          <ol aria-label="Valid paths" className="grid list-decimal gap-1.5 pl-6">
            {paths.map((path) => (
              <li key={path.sha256.join()}>
                {path === chosen?.path ? <b className="font-medium">The path that counts: </b> : null}
                <bdi>{pathText(path, group, certificates)}</bdi>
              </li>
            ))}
          </ol>
        )}
        {refused.length === 0 ? null : (
          <ul aria-label="Refused attempts" className="grid list-disc gap-1.5 pl-6 text-ink-2">
            {[...refused.entries()].map(([index, refusal]) => (
              <li key={`${index} ${refusal.sha256.join()}`}>
                <bdi>{refusalText(refusal, group, certificates)}</bdi>
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  )
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
