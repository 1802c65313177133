/** Everything a command may ask of the world, in one place: handed down, never reached for. */
import type { Values } from './arguments.ts'

export interface Shell {
  readonly directory: string
  readonly environment: NodeJS.ProcessEnv
  readonly now: Date
  readonly colour: boolean
  /** Somebody watches: what is shown may be drawn anew. */
  readonly isWatched: boolean
  /** What a person watches while it works; silent where nobody watches. */
  readonly progress: Progress
  /** One line that stands until the next, for what has no end to count to; silent where nobody watches. */
  readonly status: (line: string) => void
  /** Of the terminal that is watched. */
  readonly columns: number
  /** Columns of what is printed to; absent where it is no terminal. */
  readonly width?: number | undefined
  readonly print: (text: string) => void
  readonly warn: (text: string) => void
}

/** Told what is under way and how far it is. */
export type Progress = (what: string, done: number, total: number) => void

/** A progress line that redraws itself on a terminal, ten times a second at most. */
export const terminalProgress = (
  stream: NodeJS.WriteStream,
  clock: () => number,
): { show: Progress; status: (line: string) => void; clear: () => void } => {
  let last = 0
  let shown = false
  return {
    show: (what, done, total) => {
      const at = clock()
      if (at - last < 100 && done < total) return
      last = at
      shown = true
      const share = total > 0 ? Math.min(1, done / total) : 0
      const bar = '█'.repeat(Math.round(share * 24)).padEnd(24, '░')
      stream.write(
        `\r${bar} ${what}: ${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}\u001b[K`,
      )
    },
    status: (line) => {
      const at = clock()
      if (at - last < 100) return
      last = at
      shown = true
      stream.write(`\r${line}\u001b[K`)
    },
    clear: () => {
      if (shown) stream.write('\r\u001b[K')
      shown = false
    },
  }
}

/** A day, or a day and a time with its zone: without one it would be another moment on each machine. */
const momentShape = /^(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d))?$/

/** The thirty-first of February is no day, although a `Date` takes it for one of March. */
const isDay = (day: string): boolean => {
  const midnight = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day)
}

/** The moment `--now` names, else the present. Throws through `invalid` for text that is no moment. */
export const momentOf = (values: Values, present: Date, invalid: (text: string) => never): Date => {
  const text = values['now']
  if (typeof text !== 'string') return present
  const day = momentShape.exec(text)?.[1]
  const moment = new Date(text)
  return day !== undefined && isDay(day) && !Number.isNaN(moment.getTime()) ? moment : invalid(text)
}
