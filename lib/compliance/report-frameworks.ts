import { frameworks } from './catalogues/index.ts'
import type { Control, Framework } from './framework.ts'

/** The frameworks that reports are made for; all others are listed as further mappings. */
const reportedIds: readonly string[] = [
  'owasp-nhi',
  'nist-csf',
  'nist-sp-800-53',
  'nist-sp-800-207',
  'nist-sp-800-52',
  'nist-sp-1800-16',
  'pci-dss',
  'cabf-br',
  'ietf-rfc-9325',
]

function isReported(framework: Framework): boolean {
  return reportedIds.includes(framework.id)
}

/** Those that reports are made for, in their order; then the others. */
export const frameworksByUse: { readonly reported: readonly Framework[]; readonly further: readonly Framework[] } = {
  reported: reportedIds.flatMap((id) => frameworks.filter((framework) => framework.id === id)),
  further: frameworks.filter((framework) => !isReported(framework)),
}

/** Name and version, where the name does not tell the version itself. */
export function frameworkTitle({ name, version }: Pick<Framework, 'name' | 'version'>): string {
  const short = version.replace(/ \(.*$/, '')
  return name.includes(short) ? name : `${name} ${short}`
}

/** How people write a control. */
export function controlLabel(control: Pick<Control, 'id' | 'label'>): string {
  return control.label ?? control.id
}

/** By its OSCAL token, which URLs carry, or by its id as the publication writes it. Null where there is none. */
export function findControlByToken(framework: Framework, token: string): Control | null {
  return framework.controls.find(({ oscalId, id }) => oscalId === token || id === token) ?? null
}
