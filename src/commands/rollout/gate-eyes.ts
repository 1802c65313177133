/** Whether the gates of a plan can see anything: told by `plan`, for a wave that nothing is known of waits for a person. */
import { isOurs } from '../../domain/errors.ts'
import type { PlanAnswer } from '../../report/rollout-plan.ts'
import type { PlannedRollout } from '../../rollout/plan.ts'
import type { Fleet } from './planning.ts'

const lookMilliseconds = 5000

/** The same answer, with a note for every service whose gate reads nothing at the moment. */
export const withBlindGates = async <Answer extends PlanAnswer>(
  answer: Answer,
  fleets: readonly Fleet[],
): Promise<Answer> => {
  if (answer.outcome === 'refused') return answer
  const notes = new Map(
    await Promise.all(fleets.map(async (fleet) => [fleet.file.plan.service, await noteOn(fleet)] as const)),
  )
  const noted = (planned: PlannedRollout): PlannedRollout => ({
    ...planned,
    notes: [...planned.notes, ...(notes.get(planned.service) ?? [])],
  })
  const whole = 'services' in answer ? { ...answer, services: answer.services.map(noted) } : noted(answer)
  return whole as Answer
}

const noteOn = async ({ metrics, file: { plan } }: Fleet): Promise<readonly string[]> => {
  const signal = AbortSignal.timeout(lookMilliseconds)
  const sources = metrics.filter(({ isForTheRecord }) => isForTheRecord !== true)
  const answers = await Promise.allSettled(sources.map(({ read }) => read(signal)))
  const faults = answers.flatMap((answer): readonly string[] => {
    if (answer.status === 'fulfilled') return Object.values(answer.value.faults)
    if (isOurs(answer.reason)) return [(answer.reason as Error).message]
    throw answer.reason
  })
  const meaning = {
    hold: 'a wave would wait for a person',
    fail: 'a wave would go back',
    'health-only': 'a wave would pass by health checks alone',
  }[plan.gate.onNoData]
  return faults.length === 0
    ? []
    : [`at the moment the gate cannot read all that it asks for, so ${meaning}: ${faults.join('; ')}`]
}
