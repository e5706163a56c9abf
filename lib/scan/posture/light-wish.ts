import type { HandshakeWish } from '../ask.ts'
import { finiteFieldGroups, groupsOf, postQuantumGroups } from './candidates.ts'

const classical = groupsOf('TLSv1.3').filter((group) => !postQuantumGroups.includes(group))

/** Of these groups, which the server accepts in TLS 1.3, the one that costs both sides least; undefined: all are hybrids. */
export function lightGroup(accepted: readonly number[]): number | undefined {
  return classical.find((group) => accepted.includes(group))
}

/** Those that make a handshake dear for both sides stand last: half a second of each side's time for ffdhe8192. */
export function lightFirst(groups: readonly number[]): readonly number[] {
  const isDear = (group: number) => finiteFieldGroups.includes(group) || postQuantumGroups.includes(group)
  return [...groups.filter((group) => !isDear(group)), ...groups.filter(isDear)]
}

/** How a handshake is led with a server that accepts these groups; null where it accepts none but hybrids. */
export function lightWish(accepted: readonly number[]): Pick<HandshakeWish, 'offer' | 'shareGroups'> | null {
  const group = lightGroup(accepted)
  return group === undefined ? null : { offer: { groups: classical }, shareGroups: [group] }
}
