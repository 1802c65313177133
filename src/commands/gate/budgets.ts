/** What is left of the error budgets that a change concerns: from the incidents that are known, or from Prometheus. */
import { matchComponents } from '../../config/components.ts'
import type { Slo } from '../../config/configuration.ts'
import type { ChosenEnvironment } from '../../config/environment.ts'
import { formatCount } from '../../domain/counting.ts'
import { SourceError } from '../../domain/errors.ts'
import type { Span } from '../../domain/spans.ts'
import { costOf, outagesOf } from '../../history/downtime.ts'
import type { KnownIncident } from '../../history/known-incidents.ts'
import type { BudgetFacts } from '../../policy/budget.ts'
import type { Failure } from './request.ts'
import { type Situation, touchedPaths } from './situation.ts'

export interface Budgeted {
  readonly budgets: readonly BudgetFacts[]
  /** Why nothing is known of a budget that is stated; null where all are known, or none is stated. */
  readonly unseen: string | null
  readonly failures: readonly Failure[]
  readonly notes: readonly string[]
}

/** An objective, and whose it is. */
interface Objective {
  readonly of: BudgetFacts['of']
  readonly slo: Slo
}

/** The environment's own, and those of components that the change touches or that depend on what it touches. */
const objectivesOf = ({ environment, policy, change }: Situation): readonly Objective[] => {
  const { components } = policy.configuration
  const paths = touchedPaths(change)
  const slos =
    paths === null
      ? components.flatMap(({ name, slo }) => (slo === null ? [] : [{ component: name, slo }]))
      : matchComponents(policy.configuration, paths).slos
  const { slo } = environment.settings
  return [
    ...(slo === null ? [] : [{ of: { kind: 'environment' as const, name: environment.name }, slo }]),
    ...slos.map(({ component, slo: own }) => ({
      of: { kind: 'component' as const, name: component },
      slo: own,
    })),
  ]
}

/** Incidents of an environment, by our name or one of GitHub's. */
export const incidentsIn = (
  incidents: readonly KnownIncident[],
  { name, settings }: ChosenEnvironment,
): readonly KnownIncident[] => {
  const names = new Set([name, ...settings.githubEnvironments].map((each) => each.toLowerCase()))
  return incidents.filter(({ environment }) => names.has(environment.toLowerCase()))
}

const hour = 3_600_000

/** The last hour and the last six, and the window of an objective, until now. */
export const spansUntil = (now: number, slo: Slo) => ({
  window: { from: now - slo.window.seconds * 1000, until: now },
  hour: { from: now - hour, until: now },
  sixHours: { from: now - 6 * hour, until: now },
})

export const factsOf = (
  { of, slo }: Objective,
  from: BudgetFacts['from'],
  costIn: (span: 'window' | 'hour' | 'sixHours') => number,
): BudgetFacts => ({
  of,
  objective: slo.objective,
  windowSeconds: slo.window.seconds,
  spentMilliseconds: costIn('window'),
  hourMilliseconds: costIn('hour'),
  sixHoursMilliseconds: costIn('sixHours'),
  tightenBelow: slo.tightenBelow,
  fixesBelow: slo.fixesBelow,
  from,
})

/** What an incident that names no component disturbed is not known: it counts for each. */
const concerns = ({ kind, name }: BudgetFacts['of'], { components }: KnownIncident): boolean =>
  kind === 'environment' || components.length === 0 || components.includes(name)

const fromIncidents = (objective: Objective, incidents: readonly KnownIncident[], now: number) => {
  const { of, slo } = objective
  const own = incidents.filter((incident) => concerns(of, incident))
  const spans = spansUntil(now, slo)
  const longest: Span = { from: Math.min(spans.window.from, spans.sixHours.from), until: now }
  const { outages, leftOut } = outagesOf(own, slo.counts, longest)
  return { facts: factsOf(objective, 'incidents', (span) => costOf(outages, spans[span])), leftOut }
}

/** A failure of Prometheus is a source that failed; where no incident was ever told nothing is known, and that is said. */
export const budgetsOver = async (
  situation: Situation,
  request: { readonly now: Date; readonly processEnvironment: NodeJS.ProcessEnv },
): Promise<Budgeted> => {
  const objectives = objectivesOf(situation)
  const now = request.now.getTime()
  const isTold = situation.incidents.length > 0
  const incidents = incidentsIn(situation.incidents, situation.environment)
  const budgets: BudgetFacts[] = []
  const failures: Failure[] = []
  let leftOut = 0
  for (const objective of objectives) {
    const { of, slo } = objective
    if (slo.prometheus === null) {
      if (!isTold) continue
      const counted = fromIncidents(objective, incidents, now)
      budgets.push(counted.facts)
      leftOut = Math.max(leftOut, counted.leftOut)
      continue
    }
    const { prometheusCost } = await import('./prometheus-budget.ts')
    try {
      const cost = await prometheusCost(slo, slo.prometheus, request.processEnvironment)
      budgets.push(factsOf(objective, 'prometheus', (span) => cost[span]))
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      failures.push({ source: `error budget of ${of.name}`, why: error.message })
    }
  }
  const areUnseen = objectives.some(({ slo }) => slo.prometheus === null) && !isTold
  return {
    budgets,
    unseen: areUnseen ? 'no incident was told, see learn' : null,
    failures,
    notes:
      leftOut === 0
        ? []
        : [
            `${formatCount(leftOut)} ${leftOut === 1 ? 'incident counts' : 'incidents count'} for no error budget: nobody knows from when until when`,
          ],
  }
}
