/** `rollout run`, told while it goes on: to people line by line, to scripts when it is over. */
import { runRollouts, type ServiceEnd } from '../commands/rollout/running.ts'
import { tellEvent } from '../report/rollout-lines.ts'
import { phaseOf } from '../report/rollout-phases.ts'
import { sayProgress } from '../report/rollout-progress.ts'
import { type Story, untold } from '../report/rollout-story.ts'
import { noTrouble, type Trouble, tellTrouble } from '../report/rollout-trouble.ts'
import { exitCodeOf, resultDocument } from './rollout-result.ts'
import { planOption, riskOf, type Setting, tool, type VerbEnd } from './rollout-setting.ts'

export const run = async (setting: Setting, goesBack = false): Promise<VerbEnd> => {
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
    goesBack,
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
