// Builds the classifier when its sources changed: one plain JavaScript module, for Node and browsers
// (docs/decisions/0016). Plain JavaScript, as install.mjs is.
import { renameSync } from 'node:fs'
import process from 'node:process'
import { BUILT, ENTRY, isBuilt, root, titleOfBuild } from './sources.mjs'

if (!isBuilt()) await buildClassifier()

async function buildClassifier() {
  const rolldown = await import('rolldown').catch(() => undefined)
  if (rolldown === undefined) {
    process.stderr.write(
      'The classifier is not built, and to build it takes what `npm ci` installs for development.\n' +
        'Build it before dependencies are left out, as the Dockerfile does.\n',
    )
    process.exitCode = 1
    return
  }
  // Whole or not at all: whoever imports it meanwhile, or stops the build, must not find a part of it.
  const made = `${BUILT}.${process.pid}`
  await rolldown.build({
    cwd: root,
    input: ENTRY,
    platform: 'neutral',
    tsconfig: false,
    output: { file: made, format: 'esm', postBanner: titleOfBuild() },
  })
  renameSync(made, BUILT)
}
