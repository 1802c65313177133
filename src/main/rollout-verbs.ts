/** The verbs of `rollout`, whoever calls them: a command line, or a job. */
import { setTimeout as wait } from 'node:timers/promises'
import { demandPresent } from '../commands/rollout/absent.ts'
import { demandNewest, giveCommand } from '../commands/rollout/commanding.ts'
import type { GivenRisk } from '../commands/rollout/given-risk.ts'
import { leaseOf } from '../commands/rollout/journal-lease.ts'
import type { RolloutPlace } from '../commands/rollout/ledger-of.ts'
import { openNewestJournal } from '../commands/rollout/open-journal.ts'
import { mostAtOnce, type PlanFile } from '../commands/rollout/plan-files.ts'
import { closeFleets, openFleets, planFleets, type World } from '../commands/rollout/planning.ts'
import { type FoundRisk, findRisk } from '../commands/rollout/release-risk.ts'
import type { Patience } from '../commands/rollout/run-request.ts'
import { runRollouts, type ServiceEnd } from '../commands/rollout/running.ts'
import { type NoRollout, type StatusDocument, statusOf } from '../commands/rollout/status.ts'
import { UsageError } from '../domain/errors.ts'
import { tellEvent, tellRollout } from '../report/rollout-lines.ts'
import { phaseOf } from '../report/rollout-phases.ts'
import { renderPlan } from '../report/rollout-plan.ts'
import { sayProgress } from '../report/rollout-progress.ts'
import { type Story, untold } from '../report/rollout-story.ts'
import { renderRolloutSummary } from '../report/rollout-summary.ts'
import { noTrouble, type Trouble, tellTrouble } from '../report/rollout-trouble.ts'
import { shellWord } from '../report/shell-word.ts'
import type { Clock, JournaledEvent } from '../rollout/engine/ports.ts'
import { type RolloutCommand, rolloutCommands, type WindowLift } from '../rollout/events.ts'
import { sayNames } from '../rollout/judge-words.ts'
import { isAllDone } from '../rollout/refusal.ts'
import { exitCodeOf, resultDocument } from './rollout-result.ts'
import type { Verb } from './rollout-verb-names.ts'
import { toolName, version } from './version.ts'

const tool = { name: toolName, version }

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await wait(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined)
  },
}

/** What a verb works with. */
export interface Setting {
  readonly verb: Verb
  readonly files: readonly PlanFile[]
  readonly place: RolloutPlace
  readonly environment: string
  readonly to: string | null
  /** Null: as the gate has recorded it. */
  readonly risk: GivenRisk | null
  readonly instances: readonly string[]
  readonly reason: string
  /** Windows that let emergencies through shall not hold it. */
  readonly isEmergency: boolean
  /** What `run` does without a version where nothing is under way. */
  readonly whenIdle: 'refuse' | 'rest'
  /** Who says so. */
  readonly by: string
  readonly format: 'text' | 'markdown' | 'json'
  readonly world: World
  readonly patience: Patience
  readonly now: Date
  readonly screen: Screen
  /** Told every event of what runs. */
  readonly watch?: (id: string, event: JournaledEvent, isNew: boolean) => void
  readonly signal: AbortSignal
}

/** Where people read. */
export interface Screen {
  readonly print: (text: string) => void
  readonly warn: (text: string) => void
  readonly status: (line: string) => void
  readonly columns: number
  /** Where a log can be folded: what is printed from here on belongs under this title; null: it stays in view. */
  readonly fold?: (title: string | null) => void
}

export interface VerbEnd {
  readonly exitCode: number
  /** Of what was run. */
  readonly ends: readonly ServiceEnd[]
}

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

/** What finds the same rollout again in a command that is printed, and copied. */
const planOption = ({ place: { named } }: Setting, { path }: PlanFile): string =>
  `--plan ${shellWord(path)}${named === null ? '' : ` --ledger ${shellWord(named)}`}`

const riskOf = async ({ risk, to, place, environment }: Setting): Promise<FoundRisk> =>
  findRisk(risk, { ledger: place.ledger, environment, commit: await place.commitOf(to ?? '') })

