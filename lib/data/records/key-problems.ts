import type { HostList } from '#lib/discovery/sources/host-list.ts'
import type { FoundKey } from '#lib/x509/private-keys.ts'

/** What is told to whoever sent keys, by line. */
export function keyProblems(keys: readonly FoundKey[]): { readonly line: number; readonly problem: string }[] {
  return keys.map(({ line, form, spkiSha256 }) => ({
    line,
    problem:
      form === 'pkcs12'
        ? 'a PKCS#12 file, which holds a private key and can’t be read: it was dropped; send the certificates alone'
        : `a private key, which was dropped and is not stored${spkiSha256 === null ? '; which one can’t be told' : ''}: treat it as exposed`,
  }))
}

/** A list that told of private keys tells of them, too. */
export function withKeyProblems(list: HostList, keys: readonly FoundKey[]): HostList {
  return { targets: list.targets, problems: [...list.problems, ...keyProblems(keys)] }
}
