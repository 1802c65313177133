import type { OrchestratorProgress } from '../../rollout/engine/ports.ts'
import { versionOfGroup } from './nomad-job.ts'
import {
  type OpenJob,
  readAllocations,
  readDeployment,
  readJob,
  readVersions,
  versionIn,
} from './nomad-reading.ts'

/**
 * What Nomad's newest deployment says; where it belongs to an older version of the job, or there is none, what the
 * allocations say. @throws NomadError
 */
export const progressOf = async (open: OpenJob, signal: AbortSignal): Promise<OrchestratorProgress> => {
  const { found, group } = await readJob(open, signal)
  const deployment = await readDeployment(open, group, signal)
  if (deployment !== null && deployment.jobVersion === found.version) {
    const { status, description, canaries, healthy, total, isPromoted } = deployment
    if (status === 'failed' || status === 'cancelled')
      return { outcome: 'failed', why: `${status}: ${description}` }
    if (status === 'paused') return { outcome: 'moving', why: 'somebody has paused the deployment' }
    if (status !== 'successful') {
      if (canaries > 0 && !isPromoted && healthy >= canaries)
        return { outcome: 'settled', why: `${canaries} canaries are healthy and wait to be promoted` }
      const wanted = canaries > 0 && !isPromoted ? canaries : total
      return { outcome: 'moving', why: `${healthy} of ${wanted} allocations are healthy` }
    }
  }
  const allocations = (await readAllocations(open, group, signal)).filter(({ isWanted }) => isWanted)
  const versions = new Map(
    (await readVersions(open, signal)).map((each) => [each.version, versionIn(each, group.name)]),
  )
  const running = allocations.filter(
    ({ clientStatus, isHealthy, jobVersion }) =>
      clientStatus === 'running' && isHealthy !== false && versions.get(jobVersion) === versionOfGroup(group),
  ).length
  return running >= group.count && running === allocations.length
    ? { outcome: 'settled', why: `${running} of ${group.count} allocations run ${versionOfGroup(group)}` }
    : { outcome: 'moving', why: `${running} of ${group.count} allocations run ${versionOfGroup(group)}` }
}
