import { read } from '../route.ts'
import type { Job, Repository, Run } from '../state.ts'
import { type Context, connection, demandOf, nodeId, type Paging, partsOf, problem } from './context.ts'

const checkRunNode = (job: Job) => ({
  __typename: 'CheckRun',
  id: nodeId('CheckRun', job.id),
  databaseId: job.id,
  name: job.name,
  status: job.status.toUpperCase(),
  conclusion: job.conclusion?.toUpperCase() ?? null,
  startedAt: job.startedAt,
  completedAt: job.completedAt,
})

interface CheckFilter {
  readonly checkType?: 'ALL' | 'LATEST'
  readonly checkName?: string
}

const runNode = (context: Context, repository: Repository, run: Run) => ({
  __typename: 'WorkflowRun',
  id: nodeId('WorkflowRun', run.id),
  databaseId: run.id,
  runNumber: run.number,
  event: run.event,
  checkSuite: () => {
    demandOf(context, repository, read('checks'))
    return {
      __typename: 'CheckSuite',
      id: nodeId('CheckSuite', run.id),
      checkRuns: ({ filterBy, ...paging }: Paging & { filterBy?: CheckFilter }) => {
        const { checkType = 'LATEST', checkName } = filterBy ?? {}
        const chosen = run.jobs
          .filter(({ attempt }) => checkType === 'ALL' || attempt === run.attempt)
          .filter(({ name }) => checkName === undefined || name === checkName)
        return connection(chosen, paging, checkRunNode, 'checkRuns')
      },
    }
  },
})

/** Of all that has a name in GraphQL, only runs are asked for by it. */
export const runNamed = (context: Context, id: string) => {
  const [kind, number] = partsOf(id)
  for (const repository of context.state.repositories) {
    const run = repository.runs.find((each) => String(each.id) === number)
    if (kind === 'WorkflowRun' && run !== undefined) return runNode(context, repository, run)
  }
  throw problem('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'.`)
}
