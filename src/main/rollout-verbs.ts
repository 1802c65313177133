/** The verbs of `rollout`, whoever calls them: a command line, or a job. */
import { demandPresent } from '../commands/rollout/absent.ts'
import { demandNewest, giveCommand } from '../commands/rollout/commanding.ts'
import { durationsIn } from '../commands/rollout/durations.ts'
import { withBlindGates } from '../commands/rollout/gate-eyes.ts'
import { leaseOf } from '../commands/rollout/journal-lease.ts'
import { openNewestJournal } from '../commands/rollout/open-journal.ts'
import { mostAtOnce, type PlanFile } from '../commands/rollout/plan-files.ts'
import { closeFleets, openFleets, planFleets } from '../commands/rollout/planning.ts'
import { type NoRollout, type StatusDocument, statusOf } from '../commands/rollout/status.ts'
import { SourceError, UsageError } from '../domain/errors.ts'
import { tellRollout } from '../report/rollout-lines.ts'
import { renderPlan } from '../report/rollout-plan.ts'
import { renderRolloutSummary } from '../report/rollout-summary.ts'
import { type RolloutCommand, rolloutCommands, type WindowLift } from '../rollout/events.ts'
import { sayNames } from '../rollout/judge-words.ts'
import type { Durations } from '../rollout/layout.ts'
import { isAllDone } from '../rollout/refusal.ts'
import { run } from './rollout-run.ts'
import { planOption, riskOf, type Setting, tool, type VerbEnd } from './rollout-setting.ts'

/** Does what the verb says. Throws UsageError, ConfigError, SourceError. */
export const performVerb = async (setting: Setting): Promise<VerbEnd> => {
  const { verb, isEmergency, reason } = setting
  if (isEmergency && reason === '' && verb !== 'plan')
    throw new UsageError(
      `rollout ${verb}: an emergency wants a reason, for the record; give it with --reason`,
    )
  const command = rolloutCommands.find((known) => known === verb)
  if (command !== undefined) return obey(setting, command)
  if (verb === 'status') return showStatus(setting)
  return verb === 'run' ? run(setting) : showPlan(setting)
}

const done = (exitCode: number): VerbEnd => ({ exitCode, ends: [] })

const showPlan = async (setting: Setting): Promise<VerbEnd> => {
  const { files, place, to, world, now, screen, format, signal } = setting
  const [risk, durations] = await Promise.all([riskOf(setting), durationsBefore(setting)])
  const fleets = await openFleets(files, world)
  try {
    const plan = (some: typeof fleets) =>
      planFleets({
        fleets: some,
        to: to ?? '',
        risk,
        clock: { ...world.clock, now: () => now.getTime() },
        durationsOf: (service) => durations.get(service) ?? {},
        spacingOf: (service) => leaseOf(place.ledgerOf(service).url, mostAtOnce(files)).spacing,
        lifted: setting.isEmergency ? { emergency: true } : {},
        signal,
      })
    const { answer } = await plan(fleets)
    const refusals = answer.outcome === 'refused' ? answer.refusals : []
    const rest = fleets.filter(({ file }) => refusals.every(({ service }) => service !== file.plan.service))
    // As `run` does: who is there already holds nobody up.
    const isRest = refusals.length > 0 && rest.length > 0 && isAllDone(refusals)
    const shown = await withBlindGates(isRest ? (await plan(rest)).answer : answer, fleets)
    screen.print(renderPlan(shown, format, now.toISOString(), risk.basis, isRest ? refusals : []))
    return done(shown.outcome === 'refused' && !isAllDone(shown.refusals) ? 1 : 0)
  } finally {
    await closeFleets(fleets)
  }
}

/** What the last rollouts took, as `run` would expect of the next. A plan is made without that, too. */
const durationsBefore = async (setting: Setting): Promise<ReadonlyMap<string, Durations>> => {
  const journals = await newestJournals(setting, 'coordinator').catch(nothingRead)
  const known = journals.map(async ({ file: { plan }, journal }) => {
    const events = (await journal?.read().catch(nothingRead)) ?? []
    return [plan.service, durationsIn(events, plan.health.minHealthyTime.seconds)] as const
  })
  return new Map(await Promise.all(known))
}

