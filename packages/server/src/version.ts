import manifest from '../package.json' with { type: 'json' }

/** This program's version, as its package.json says. */
export const VERSION: string = manifest.version
