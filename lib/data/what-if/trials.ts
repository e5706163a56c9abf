import { type Anchors, anchorsOf, readAnchors } from '#lib/x509/path/anchors.ts'
import type { Trial } from '#lib/x509/path/estate-ways.ts'
import type { Distrust } from '#lib/x509/path/find-paths.ts'
import { type PathProfile, profileFor } from '#lib/x509/path/profile.ts'
import { readPem } from '#lib/x509/pem.ts'
import type { TrustContext } from '../trust/load-trust-context.ts'
import type { Change } from './change.ts'

/** A store as it stands. */
export function trialOf(store: TrustContext, identity: 'dns' | 'spiffe', at: Date): Trial {
  const { anchors, distrust } = store
  return { anchors, distrust, profile: profileFor(store, identity), at: at.getTime() }
}

/** The same store under a supposed change; as it stands where the change is of another store. */
export function changedTrial(trial: Trial, storeId: string, change: Change): Trial {
  if (change.storeId !== null && change.storeId !== storeId) return trial
  return {
    anchors: changedAnchors(trial.anchors, change),
    distrust: changedDistrust(trial.distrust, change),
    profile: changedProfile(trial.profile, change),
    at: change.at === undefined ? trial.at : Date.parse(change.at),
  }
}

function changedAnchors(anchors: Anchors, { removeAnchors, addAnchors }: Change): Anchors {
  if (removeAnchors.length === 0 && addAnchors === '') return anchors
  const removed = new Set(removeAnchors)
  const kept = [...anchors.bySubject.values()].flat().filter(({ sha256 }) => !removed.has(sha256))
  const added = addAnchors === '' ? [] : [...readAnchors(readPem(addAnchors).certificates).bySubject.values()].flat()
  return anchorsOf([...kept, ...added.filter(({ sha256 }) => !anchors.sha256.has(sha256))])
}

/** A date that stands already and is earlier goes on counting. */
function changedDistrust(
  distrust: ReadonlyMap<string, Distrust>,
  { distrust: supposed }: Change,
): ReadonlyMap<string, Distrust> {
  if (supposed.length === 0) return distrust
  const changed = new Map(distrust)
  for (const { spkiSha256, effectiveAt } of supposed) {
    const from = effectiveAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(effectiveAt)
    const standing = changed.get(spkiSha256)
    if (standing === undefined || from < standing.effectiveAt)
      changed.set(spkiSha256, { effectiveAt: from, reason: 'supposed' })
  }
  return changed
}

function changedProfile(profile: PathProfile, { forbidHashes, minRsaBits }: Change): PathProfile {
  if (forbidHashes.length === 0 && minRsaBits === undefined) return profile
  const forbidden = new Set<string>(forbidHashes)
  return {
    ...profile,
    hashes: new Set([...profile.hashes].filter((hash) => !forbidden.has(hash))),
    keys: { ...profile.keys, minRsaBits: minRsaBits ?? profile.keys.minRsaBits },
  }
}
