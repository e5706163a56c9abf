/**
 * What findings say of a rotation beside its date: it comes late again and again, it keeps the key, the new certificate
 * is there and nobody serves it, or one backend still serves the old one.
 */
export const rotationSigns = ['late-pattern', 'key-kept', 'not-served', 'not-deployed'] as const

export type RotationSign = (typeof rotationSigns)[number]
