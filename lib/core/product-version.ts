import manifest from '#package.json' with { type: 'json' }

/** As reports and exports name it. */
export const productVersion: string = manifest.version
