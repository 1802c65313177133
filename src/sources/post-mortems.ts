/** Post-mortems that lie in the repository itself, as they stand at a commit. */
import type { Repository } from '../clients/git/repository.ts'
import { compileGlobs } from '../config/glob.ts'

/** More would be an archive of something else. */
const mostFiles = 2_000
const mostBytes = 1024 * 1024

export interface TextFile {
  readonly name: string
  readonly content: string
}

/** Files at a commit whose paths match, in the order of their paths; those too large to be read by people are left out. */
export const filesMatching = async (
  { git, objects }: Pick<Repository, 'git' | 'objects'>,
  commit: string,
  globs: readonly string[],
): Promise<readonly TextFile[]> => {
  if (globs.length === 0) return []
  const matches = compileGlobs(globs)
  const paths = (await git.run(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit]))
    .split('\0')
    .filter((path) => path !== '' && matches(path))
  const found: TextFile[] = []
  for (const path of paths.slice(0, mostFiles)) {
    const file = await objects.read(`${commit}:${path}`)
    if (file?.type === 'blob' && file.content.length <= mostBytes)
      found.push({ name: path, content: file.content.toString('utf8') })
  }
  return found
}
