import { G as ConfigError, K as SourceError } from "./main-gate.js";
import { t as askHealth } from "./drivers-rollouts-instance-health.js";
import { n as readInstance } from "./drivers-rollouts-listing.js";
import { i as verbVariables } from "./drivers-rollouts-exec-verb.js";
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { execFile, spawn } from "node:child_process";

// src/clients/ssh/address.ts
/**
* Reads `host`, `user@host`, `host:port` or `user@host:port`.
* @throws ConfigError for anything else, and for what ssh would take for an option.
*/
const readSshAddress = (text) => {
	const parts = /^(?:(?<user>[\w.][\w.-]*)@)?(?<host>[\w.][\w.-]*)(?::(?<port>\d{1,5}))?$/.exec(text)?.groups;
	const port = parts?.["port"] === void 0 ? null : Number(parts["port"]);
	if (parts?.["host"] === void 0 || port !== null && (port === 0 || port > 65535)) throw new ConfigError(`ssh host: got ${JSON.stringify(text)}, wanted host, user@host or user@host:port`);
	const { host, user = null } = parts;
	return {
		id: port === null ? host : `${host}:${port}`,
		host,
		port,
		user
	};
};

// src/clients/ssh/script.ts
/** What the script answers for itself; the numbers are those of sysexits.h where it has one. */
const remoteCodes = {
	missing: 69,
	unwritable: 73,
	again: 75,
	fenced: 76,
	spoilt: 78
};
/** Output before this line is what the login shell said of its own accord. */
const beginMark = "change-risk-gate:begin";
/** The end of standard error, followed by the exit code: without it, nobody knows what came of the command. */
const endMark = "change-risk-gate:end:";
/** A word that every POSIX shell reads as exactly this text. */
const quoteForShell = (text) => {
	if (text.includes("\0")) throw new TypeError("a NUL character cannot be handed to a shell");
	return `'${text.replaceAll("'", `'\\''`)}'`;
};
/** A file name for any name: service-web; what no file should be called goes by its SHA-256. */
const fileNameOf = (service) => `service-${/^[\w.-]{1,60}$/.test(service) ? service : createHash("sha256").update(service).digest("hex")}`;
const stateFolder = `state=\${XDG_STATE_HOME:-$HOME/.local/state}/change-risk-gate`;
/**
* A script for `sh` that arrives on standard input, which then stays open: when it closes, nobody waits any more, and
* the command is killed. The shell turns itself into `timeout`, so that its own process id is the one to kill.
*/
const remoteScript = ({ command, variables, seconds, fence }) => [
	"{",
	`say() { printf '%s\\n' "$1" >&2; }`,
	`end() { kill "$watcher"; printf '\\n%s%s\\n' ${endMark} "$1" >&2; exit "$1"; }`,
	`need() { command -v "$1" >/dev/null 2>&1 || { say "the program $1 is missing there, install $2"; end ${remoteCodes.missing}; }; }`,
	"exec 3<&0",
	"( while read -r line; do :; done; kill -TERM \"$$\" ) <&3 >/dev/null 2>&1 &",
	"watcher=$!",
	"need timeout coreutils",
	`left=${Math.max(1, Math.ceil(seconds))}`,
	...fence === null ? ["kept=''"] : fenceLines(fence),
	...Object.entries(variables).map(([name, value]) => `export ${name}=${quoteForShell(value)}`),
	`printf '%s\\n' ${beginMark}`,
	`exec timeout -k 2 "$left" sh -c ${quoteForShell(innerScript)} sh "$watcher" ${quoteForShell(command)} "$kept" ${fence?.leaves ?? "nothing"} </dev/null 3<&-`,
	"}",
	""
].join("\n");
/** Runs inside `timeout`, which keeps the lock: what the command leaves behind must not. */
const innerScript = [
	"trap 'exit 1' TERM",
	"sh -c \"$2\" 9>&-",
	"code=$?",
	"if [ \"$code\" = 0 ]; then case $4 in",
	`out-of-rotation) : >"$3.out" || code=${remoteCodes.unwritable};;`,
	"in-rotation) rm -f \"$3.out\";;",
	"esac; fi",
	"kill \"$1\" 2>/dev/null",
	`printf '\\n%s%s\\n' ${endMark} "$code" >&2`,
	"exit \"$code\""
].join("\n");
const fenceLines = ({ service, epoch }) => [
	"need flock util-linux",
	stateFolder,
	`kept=$state/${fileNameOf(service)}`,
	`mkdir -p "$state" && ( : >>"$kept.lock" ) || end ${remoteCodes.unwritable}`,
	"exec 9>>\"$kept.lock\"",
	"begun=$(date +%s)",
	`flock -w "$left" 9 || { say 'an earlier command is still running there'; end ${remoteCodes.again}; }`,
	"left=$((left - $(date +%s) + begun))",
	`[ "$left" -gt 0 ] || { say 'an earlier command took all the time there was'; end ${remoteCodes.again}; }`,
	"seen=0",
	`[ ! -s "$kept.epoch" ] || seen=$(cat "$kept.epoch") || end ${remoteCodes.unwritable}`,
	`case $seen in *[!0-9]*|'') say "$kept.epoch does not hold a number, delete it"; end ${remoteCodes.spoilt};; esac`,
	`[ "$seen" -le ${epoch} ] || { say "epoch $seen acts there, this is epoch ${epoch}"; end ${remoteCodes.fenced}; }`,
	`[ "$seen" -eq ${epoch} ] || { printf '%s\\n' ${epoch} >"$kept.epoch.new" && mv "$kept.epoch.new" "$kept.epoch"; } || end ${remoteCodes.unwritable}`
];
/** Prints `out` where any service's drain has left the machine out of rotation, else `in`. */
const rotationCommand = [
	stateFolder,
	"for mark in \"$state\"/*.out; do",
	"  [ -e \"$mark\" ] && { echo out; exit 0; }",
	"done",
	"echo in"
].join("\n");

// src/clients/ssh/process.ts
/** For connecting and for killing; beyond it nothing is waited for here, and the connection is cut, which kills, too. */
const moreMilliseconds = 4e3;
const mostBytes = 1e6;
/** After the other side said that it is done, its channel closes at once, unless something it started holds it. */
const graceMilliseconds = 3e3;
const leftBehind = "it left a process behind that holds its output; start it with >/dev/null 2>&1 </dev/null, or by a service manager";
/**
* Runs `ssh` with a script on its standard input, which stays open until the end: closing it is what kills the command
* on the other side, also when this process dies.
*/
const runSshProcess = (request) => new Promise((resolve) => {
	const { environment, script, milliseconds, signal } = request;
	if (signal?.aborted) return resolve({
		...unknown,
		why: "stopped before it began"
	});
	const child = spawn("ssh", request.arguments, {
		env: environment,
		stdio: [
			"pipe",
			"pipe",
			"pipe"
		],
		detached: true
	});
	let stdout = "";
	let stderr = "";
	let why = "";
	let grace;
	const stop = (because) => {
		why ||= because;
		child.stdin.destroy();
		child.kill("SIGKILL");
	};
	const start = performance.now();
	const timer = setTimeout(() => stop(noEnd), milliseconds + moreMilliseconds);
	const onStop = () => stop("stopped");
	signal?.addEventListener("abort", onStop, { once: true });
	child.stdout.setEncoding("utf8").on("data", (chunk) => {
		stdout += chunk;
		if (stdout.length > mostBytes) stop("it prints without end");
	});
	child.stderr.setEncoding("utf8").on("data", (chunk) => {
		stderr = (stderr + chunk).slice(-4e3);
		if (stderr.includes("change-risk-gate:end:")) grace ??= setTimeout(() => stop(leftBehind), graceMilliseconds);
	});
	child.stdin.on("error", () => void 0).write(script);
	const end = (code) => {
		clearTimeout(timer);
		clearTimeout(grace);
		signal?.removeEventListener("abort", onStop);
		child.stdin.destroy();
		const isOutOfTime = code === timedOut || performance.now() - start >= milliseconds;
		resolve(resultOf({
			code,
			stdout,
			stderr,
			why,
			isOutOfTime
		}));
	};
	child.on("error", (error) => {
		why ||= error.code === "ENOENT" ? "ssh is not on the PATH, install openssh-client" : error.message;
		end(null);
	});
	child.on("close", end);
	child.on("exit", (code) => {
		grace ??= setTimeout(() => end(code), graceMilliseconds);
	});
});
/** How `timeout` says so; where it had to kill itself along with the command, there is only the clock to go by. */
const timedOut = 124;
const unknown = {
	code: null,
	stdout: "",
	stderr: "",
	why: "",
	isOutOfTime: false
};
const noEnd = "it did not end in time, and whether it was killed nobody can say";
const killed = "it did not end in time, and was killed";
const resultOf = (ended) => {
	const begun = ended.stdout.indexOf(`${beginMark}\n`);
	const stdout = begun < 0 ? "" : ended.stdout.slice(begun + beginMark.length + 1);
	const [words = "", said = ""] = ended.stderr.split(`\n${endMark}`);
	const known = {
		...unknown,
		stdout,
		stderr: words.trim()
	};
	const told = /^(\d{1,3})\n/.exec(said)?.[1];
	if (ended.why !== "") return {
		...known,
		why: ended.why,
		isOutOfTime: ended.why === noEnd
	};
	if (told !== void 0 && ended.code !== timedOut) return {
		...known,
		code: Number(told)
	};
	if (told === String(timedOut)) return {
		...known,
		code: timedOut
	};
	if (begun >= 0 && ended.isOutOfTime) return {
		...known,
		why: killed,
		isOutOfTime: true
	};
	return {
		...known,
		why: "ssh failed"
	};
};

// src/clients/ssh/connections.ts
const connectSeconds = 5;
/** A connection that nobody has used for so long, such as after a crash, ends by itself. */
const idleSeconds = 60;
/** What is left of the 104 to 108 bytes a socket's path may have, after what ssh appends while it makes one. */
const longestFolder = 60;
const openSshConnections = (options) => {
	const sockets = /* @__PURE__ */ new Map();
	let folder;
	const socketOf = (address) => {
		const key = JSON.stringify(address);
		const known = sockets.get(key);
		if (known !== void 0) return known;
		folder ??= mkdtempSync(join(tmpdir().length > longestFolder ? "/tmp" : tmpdir(), "gate-ssh-"));
		const destination = destinationOf(address, options);
		const made = {
			path: join(folder, String(sockets.size)),
			destination
		};
		sockets.set(key, made);
		return made;
	};
	return {
		run: (address, command, signal) => {
			const { path, destination } = socketOf(address);
			return runSshProcess({
				arguments: [
					...optionsOf(options),
					"-S",
					withoutTokens(path),
					...destination,
					"sh"
				],
				environment: options.environment,
				script: remoteScript(command),
				milliseconds: command.seconds * 1e3,
				...signal && { signal }
			});
		},
		close: async () => {
			const open = [...sockets.values()];
			sockets.clear();
			await Promise.all(open.map(({ path, destination }) => hangUp(path, destination, options.environment)));
			if (folder !== void 0) rmSync(folder, {
				recursive: true,
				force: true
			});
			folder = void 0;
		}
	};
};
const destinationOf = ({ host, port, user }, options) => {
	const login = user ?? options.user;
	return [
		...port === null ? [] : ["-p", String(port)],
		...login === void 0 ? [] : ["-l", login],
		"--",
		host
	];
};
/** Nobody is ever asked, nobody unknown is trusted, nothing is forwarded. */
const optionsOf = ({ identityFile, knownHosts, directory }) => {
	const trusted = knownHosts === void 0 ? void 0 : quoted(pathIn(directory, knownHosts));
	return [
		["BatchMode", "yes"],
		["StrictHostKeyChecking", "yes"],
		["UpdateHostKeys", "no"],
		["UserKnownHostsFile", trusted],
		["GlobalKnownHostsFile", trusted && "/dev/null"],
		["IdentityFile", identityFile === void 0 ? void 0 : quoted(pathIn(directory, identityFile))],
		["IdentitiesOnly", identityFile && "yes"],
		["ControlMaster", "auto"],
		["ControlPersist", String(idleSeconds)],
		["ConnectTimeout", String(connectSeconds)],
		["ServerAliveInterval", "5"],
		["ServerAliveCountMax", "3"],
		["ClearAllForwardings", "yes"],
		["ForwardAgent", "no"],
		["ForwardX11", "no"],
		["PermitLocalCommand", "no"],
		["RemoteCommand", "none"],
		["RequestTTY", "no"],
		["LogLevel", "ERROR"]
	].flatMap(([name, value]) => value === void 0 ? [] : ["-o", `${name}=${value}`]);
};
/** ssh itself knows what ~ is. */
const pathIn = (directory, path) => path.startsWith("~") ? path : resolve(directory, path);
const withoutTokens = (path) => path.replaceAll("%", "%%");
const quoted = (path) => `"${withoutTokens(path)}"`;
const hangUp = (path, destination, environment) => new Promise((done) => {
	const asked = [
		"-O",
		"exit",
		"-S",
		withoutTokens(path),
		...destination
	];
	execFile("ssh", asked, {
		env: environment,
		timeout: 5e3
	}, () => done());
});

// src/clients/ssh/failure.ts
const mostCharacters = 200;
/** The last line of what somebody said: there the reason stands. */
const lastWords = (text) => {
	const line = text.trim().split(/\r?\n/).at(-1)?.trim() ?? "";
	return line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
};
/** What ssh's own words mean for somebody who has to mend it. */
const explainSshFailure = ({ id }, result) => {
	const { stderr, why } = result;
	const lasting = (text) => ({
		lasting: true,
		why: `ssh ${id}: ${text}`
	});
	if (why === "it left a process behind that holds its output; start it with >/dev/null 2>&1 </dev/null, or by a service manager") return lasting(why);
	if (/REMOTE HOST IDENTIFICATION HAS CHANGED/i.test(stderr)) return lasting("its host key has changed and it was not logged in to; if the machine was built anew, replace its line in known-hosts, else somebody may be in between");
	if (/host key is known for|Host key verification failed/i.test(stderr)) return lasting("its host key is unknown; check it and add it to known-hosts");
	if (/Permission denied|Too many authentication failures/i.test(stderr)) return lasting(`login refused (${lastWords(stderr)})`);
	if (/not on the PATH/.test(why)) return lasting(why);
	const words = lastWords(stderr);
	return {
		lasting: false,
		why: `ssh ${id}: ${words === "" ? why : `${why}, ${words}`}`
	};
};

// src/drivers/rollouts/ssh-observation.ts
const mostAtOnce = 32;
const observeSeconds = 10;
/**
* Asks the machines, at most 32 side by side. Who does not answer is not healthy and not in rotation.
* @throws SourceError where the whole fleet was asked and no machine could be, for a reason that a person must mend.
*/
const observeHosts = async (observing, signal, ids) => {
	const asked = [...observing.addresses.values()].filter(({ id }) => ids?.includes(id) ?? true);
	const seen = await eachOf(asked, mostAtOnce, (address) => observeHost(observing, address, signal));
	const faults = seen.flatMap(({ fault }) => fault ?? []);
	if (ids === void 0 && faults.length > 0 && faults.length === seen.length) throw new SourceError(faults.length === 1 ? faults[0] : `none of ${seen.length} machines could be asked; first: ${faults[0]}`);
	return seen.map(({ instance }) => instance);
};
const observeHost = async (observing, address, signal) => {
	const { targets, connections } = observing;
	const result = await connections.run(address, {
		command: targets.observe ?? rotationCommand,
		variables: { GATE_INSTANCE: address.id },
		seconds: observeSeconds,
		fence: null
	}, signal);
	if (result.code === null) {
		const { lasting, why } = explainSshFailure(address, result);
		return unanswered(address, lasting ? why : null);
	}
	if (result.code !== 0) return unanswered(address, `observe ${address.id}: exit code ${result.code}, ${lastWords(result.stderr) || "without a word"}`);
	return targets.observe === void 0 ? observePage(observing, address, result.stdout.trim() === "in", signal) : readAnswer(address, result.stdout);
};
const unanswered = ({ id }, fault) => ({
	instance: {
		id,
		version: "",
		healthy: false,
		inRotation: false
	},
	fault
});
const readAnswer = (address, answer) => {
	const where = `observe ${address.id}`;
	try {
		return {
			instance: readInstance(parseJson(answer, where), where, address.id),
			fault: null
		};
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		return unanswered(address, error.message);
	}
};
const parseJson = (text, where) => {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new SourceError(`${where}: wanted one JSON object, got ${JSON.stringify(text.slice(0, 80))}`, { cause });
	}
};
/** Without a command, its health page tells how it is, and what our own last drain or restore left tells the rest. */
const observePage = async ({ targets, surroundings }, { id, host }, inRotation, signal) => {
	const { health } = surroundings;
	const origin = `http://${host}`;
	const [page] = await askHealth([origin], {
		health,
		zoneKey: targets["zone-label"],
		signal
	});
	const isUnclear = page.healthy && page.version === "";
	return {
		instance: {
			id,
			inRotation,
			...page,
			healthy: page.healthy && !isUnclear
		},
		fault: isUnclear ? `${origin}${health.path} answers as if healthy and does not say which version runs (health.version: ${health.version})` : null
	};
};
/** In the order of the items; so many at once at most. */
const eachOf = async (items, most, ask) => {
	const values = [];
	let next = 0;
	const work = async () => {
		while (next < items.length) {
			const at = next++;
			values[at] = await ask(items[at]);
		}
	};
	await Promise.all(Array.from({ length: Math.min(most, items.length) }, work));
	return values;
};

