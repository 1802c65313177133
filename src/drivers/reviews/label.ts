import { type GitHub, GitHubError, type RepositoryName } from '../../clients/github/github.ts'
import { type Band, bands } from '../../domain/decision.ts'
import type { Effect } from '../driver.ts'
import { isNamed } from './ownership.ts'
import { told } from './refusal.ts'

const colours: Readonly<Record<Band, string>> = {
  low: '0e8a16',
  moderate: 'fbca04',
  high: 'd93f0b',
  critical: 'b60205',
}
export const labelOf = (band: Band): string => `risk:${band}`

/**
 * Exactly one of our four labels, `risk:low` to `risk:critical`; a team's own `risk:…` is left alone. The right one is
 * added before the others go, so that there is never none. Requests: 0 when equal; else 1 per label that goes, and 2
 * to create (it stands already, mostly) and add.
 */
export const setRiskLabel = (
  github: GitHub,
  repository: RepositoryName,
  request: {
    readonly number: number
    readonly band: Band
    /** Names the pull request carries now. */
    readonly labels: readonly string[]
  },
): Promise<Effect> =>
  told('label', { permission: 'pull-requests: write' }, async () => {
    const { number, band, labels } = request
    const wanted = labelOf(band)
    const goes = bands.map(labelOf).filter((name) => name !== wanted && isNamed(name, labels))
    const hasIt = isNamed(wanted, labels)
    if (hasIt && goes.length === 0)
      return { what: 'label', outcome: 'unchanged', why: `#${number} is labelled ${wanted}.` }
    if (!hasIt) await add(github, repository, number, band)
    for (const name of goes)
      await unless('not-found', () =>
        github.request(
          'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}',
          { ...repository, issue_number: number, name },
          { repeatable: true },
        ),
      )
    return { what: 'label', outcome: 'done', why: `Labelled #${number} ${wanted}.` }
  })

const add = async (
  github: GitHub,
  repository: RepositoryName,
  issue_number: number,
  band: Band,
): Promise<void> => {
  // Adding an unknown label makes it grey: it is made in its colour first. Whether that failed shows when it is added.
  await unless(null, () =>
    github.request('POST /repos/{owner}/{repo}/labels', {
      ...repository,
      name: labelOf(band),
      color: colours[band],
      description: 'Risk of this change among the last ones here',
    }),
  )
  await github.request(
    'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
    { ...repository, issue_number, labels: [labelOf(band)] },
    { repeatable: true },
  )
}

/** Lets one failure of GitHub pass, or, with null, every one. */
const unless = async (failure: GitHubError['failure'] | null, act: () => Promise<unknown>): Promise<void> => {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof GitHubError) || (failure !== null && error.failure !== failure)) throw error
  }
}
