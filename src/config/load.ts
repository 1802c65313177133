import { ConfigError } from '../domain/errors.ts'
import type {
  Component,
  Configuration,
  DeploymentSource,
  Environment,
  Escalation,
  IncidentSource,
  ScopedWindow,
  Slo,
  Window,
  WindowEffect,
} from './configuration.ts'
import { defaultConfiguration, defaultEnvironment, defaults, usualAudit } from './defaults.ts'
import { readDuration } from './duration.ts'
import { describe, listProblems, type Problem } from './problems.ts'
import { mustRead } from './reading.ts'
import type {
  CheckedComponent,
  CheckedEnvironment,
  CheckedFile,
  CheckedScopedWindow,
  CheckedSlo,
  CheckedWindow,
} from './schema.ts'
import { readWorkingHours } from './working-hours.ts'

/**
 * Reads the text of a configuration file; `path` is only shown. A text without any value is the default configuration.
 * The libraries that read it are loaded here and not before: most runs of the gate find no file.
 * @throws ConfigError with every problem on a line of its own.
 */
export const parseConfiguration = async (text: string, path: string): Promise<Configuration> => {
  const fail = (problems: readonly Problem[]) => new ConfigError(listProblems(path, problems))
  const { readYamlFile } = await import('./yaml-file.ts')
  const file = readYamlFile(text)
  if (file.outcome === 'refused') throw fail(file.problems)
  const { value, locate } = file
  if (value === null || value === undefined) return defaultConfiguration()
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw fail([
      {
        ...locate([]),
        path: [],
        message: `got ${describe(value)}, wanted a mapping that begins with version: 1`,
      },
    ])
  }
  const [{ configurationSchema }, { schemaProblems }, { referenceProblems }] = await Promise.all([
    import('./schema.ts'),
    import('./schema-problems.ts'),
    import('./references.ts'),
  ])
  const checked = configurationSchema.safeParse(value)
  const problems = [
    ...schemaProblems(checked.error?.issues ?? [], value, locate),
    ...(await referenceProblems(value, locate)),
  ]
  if (!checked.success || problems.length > 0) throw fail(problems)
  return crossOver(checked.data)
}

/** The one crossing from the file's kebab-case to the code's camelCase. */
const crossOver = (file: CheckedFile): Configuration => ({
  ...defaultConfiguration(),
  mode: file.mode,
  components: Object.entries(file.components ?? {}).map(([name, component]) => toComponent(name, component)),
  customers: Object.entries(file.customers ?? {}).map(([name, { windows }]) => ({
    name,
    windows: windows.map(toScopedWindow),
  })),
  environments: Object.entries(file.environments ?? {}).map(([name, environment]) =>
    toEnvironment(name, environment, file.mode),
  ),
  ...(file.deployments ? { deployments: file.deployments.map(toDeploymentSource) } : {}),
  incidents: (file.incidents ?? []).map(toIncidentSource),
  ...(file.outcome ? { outcome: file.outcome } : {}),
  ...(file.history ? { history: file.history } : {}),
  ...(file.emergency
    ? { emergency: { by: file.emergency.by, reviewWithin: file.emergency['review-within'] } }
    : {}),
  ledger: file.ledger ?? null,
  prior: file.prior ?? null,
  experience: file.experience === 'on',
  comment: file.comment,
  onCall: file['on-call'],
})

const toComponent = (name: string, component: CheckedComponent): Component => ({
  name,
  paths: component.paths,
  dependsOn: component['depends-on'],
  customers: component.customers,
  owners: component.owners,
  slo: toSlo(component.slo),
  windows: component.windows.map(toScopedWindow),
})

const toEnvironment = (
  name: string,
  environment: CheckedEnvironment | null,
  mode: Configuration['mode'],
): Environment => {
  const silent = { name, ...defaultEnvironment(name, mode) }
  if (environment === null) return silent
  const autoApprove = environment['auto-approve']
  return {
    name,
    mode: environment.mode ?? mode,
    githubEnvironments: environment['github-environments'] ?? silent.githubEnvironments,
    components: environment.components,
    soakedIn: environment['soaked-in'] ?? null,
    autoApprove: {
      reviewRiskiest: autoApprove['review-riskiest'],
      failureRate: autoApprove['failure-rate'] ?? null,
      confidence: autoApprove.confidence,
      audit: autoApprove.audit ?? usualAudit(autoApprove['failure-rate'] !== undefined),
      actsOn: autoApprove['acts-on'],
    },
    review:
      environment.review?.map(({ 'at-least': atLeast, ...request }) => ({ atLeast, ...request })) ??
      silent.review,
    allowStale: environment['allow-stale'],
    neverAutoApprove: environment['never-auto-approve'],
    slo: toSlo(environment.slo),
    windows: environment.windows.map(toWindow),
    escalate: toEscalation(environment),
  }
}

/** `escalate-after` alone is the short form. */
const toEscalation = ({ escalate, 'escalate-after': after }: CheckedEnvironment): Escalation | null => {
  if (escalate === undefined && after === undefined) return null
  const { to, 'working-hours': hours, 'time-zone': timeZone } = escalate ?? {}
  return {
    after: after ?? escalate?.after ?? mustRead(readDuration(defaults.escalateAfter)),
    to: to ?? { kind: 'drivers' },
    hours: hours ?? mustRead(readWorkingHours(defaults.workingHours)),
    timeZone: timeZone ?? defaults.timeZone,
  }
}

const toSlo = (slo: CheckedSlo | undefined): Slo | null =>
  slo === undefined
    ? null
    : {
        objective: slo.objective,
        window: slo.window,
        counts: slo.counts,
        tightenBelow: slo['tighten-below'],
        fixesBelow: slo['fixes-below'],
        prometheus: slo.prometheus ?? null,
      }

const toWindow = (window: CheckedWindow): Window => {
  const { name, cron, for: length, from = '', to = '', 'time-zone': timeZone = defaults.timeZone } = window
  const common = {
    name,
    timeZone,
    effect: toEffect(window),
    ...(window.except === undefined ? {} : { except: window.except }),
  }
  return cron !== undefined && length !== undefined
    ? { kind: 'recurring', ...common, cron, for: length }
    : { kind: 'fixed', ...common, from, to }
}

const toScopedWindow = (window: CheckedScopedWindow): ScopedWindow => ({
  window: toWindow(window),
  environments: window.environments ?? [],
})

const toEffect = ({ effect, limit }: CheckedWindow): WindowEffect =>
  effect === undefined ? { kind: 'limit', factor: limit ?? 1 } : { kind: effect }

const toIncidentSource = (source: NonNullable<CheckedFile['incidents']>[number]): IncidentSource =>
  source.source === 'github-issues'
    ? { kind: source.source, labels: source.labels, creators: source.creators }
    : { kind: source.source, paths: source.paths, timeZone: source['time-zone'] ?? null }

const toDeploymentSource = (source: NonNullable<CheckedFile['deployments']>[number]): DeploymentSource => {
  if (source.source === 'github-deployments') return { kind: source.source }
  if (source.source === 'workflow-runs')
    return {
      kind: source.source,
      workflow: source.workflow,
      environment: source.environment,
      job: source.job ?? null,
      refs: source.refs,
    }
  return {
    kind: source.source,
    environment: source.environment,
    tags: source.tags,
    preReleases: source['pre-releases'],
  }
}