// src/drivers/rollouts/ssh-verb.ts
/**
* Runs a command of the plan on a machine: with the variables of every verb, one at a time for each service, and never
* for an older epoch than the machine has seen.
*/
const runSshVerb = async ({ connections, clock }, verb, context) => {
	const seconds = (context.deadline - clock.now()) / 1e3;
	if (seconds <= 0) return {
		outcome: "busy",
		why: `${verb.name} ${verb.id}: its deadline had passed`
	};
	const fence = {
		service: serviceOf(context.operation),
		epoch: context.epoch
	};
	const result = await connections.run(verb.address, {
		command: verb.command,
		variables: {
			...verbVariables(verb.id, context),
			...verb.force !== void 0 && { GATE_FORCE: verb.force ? "true" : "false" }
		},
		seconds,
		fence: verb.leaves === void 0 ? fence : {
			...fence,
			leaves: verb.leaves
		}
	}, context.signal);
	return judge(verb, result);
};
/** Operations are called web/7/12: the service, its rollout, the work. */
const serviceOf = (operation) => operation.split("/")[0];
const judge = (verb, result) => {
	const { name, id, address } = verb;
	const { code, stderr } = result;
	if (code === 0) return { outcome: "done" };
	if (code === null) {
		if (result.isOutOfTime) return {
			outcome: name === "drain" ? "busy" : "again",
			why: `${name} ${id}: ${result.why}`
		};
		const { lasting, why } = explainSshFailure(address, result);
		return {
			outcome: lasting ? "failed" : "again",
			why: `${name}: ${why}`
		};
	}
	const words = lastWords(stderr);
	const said = words === "" ? "" : `: ${words}`;
	if (code === remoteCodes.fenced) return {
		outcome: "failed",
		why: `${name} ${id}: a newer coordinator has taken over${said}`
	};
	if (code === remoteCodes.again) return {
		outcome: "again",
		why: `${name} ${id}: asked to try again${said}`
	};
	return {
		outcome: "failed",
		why: `${name} ${id}: exit code ${code}${said}`
	};
};

