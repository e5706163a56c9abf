import Link from 'next/link'
import type { ControlMapping } from '#lib/checks/contract.ts'
import { isScored } from '#lib/compliance/assess.ts'
import { findControl, findFramework } from '#lib/compliance/catalogues/index.ts'
import { controlLabel, frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import { controlHref } from './compliance-href.ts'
import { RelationBadge } from './mapped-checks.tsx'

/** The controls that one check speaks to. */
export function CheckControls({ controls }: { controls: readonly ControlMapping[] }) {
  if (controls.length === 0) return <p className="text-ink-3">It speaks to no control.</p>
  return (
    <ul className="divide-y rounded-lg border bg-surface">
      {controls.map((mapping) => (
        <li key={`${mapping.framework} ${mapping.control}`} className="grid gap-0.5 p-3 [overflow-wrap:anywhere]">
          <Mapped mapping={mapping} />
        </li>
      ))}
    </ul>
  )
}

function Mapped({ mapping }: { mapping: ControlMapping }) {
  const [framework, control] = [findFramework(mapping.framework), findControl(mapping.framework, mapping.control)]
  if (framework === null || control === null)
    return (
      <>
        {mapping.framework} {mapping.control}
      </>
    )
  const label = (
    <>
      <span className="font-medium">{controlLabel(control)}</span> {control.title}
    </>
  )
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        {isScored(control) ? (
          <Link href={controlHref(framework.id, control, {})} className="link">
            {label}
          </Link>
        ) : (
          <span>{label}</span>
        )}
        <RelationBadge relation={mapping.relation} />
      </p>
      <p className="text-ink-3 text-xs">
        {frameworkTitle(framework)}: {mapping.rationale}
      </p>
    </>
  )
}
