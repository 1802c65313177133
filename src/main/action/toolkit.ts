/** What the Action tells the runner: log, masks, outputs, summary. The only place that writes where the runner reads. */
import { randomUUID } from 'node:crypto'
import { appendFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SourceError } from '../../domain/errors.ts'
import { outputText } from './output-file.ts'
import { fitSummary } from './summary.ts'
import { type Annotation, annotationLine, commandLine, logLines } from './workflow-commands.ts'

export interface Toolkit {
  /** Hides texts in everything the job shows from here on; call it with every token before anything else. */
  readonly mask: (secrets: readonly string[]) => void
  /** Plain lines; nothing in them is obeyed by the runner. */
  readonly log: (text: string) => void
  /** Shown only where somebody asked for debug logging. */
  readonly debug: (text: string) => void
  /** Ten of each level are shown per step. */
  readonly annotate: (annotation: Annotation) => void
  /** Folds what is logged from here on away under a title, after the fold before; null ends it. The runner knows no folds in folds. */
  readonly fold: (title: string | null) => void
  /** All outputs in one write. Throws SourceError where the file cannot be written. */
  readonly setOutputs: (outputs: Readonly<Record<string, string>>) => Promise<void>
  /** Appends to the job summary, cut at a line where GitHub would drop it. Throws SourceError. */
  readonly addSummary: (markdown: string) => Promise<void>
  /** Writes JSON into the job's own folder and answers its path. Throws SourceError. */
  readonly writeResult: (value: unknown) => Promise<string>
}

/** Where the runner reads; `write` is standard output. */
export interface Places {
  readonly outputFile: string | null
  readonly summaryFile: string | null
  readonly temporaryFolder: string
  readonly write: (text: string) => void
}

const written = async (what: string, writing: () => Promise<void>): Promise<void> => {
  try {
    await writing()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new SourceError(
      `${what}: cannot be written (${code}); the runner's disk may be full or read-only`,
      {
        cause: error,
      },
    )
  }
}

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size
  } catch {
    return 0
  }
}

/** How git and HTTP send a token besides itself: as Basic authorization. */
const encoded = (secret: string): string => Buffer.from(`x-access-token:${secret}`).toString('base64')

export const openToolkit = ({ outputFile, summaryFile, temporaryFolder, write }: Places): Toolkit => {
  const line = (text: string): void => write(`${text}\n`)
  let folded: string | null = null
  return {
    mask: (secrets) => {
      const texts = secrets
        .filter((secret) => secret.trim() !== '')
        .flatMap((secret) => [...secret.split(/[\r\n]+/), encoded(secret)])
        .filter((text) => text.trim() !== '')
      for (const text of new Set(texts)) line(commandLine('add-mask', text))
    },
    log: (text) => line(logLines(text)),
    debug: (text) => line(commandLine('debug', text)),
    annotate: (annotation) => line(annotationLine(annotation)),
    fold: (title) => {
      if (title === folded) return
      if (folded !== null) line(commandLine('endgroup'))
      if (title !== null) line(commandLine('group', title))
      folded = title
    },
    setOutputs: async (outputs) => {
      if (outputFile === null) return
      const text = outputText(outputs, `delimiter-${randomUUID()}`)
      await written('the outputs at GITHUB_OUTPUT', () => appendFile(outputFile, text))
    },
    addSummary: async (markdown) => {
      if (summaryFile === null) return
      const text = fitSummary(markdown, await sizeOf(summaryFile))
      await written('the summary at GITHUB_STEP_SUMMARY', () => appendFile(summaryFile, text))
    },
    writeResult: async (value) => {
      const path = join(temporaryFolder, `change-risk-${randomUUID()}.json`)
      await written('the result in RUNNER_TEMP', () =>
        writeFile(path, `${JSON.stringify(value)}\n`, { flag: 'wx' }),
      )
      return path
    },
  }
}
