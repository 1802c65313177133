import { createHash } from 'node:crypto'

/** What runs on the other machine around a command of the plan: variables, fence, deadline, and an honest end. */

export interface RemoteCommand {
  /** For `sh` of the machine; may hold anything but NUL. */
  readonly command: string
  readonly variables: Readonly<Record<string, string>>
  /** After so many seconds, waiting for the lock included, it and all it started are killed. */
  readonly seconds: number
  /** Null for what only looks: it waits for nobody and is never refused. */
  readonly fence: Fence | null
}

/** One service's lock and highest epoch on that machine: whoever comes with an older epoch is refused. */
export interface Fence {
  readonly service: string
  readonly epoch: number
  /** What is remembered when the command succeeds: the machine is out of rotation, or back in. */
  readonly leaves?: 'out-of-rotation' | 'in-rotation'
}

/** What the script answers for itself; the numbers are those of sysexits.h where it has one. */
export const remoteCodes = { missing: 69, unwritable: 73, again: 75, fenced: 76, spoilt: 78 } as const

/** Output before this line is what the login shell said of its own accord. */
export const beginMark = 'change-risk-gate:begin'
/** The end of standard error, followed by the exit code: without it, nobody knows what came of the command. */
export const endMark = 'change-risk-gate:end:'

/** A word that every POSIX shell reads as exactly this text. */
export const quoteForShell = (text: string): string => {
  if (text.includes('\0')) throw new TypeError('a NUL character cannot be handed to a shell')
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** A file name for any name: service-web; what no file should be called goes by its SHA-256. */
const fileNameOf = (service: string): string =>
  `service-${/^[\w.-]{1,60}$/.test(service) ? service : createHash('sha256').update(service).digest('hex')}`

const stateFolder = `state=\${XDG_STATE_HOME:-$HOME/.local/state}/change-risk-gate`

/**
 * A script for `sh` that arrives on standard input, which then stays open: when it closes, nobody waits any more, and
 * the command is killed. The shell turns itself into `timeout`, so that its own process id is the one to kill.
 */
export const remoteScript = ({ command, variables, seconds, fence }: RemoteCommand): string =>
  [
    '{',
    `say() { printf '%s\\n' "$1" >&2; }`,
    `end() { kill "$watcher"; printf '\\n%s%s\\n' ${endMark} "$1" >&2; exit "$1"; }`,
    `need() { command -v "$1" >/dev/null 2>&1 || { say "the program $1 is missing there, install $2"; end ${remoteCodes.missing}; }; }`,
    'exec 3<&0',
    // Only a shell's own reading: a program started for it would outlive the shell that waits for it.
    '( while read -r line; do :; done; kill -TERM "$$" ) <&3 >/dev/null 2>&1 &',
    'watcher=$!',
    'need timeout coreutils',
    `left=${Math.max(1, Math.ceil(seconds))}`,
    ...(fence === null ? ["kept=''"] : fenceLines(fence)),
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${quoteForShell(value)}`),
    `printf '%s\\n' ${beginMark}`,
    `exec timeout -k 2 "$left" sh -c ${quoteForShell(innerScript)} sh "$watcher" ${quoteForShell(command)} "$kept" ${fence?.leaves ?? 'nothing'} </dev/null 3<&-`,
    '}',
    '',
  ].join('\n')

/** Runs inside `timeout`, which keeps the lock: what the command leaves behind must not. */
const innerScript = [
  // Stays until the command is gone, so that `timeout` sees whether it went, and ends without a mark.
  "trap 'exit 1' TERM",
  'sh -c "$2" 9>&-',
  'code=$?',
  'if [ "$code" = 0 ]; then case $4 in',
  `out-of-rotation) : >"$3.out" || code=${remoteCodes.unwritable};;`,
  'in-rotation) rm -f "$3.out";;',
  'esac; fi',
  'kill "$1" 2>/dev/null',
  `printf '\\n%s%s\\n' ${endMark} "$code" >&2`,
  'exit "$code"',
].join('\n')

const fenceLines = ({ service, epoch }: Fence): readonly string[] => [
  'need flock util-linux',
  stateFolder,
  `kept=$state/${fileNameOf(service)}`,
  `mkdir -p "$state" && ( : >>"$kept.lock" ) || end ${remoteCodes.unwritable}`,
  'exec 9>>"$kept.lock"',
  'begun=$(date +%s)',
  `flock -w "$left" 9 || { say 'an earlier command is still running there'; end ${remoteCodes.again}; }`,
  'left=$((left - $(date +%s) + begun))',
  `[ "$left" -gt 0 ] || { say 'an earlier command took all the time there was'; end ${remoteCodes.again}; }`,
  'seen=0',
  `[ ! -s "$kept.epoch" ] || seen=$(cat "$kept.epoch") || end ${remoteCodes.unwritable}`,
  `case $seen in *[!0-9]*|'') say "$kept.epoch does not hold a number, delete it"; end ${remoteCodes.spoilt};; esac`,
  `[ "$seen" -le ${epoch} ] || { say "epoch $seen acts there, this is epoch ${epoch}"; end ${remoteCodes.fenced}; }`,
  `[ "$seen" -eq ${epoch} ] || { printf '%s\\n' ${epoch} >"$kept.epoch.new" && mv "$kept.epoch.new" "$kept.epoch"; } || end ${remoteCodes.unwritable}`,
]

/** Prints `out` where any service's drain has left the machine out of rotation, else `in`. */
export const rotationCommand = [
  stateFolder,
  'for mark in "$state"/*.out; do',
  '  [ -e "$mark" ] && { echo out; exit 0; }',
  'done',
  'echo in',
].join('\n')