const showPlan = async (setting: Setting): Promise<VerbEnd> => {
  const { files, place, to, world, now, screen, format, signal } = setting
  const risk = await riskOf(setting)
  const fleets = await openFleets(files, world)
  try {
    const plan = (some: typeof fleets) =>
      planFleets({
        fleets: some,
        to: to ?? '',
        risk,
        clock: { ...world.clock, now: () => now.getTime() },
        durationsOf: () => ({}),
        spacingOf: (service) => leaseOf(place.ledgerOf(service).url, mostAtOnce(files)).spacing,
        lifted: setting.isEmergency ? { emergency: true } : {},
        signal,
      })
    const { answer } = await plan(fleets)
    const refusals = answer.outcome === 'refused' ? answer.refusals : []
    const rest = fleets.filter(({ file }) => refusals.every(({ service }) => service !== file.plan.service))
    // As `run` does: who is there already holds nobody up.
    const isRest = refusals.length > 0 && rest.length > 0 && isAllDone(refusals)
    const shown = isRest ? (await plan(rest)).answer : answer
    screen.print(renderPlan(shown, format, now.toISOString(), risk.basis, isRest ? refusals : []))
    return done(shown.outcome === 'refused' && !isAllDone(shown.refusals) ? 1 : 0)
  } finally {
    await closeFleets(fleets)
  }
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
  const { exitCode, ends } = await run({ ...setting, files: idle, to: null })
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

const run = async (setting: Setting): Promise<VerbEnd> => {
  const { place, files, environment, world, patience, format, screen, signal, to, whenIdle } = setting
  const say = format === 'json' ? screen.warn : (line: string) => screen.print(`${line}\n`)
  const stories = new Map<string, Story>()
  // Lines of services that move side by side would tear each other's folds.
  const folds = files.length === 1 || files.some(({ plan }) => plan.atOnce === 1)
  const troubles = new Map<string, Trouble>()
  const ends = await runRollouts({
    files,
    to,
    whenIdle,
    emergency: setting.isEmergency ? { by: setting.by, reason: setting.reason } : null,
    risk: await riskOf(setting),
    commit: to === null ? null : await place.commitOf(to),
    ledger: place.ledger,
    ledgerOf: place.ledgerOf,
    repository: place.repository,
    environment,
    tool,
    world,
    patience,
    signal,
    tellEvent: (id, event, file, isNew) => {
      setting.watch?.(id, event, isNew)
      const telling = { id, planOption: planOption(setting, file) }
      const { story, lines } = tellEvent(stories.get(id) ?? untold, event, telling)
      stories.set(id, story)
      // Whoever goes on with one wants to know what it is, and what happens from here on.
      if (!isNew && event.event === 'started') say(`${id}: ${lines[0]}`)
      if (!isNew) return
      const phase = folds ? phaseOf(story, event) : undefined
      if (phase !== undefined) screen.fold?.(phase)
      const isShared = files.length > 1 && event.event !== 'started'
      for (const line of lines) say(isShared ? `${file.plan.service} ${line}` : line)
    },
    tellLive: (id, state, live) => {
      const { trouble, line } = tellTrouble(troubles.get(id) ?? noTrouble, live)
      troubles.set(id, trouble)
      if (line !== null) say(files.length > 1 ? `${state.started?.service} ${line}` : line)
      screen.status(sayProgress(state, live, screen.columns))
    },
  })
  screen.fold?.(null)
  for (const end of ends) for (const line of sayEnd(end)) say(line)
  if (format === 'json') screen.print(`${JSON.stringify(resultDocument(ends, world.clock.now()), null, 2)}\n`)
  return { exitCode: exitCodeOf(ends), ends }
}

/** What the story has not told. */
const sayEnd = (end: ServiceEnd): readonly string[] => {
  switch (end.outcome) {
    case 'nothing-to-do':
      return [`${end.service}: ${end.why}`]
    case 'refused':
      return [`${end.service} cannot be rolled out: ${end.why}`]
    case 'not-begun':
      return [`${end.service} was not begun: ${end.blockedBy} comes first and did not succeed`]
    case 'ran':
      return end.end.outcome === 'busy'
        ? [
            `${end.id} is coordinated by another process; rollout status shows it, rollout pause and abort reach it`,
          ]
        : end.end.outcome === 'lost'
          ? [
              `${end.id}: another process has taken over (${end.end.why}); nothing was touched from here since`,
            ]
          : []
  }
}