// src/drivers/rollouts/ssh.ts
/**
* Machines reached over ssh, a command a verb; the id of an instance is its host as the plan writes it, without user.
* A machine refuses commands of an older epoch by itself.
* @throws ConfigError for a host that cannot be read or comes twice.
*/
const openSsh = (targets, surroundings) => {
	const addresses = readHosts(targets.hosts);
	const connections = openSshConnections({
		user: targets.user,
		identityFile: targets["identity-file"],
		knownHosts: targets["known-hosts"],
		directory: surroundings.directory,
		environment: surroundings.environment
	});
	const reach = {
		connections,
		clock: surroundings.clock
	};
	const verb = (asked) => async (id, context) => {
		const address = addresses.get(id);
		return address === void 0 ? {
			outcome: "failed",
			why: `${id} is not among targets.hosts`
		} : runSshVerb(reach, {
			...asked,
			id,
			address
		}, context);
	};
	const drain = targets.drain;
	const restore = targets.restore ?? (drain === void 0 ? void 0 : ":");
	const handOver = targets["hand-over"];
	return {
		capabilities: {
			drains: drain !== void 0,
			fenced: true,
			settleSeconds: 0
		},
		observe: (signal, ids) => observeHosts({
			targets,
			addresses,
			connections,
			surroundings
		}, signal, ids),
		drain: async (id, context) => drain === void 0 ? done : verb({
			name: "drain",
			command: drain,
			leaves: "out-of-rotation",
			force: context.force
		})(id, context),
		restart: verb({
			name: "restart",
			command: targets.restart
		}),
		restore: async (id, context) => restore === void 0 ? done : verb({
			name: "restore",
			command: restore,
			leaves: "in-rotation"
		})(id, context),
		...handOver !== void 0 && { handOver: verb({
			name: "hand-over",
			command: handOver
		}) },
		close: connections.close
	};
};
const done = { outcome: "done" };
const readHosts = (hosts) => {
	const addresses = /* @__PURE__ */ new Map();
	for (const address of hosts.map(readSshAddress)) {
		if (addresses.has(address.id)) throw new ConfigError(`targets.hosts: ${address.id} comes twice, wanted every machine once`);
		addresses.set(address.id, address);
	}
	return addresses;
};

export { openSsh };