const nothingRead = (error: unknown): readonly never[] => {
  if (error instanceof SourceError) return []
  throw error
}

const writerOf = ({ place, environment }: Setting, actor: string) => ({
  actor,
  repository: place.repository,
  environment,
  tool,
})

const newestJournal = (setting: Setting, actor: string, { plan }: PlanFile) =>
  openNewestJournal(setting.place.ledgerOf(plan.service), plan.service, writerOf(setting, actor))

const newestJournals = async (setting: Setting, actor: string) =>
  Promise.all(
    setting.files.map(async (file) => ({ file, journal: await newestJournal(setting, actor, file) })),
  )

/** What people read of the coordinator. */
const led: Readonly<Record<StatusDocument['coordinator'], string>> = {
  none: 'nobody coordinates it',
  dead: 'its coordinator has died',
  alive: 'it is coordinated now',
  unknown: 'it is coordinated elsewhere',
}

const showStatus = async (setting: Setting): Promise<VerbEnd> => {
  const { files, format, screen, world } = setting
  const documents: (StatusDocument | NoRollout)[] = []
  for (const { file, journal } of await newestJournals(setting, 'coordinator')) {
    if (journal === undefined) {
      screen.warn(`${file.plan.service}: nothing has been rolled out yet`)
      documents.push({ schema: 1, id: null, service: file.plan.service, outcome: 'none' })
      continue
    }
    const events = await journal.read()
    const telling = { id: journal.id, planOption: planOption(setting, file) }
    const status = statusOf(journal.id, events, world.clock.now())
    documents.push(status)
    if (format === 'markdown') screen.print(renderRolloutSummary(events, telling))
    if (format !== 'text') continue
    const isOver = ['succeeded', 'rolled-back', 'frozen', 'refused'].includes(status.outcome)
    const now = `${journal.id}: ${status.outcome}${isOver ? '' : `, ${led[status.coordinator]}`}`
    screen.print(`${[...tellRollout(events, telling), now].join('\n')}\n`)
  }
  if (format === 'json')
    screen.print(`${JSON.stringify(files.length === 1 ? documents[0] : documents, null, 2)}\n`)
  return done(0)
}

const obey = async (setting: Setting, command: RolloutCommand): Promise<VerbEnd> => {
  const { place, by, reason, instances, world, screen } = setting
  const { clock } = world
  const unseen = command === 'skip' ? await demandPresent(instances, setting.files, world) : null
  if (unseen !== null)
    screen.warn(`rollout skip: whether ${sayNames(instances)} is there could not be seen (${unseen})`)
  const idle: PlanFile[] = []
  for (const { file, journal } of await newestJournals(setting, by)) {
    const { service } = file.plan
    if (journal === undefined)
      throw new UsageError(
        `rollout ${command}: nothing of ${service} has been rolled out, as far as ${place.ledgerOf(service).url} knows`,
      )
    const lifts = liftsOf(setting, file)
    await giveCommand({ command, journal, by, reason, instances, ...(lifts && { lifts }), now: clock.now })
    if (command === 'abort') demandNewest(journal, await newestJournal(setting, by, file))
    const { coordinator } = statusOf(journal.id, await journal.read(), clock.now())
    const isLed = coordinator === 'alive' || coordinator === 'unknown'
    if (!isLed) idle.push(file)
    screen.warn(
      `${journal.id}: ${command} is remembered; ${sayNext(command, isLed, planOption(setting, file))}`,
    )
  }
  // Whoever aborts wants it to happen: where nobody leads, this process does.
  if (command !== 'abort' || idle.length === 0) return done(0)
  const { exitCode, ends } = await run({ ...setting, files: idle, to: null }, true)
  return { exitCode: exitCode === 2 ? 0 : exitCode, ends }
}

const liftsOf = ({ isEmergency }: Setting, { plan }: PlanFile): WindowLift | undefined => {
  if (isEmergency) return 'emergency'
  return plan.windows.some(({ effect }) => effect.kind === 'review') ? 'review' : undefined
}

const sayNext = (command: RolloutCommand, isLed: boolean, option: string): string => {
  if (isLed) return 'its coordinator will see it'
  return command === 'abort'
    ? 'nobody coordinates it, so it goes back from here'
    : `nobody coordinates it: rollout run ${option} goes on`
}
