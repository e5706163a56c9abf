import { registeredExtensions, unregisteredExtensions } from './registry/extensions.ts'
import type { Recommended } from './registry/recommended.ts'

export interface ExtensionInfo {
  readonly type: number
  readonly name: string
  /** IANA's Recommended column; null where the type is not registered. */
  readonly recommended: Recommended | null
}

const extensions = new Map<number, ExtensionInfo>()
for (const [type, name] of unregisteredExtensions) extensions.set(type, { type, name, recommended: null })
for (const [type, name, recommended] of registeredExtensions) extensions.set(type, { type, name, recommended })

/** An extension by its type, null for an unknown one. */
export function extensionInfo(type: number): ExtensionInfo | null {
  return extensions.get(type) ?? null
}

/** IANA's name; an unknown one is named by its type (`0x0a0a`). */
export function extensionName(type: number): string {
  return extensions.get(type)?.name ?? `0x${type.toString(16).padStart(4, '0')}`
}
