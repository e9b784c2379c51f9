// Builds the classifier and the page when their sources changed: one plain JavaScript module, for Node
// and browsers (docs/decisions/0016), and what browsers load (0020). Plain JavaScript, as install.mjs is.
import { renameSync } from 'node:fs'
import process from 'node:process'
import { BUILT, ENTRY, isBuilt, isPageBuilt, root, titleOfBuild } from './sources.mjs'

if (!(isBuilt() && isPageBuilt())) await build()

async function build() {
  const rolldown = await import('rolldown').catch(() => undefined)
  const page = await import('./build-page.mjs').catch(() => undefined)
  if (rolldown === undefined || page === undefined) {
    process.stderr.write(
      'The classifier and the page are not built, and to build them takes what `npm ci` installs for development.\n' +
        'Build them before dependencies are left out, as the Dockerfile does.\n',
    )
    process.exitCode = 1
    return
  }
  if (!isBuilt()) await buildClassifier(rolldown)
  if (!isPageBuilt()) await page.buildPage()
}

async function buildClassifier(rolldown) {
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
