/** Files of incidents in a checkout: committed, or fetched by an earlier step of the job. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { compileGlobs } from '../config/glob.ts'
import type { TextFile } from './post-mortems.ts'
import { textContent } from './text-content.ts'

/** More would be an archive of something else. */
const mostFiles = 2_000
/** An export of 10,000 incidents with their texts. */
const mostBytes = 64 * 1024 * 1024
const mostFolders = 20_000
/** Never the work of a team, and often the most of a checkout. */
const skipped: ReadonlySet<string> = new Set(['.git', 'node_modules'])

export interface FoundFiles {
  readonly files: readonly TextFile[]
  /** One sentence for each pattern or file that gave nothing: where, what, the mend. */
  readonly unusable: readonly string[]
}

/** The folder that every match of a glob is in. */
const rootOf = (glob: string): string => {
  const folders = glob.replace(/^\/+/, '').split('/').slice(0, -1)
  const wild = folders.findIndex((folder) => /[*?[\]{}!()]/.test(folder))
  return (wild < 0 ? folders : folders.slice(0, wild)).join('/')
}

/** Files below a folder, as paths from the checkout; links are not followed, for they may lead out of it. */
const filesBelow = async (directory: string, folder: string): Promise<readonly string[]> => {
  const found: string[] = []
  const waiting = [folder]
  for (let seen = 0; waiting.length > 0 && seen < mostFolders; seen += 1) {
    const next = waiting.pop()!
    const entries = await readdir(join(directory, next), { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const path = next === '' ? entry.name : `${next}/${entry.name}`
      if (entry.isFile()) found.push(path)
      else if (entry.isDirectory() && !skipped.has(entry.name)) waiting.push(path)
    }
  }
  return found
}

const read = async (directory: string, path: string): Promise<TextFile | string> => {
  const { size } = await stat(join(directory, path))
  if (size > mostBytes)
    return `${path}: holds ${Math.round(size / 1024 / 1024)} MB, 64 are read at most; split it, or export less of the past`
  return { name: path, content: textContent(await readFile(join(directory, path))) }
}

/** The files of a checkout that match, in the order of their paths; a pattern that matches none is told. */
export const incidentFiles = async (directory: string, globs: readonly string[]): Promise<FoundFiles> => {
  const files: TextFile[] = []
  const unusable: string[] = []
  const seen = new Set<string>()
  for (const glob of globs) {
    const matches = compileGlobs([glob])
    const paths = (await filesBelow(directory, rootOf(glob))).filter(matches).sort()
    if (paths.length === 0)
      unusable.push(`${glob}: matches no file of the checkout; fetch it in an earlier step, or mend the path`)
    for (const path of paths.filter((each) => !seen.has(each)).slice(0, mostFiles)) {
      seen.add(path)
      try {
        const file = await read(directory, path)
        if (typeof file === 'string') unusable.push(file)
        else files.push(file)
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause)
        unusable.push(`${path}: cannot be read (${why}); export it again`)
      }
    }
    if (paths.length > mostFiles)
      unusable.push(
        `${glob}: matches ${paths.length} files, of which the first ${mostFiles} are read; say more closely which`,
      )
  }
  return { files, unusable }
}
