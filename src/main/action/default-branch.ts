/** The repository's default branch, as the event tells it; the branch of the run where it does not. */
import type { Runner } from './runner.ts'

export const defaultBranchOf = (
  payload: Readonly<Record<string, unknown>>,
  { ref }: Pick<Runner, 'ref'>,
): string => {
  const repository = payload['repository'] as Readonly<Record<string, unknown>> | null | undefined
  const branch = repository?.['default_branch']
  return typeof branch === 'string' ? branch : ref.replace(/^refs\/heads\//, '') || 'main'
}

/** The branch of this run, where it is not the default one; null where it is, or where the event does not tell. */
export const otherBranchOf = (
  payload: Readonly<Record<string, unknown>>,
  runner: Pick<Runner, 'ref'>,
): string | null => {
  const { ref } = runner
  return ref === `refs/heads/${defaultBranchOf(payload, runner)}`
    ? null
    : ref.replace(/^refs\/heads\//, '') || 'a commit of no branch'
}
