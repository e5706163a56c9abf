import type { HandshakeWish } from '../ask.ts'
import { groupsOf, postQuantumGroups } from './candidates.ts'

const classical = groupsOf('TLSv1.3').filter((group) => !postQuantumGroups.includes(group))

/** Of these groups, which the server accepts in TLS 1.3, the one that costs both sides least; undefined: all are hybrids. */
export function lightGroup(accepted: readonly number[]): number | undefined {
  return classical.find((group) => accepted.includes(group))
}

/** How a handshake is led with a server that accepts these groups; null where it accepts none but hybrids. */
export function lightWish(accepted: readonly number[]): Pick<HandshakeWish, 'offer' | 'shareGroups'> | null {
  const group = lightGroup(accepted)
  return group === undefined ? null : { offer: { groups: classical }, shareGroups: [group] }
}
