import { readLocalTime } from './local-time.ts'
import { entriesOf, field, isMapping, itemsOf } from './loose.ts'
import type { PathStep, Remark } from './problems.ts'

type Path = readonly PathStep[]
const mostWindows = 200

/** Sections whose entries may have windows. */
const withWindows = ['environments', 'components', 'customers'] as const

/** What a window must say as a whole: one of two forms, one of two effects, an end after the start, a cron that comes. */
export const windowProblems = async (file: unknown): Promise<readonly Remark[]> => {
  const windows = withWindows.flatMap((section) =>
    entriesOf(field(file, section)).flatMap(([name, settings]) =>
      itemsOf(field(settings, 'windows')).map((window, at): readonly [Path, unknown] => [
        [section, name, 'windows', at],
        window,
      ]),
    ),
  )
  if (windows.length > mostWindows) {
    return [
      {
        path: windows[mostWindows]![0].slice(0, 1),
        message: `got ${windows.length} windows, wanted at most ${mostWindows} in one file`,
      },
    ]
  }
  const remarks = windows.flatMap(([path, window]) =>
    isMapping(window)
      ? [...formRemarks(path, window), ...effectRemarks(path, window), ...orderRemarks(path, window)]
      : [],
  )
  return [...remarks, ...(await cronRemarks(windows))]
}

const formRemarks = (path: Path, window: Readonly<Record<string, unknown>>): readonly Remark[] => {
  const has = (key: string) => window[key] !== undefined
  const recurring = has('cron') || has('for')
  const fixed = has('from') || has('to')
  const forms = 'cron and for (every time), or from and to (once)'
  if (recurring && fixed) return [{ path, message: `got both forms of a window, wanted ${forms}` }]
  if (!recurring && !fixed) return [{ path, message: `does not say when, wanted ${forms}` }]
  const missing = (recurring ? ['cron', 'for'] : ['from', 'to']).find((key) => !has(key))
  return missing === undefined ? [] : [{ path: [...path, missing], message: `missing, wanted ${forms}` }]
}

const effectRemarks = (path: Path, window: Readonly<Record<string, unknown>>): readonly Remark[] => {
  const said = ['effect', 'limit'].filter((key) => window[key] !== undefined).length
  const wanted = 'wanted either effect (review, emergency-only or allow) or limit (a factor like 0.5)'
  if (said === 0) return [{ path, message: `does not say what it does, ${wanted}` }]
  return said === 2 ? [{ path, message: `got both effect and limit, ${wanted}` }] : []
}

const orderRemarks = (path: Path, window: Readonly<Record<string, unknown>>): readonly Remark[] => [
  ...orderOf(path, window),
  ...itemsOf(window['except']).flatMap((exception, at) =>
    isMapping(exception) ? orderOf([...path, 'except', at], exception) : [],
  ),
]

const orderOf = (path: Path, times: Readonly<Record<string, unknown>>): readonly Remark[] => {
  const from = readLocalTime(times['from'])
  const to = readLocalTime(times['to'])
  if (!from.ok || !to.ok || from.value < to.value) return []
  const got = `got from ${times['from']} and to ${times['to']}`
  return [
    {
      path: [...path, 'to'],
      message: `${got}, wanted an end after the start (it is over at the instant of to)`,
    },
  ]
}

const cronRemarks = async (windows: readonly (readonly [Path, unknown])[]): Promise<readonly Remark[]> => {
  const crons = windows.flatMap(([path, window]) => {
    const cron = field(window, 'cron')
    return typeof cron === 'string' ? [{ path: [...path, 'cron'], cron }] : []
  })
  if (crons.length === 0) return []
  const { Cron } = await import('croner')
  const whyNot = (cron: string): string | undefined => {
    if (cron.length > 200 || cron.trim().split(/\s+/).length !== 5) return 'five fields are needed'
    try {
      // A leap year's start, so that the 29th of February is found soon and the answer never depends on today.
      const next = new Cron(cron, { mode: '5-part', timezone: 'UTC' }).nextRun(
        new Date('2024-01-01T00:00:00Z'),
      )
      return next === null ? 'that never comes' : undefined
    } catch (error) {
      return String(error instanceof Error ? error.message : error).replace(/^CronPattern: /, '')
    }
  }
  return crons.flatMap(({ path, cron }) => {
    const why = whyNot(cron)
    return why === undefined
      ? []
      : [
          {
            path,
            message: `got ${JSON.stringify(cron.slice(0, 60))}, wanted five fields like "0 18 * * 1-4": ${why}`,
          },
        ]
  })
}
