// Builds the classifier when its sources changed: one plain JavaScript module, for Node and browsers
// (docs/decisions/0016). Plain JavaScript, as install.mjs is.
import { BUILT, ENTRY, isBuilt, titleOfBuild } from './sources.mjs'

if (!isBuilt()) {
  const { build } = await import('rolldown')
  await build({
    input: ENTRY,
    platform: 'neutral',
    tsconfig: false,
    output: { file: BUILT, format: 'esm', postBanner: titleOfBuild() },
  })
}
