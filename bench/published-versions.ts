/**
 * What is made of a clone's version tags: each version, what of the line it brought, and what became of it, for somebody
 * who knows the project to read.
 *   node bench/published-versions.ts CLONE [GLOB…]
 * Two years back from the newest landing; nothing is written.
 */
import { openRepository } from '../src/clients/git/repository.ts'
import { defaultConfiguration } from '../src/config/defaults.ts'
import { type DeploymentOutcome, deploymentOutcomes } from '../src/history/deployment-outcomes.ts'
import { measurer } from '../src/signals/measure.ts'
import { openHistory } from '../src/sources/history.ts'
import { deploymentsOfVersions } from '../src/sources/published-versions.ts'
import { countingVersions, onePerCommit, readVersionTags } from '../src/sources/version-tags.ts'

const [directory, ...globs] = process.argv.slice(2)
if (directory === undefined) throw new Error('usage: node bench/published-versions.ts CLONE [GLOB…]')

const { outcome, history: past } = defaultConfiguration()
const environment = 'production'
const repository = await openRepository(directory, process.env)
const head = (await repository.git.run(['rev-parse', 'HEAD^{commit}'])).trim()
const { index } = await openHistory({
  ...{ repository, head, measurer, directory: null, damage: null },
  lookbackSeconds: past.lookback.seconds,
})
const now = index.parts.time.get(index.length - 1)

const begun = performance.now()
const tags = await readVersionTags(repository.git)
const versions = onePerCommit(countingVersions(tags, { environment, tags: globs, preReleases: 'none' }))
const deployments = await deploymentsOfVersions({
  ...{ repository, index, environment, versions, known: [] },
  from: now - past.lookback.seconds,
})
const milliseconds = Math.round(performance.now() - begun)
repository.objects.end()

const outcomes = deploymentOutcomes({
  ...{ index, deployments, corrections: [], troubles: [], now },
  soakSeconds: outcome.soak.seconds,
  maturitySeconds: outcome.maturity.seconds,
})

const lineOf = (found: DeploymentOutcome): string => {
  const { deployment, kind, parts, liveFrom, recoveredAt } = found
  const { tag, holds } = deployment.release!
  const why = found.outcome.evidence.map(({ sentence }) => sentence).join('; ')
  return [
    new Date(deployment.startedAt * 1000).toISOString().slice(0, 16),
    tag.padEnd(14),
    (kind ?? 'beside').padEnd(8),
    `${parts.length} parts${holds === undefined ? '' : ', cut on a branch'}`.padEnd(28),
    found.outcome.state,
    why === '' ? '' : `${found.outcome.confidence.toFixed(2)} ${why}`,
    recoveredAt === null || liveFrom === null ? '' : `(${Math.round((recoveredAt - liveFrom) / 3600)} h)`,
  ]
    .join('  ')
    .trimEnd()
}
for (const each of outcomes) console.log(lineOf(each))
const mended = deployments.filter(({ release }) => release?.mends !== undefined).length
const failed = outcomes.filter(
  ({ outcome: { state } }) => state === 'failed' || state === 'rolled-back',
).length
console.log(
  `${tags.length} tags, ${outcomes.length} versions in ${index.length} parts: ${failed} failed, ${mended} mend the one before; ${milliseconds} ms`,
)
