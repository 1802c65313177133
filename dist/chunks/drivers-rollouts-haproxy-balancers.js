import { G as ConfigError, K as SourceError } from "./main-gate.js";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { connect } from "node:net";

// src/clients/haproxy/failure.ts
/** A load balancer did not do as asked. */
var HaproxyError = class extends SourceError {
	failure;
	constructor(failure, message, options) {
		super(message, options);
		this.failure = failure;
	}
};

// src/clients/haproxy/answers.ts
/** In `srv_admin_state`: SRV_ADMF_CMAINT. */
const disabledByConfiguration = 4;
/** Reads `show stat`: the servers of this backend. @returns null where it is none. */
const parseServers = (text, backend) => {
	const [header, ...rows] = csvRows(text);
	if (header?.[0] !== "# pxname") return null;
	const columns = new Map(header.map((name, at) => [name, at]));
	if (![
		"svname",
		"type",
		"status",
		"scur",
		"weight",
		"sid",
		"hrsp_5xx",
		"econ",
		"eresp"
	].every((column) => columns.has(column))) return null;
	return rows.flatMap((cells) => {
		const row = (column) => cells[columns.get(column) ?? -1] ?? "";
		return row("type") === "2" && row("# pxname") === backend ? [toServer(row)] : [];
	});
};
const toServer = (row) => {
	const count = (column) => Number(row(column)) || 0;
	return {
		name: row("svname"),
		number: row("sid"),
		status: row("status"),
		check: row("check_status").replace(/^\* /, ""),
		weight: count("weight"),
		sessions: count("scur"),
		queued: count("qcur"),
		hasCookie: row("cookie") !== "",
		counts: {
			responses: [
				"2xx",
				"3xx",
				"4xx",
				"5xx",
				"other"
			].reduce((sum, kind) => sum + count(`hrsp_${kind}`), 0),
			responses5xx: count("hrsp_5xx"),
			failedConnections: count("econ"),
			failedResponses: count("eresp"),
			serverAborts: count("srv_abrt")
		}
	};
};
/** Reads `show servers state`. @returns null where it is none. */
const parsePlaces = (text) => {
	const lines = text.split("\n");
	const header = lines.find((line) => line.startsWith("# be_id"));
	if (header === void 0) return null;
	const columns = new Map(header.slice(2).split(" ").map((name, at) => [name, at]));
	if (![
		"srv_name",
		"srv_addr",
		"srv_port"
	].every((column) => columns.has(column))) return null;
	return lines.slice(lines.indexOf(header) + 1).flatMap((line) => {
		if (line.trim() === "") return [];
		const cells = line.split(" ");
		const cell = (column) => cells[columns.get(column) ?? -1] ?? "";
		const told = (column) => cell(column) === "-" ? "" : cell(column);
		return [{
			name: cell("srv_name"),
			address: cell("srv_addr"),
			port: Number(cell("srv_port")) || 0,
			domain: told("srv_fqdn"),
			checkAddress: told("srv_check_addr"),
			checkPort: Number(told("srv_check_port")) || 0,
			usesTls: cell("srv_use_ssl") === "1",
			isDisabled: (Number(cell("srv_admin_state")) & disabledByConfiguration) !== 0
		}];
	});
};
/** Reads the number of the backend out of `show servers state`. @returns null where nothing tells it. */
const parseBackendNumber = (text) => /^# be_id .*\n(\d+) /m.exec(text)?.[1] ?? null;
/** Reads the number of the process out of `show info`: another one after every reload. @returns null without one. */
const parseProcess = (text) => {
	const [, pid] = /^Pid: (\d+)$/m.exec(text) ?? [];
	return pid === void 0 ? null : Number(pid);
};
/** Reads `show table`: the names of all stick tables, each that of the section it stands in. @returns null where it is none. */
const parseTables = (text) => {
	const lines = text.split("\n").filter((line) => line.trim() !== "");
	const names = lines.flatMap((line) => /^# table: ([^,]+),/.exec(line)?.[1] ?? []);
	return names.length === lines.length ? names : null;
};
/** Rows of cells. Almost no row is quoted, and ten thousand are read several times a second. */
const csvRows = (text) => {
	if (!text.includes("\"")) return text.split("\n").flatMap((line) => line === "" ? [] : [line.split(",")]);
	const rows = [[]];
	const cell = /(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n|$)/gy;
	for (let found = cell.exec(text); found !== null && cell.lastIndex <= text.length; found = cell.exec(text)) {
		rows.at(-1).push(found[1]?.replaceAll("\"\"", "\"") ?? found[2] ?? "");
		if (found[3] === "\n") rows.push([]);
		if (found[3] === "") break;
	}
	return rows.filter((row) => row.length > 1);
};

// src/clients/haproxy/socket.ts
/** Ten thousand servers answer five million characters. */
const mostCharacters = 64e6;
/** HAProxy serves ten runtime connections at a time unless told otherwise, and others want some, too. */
const mostAtOnce = 4;
/** While HAProxy is reloaded its socket may be gone for a moment. */
const pausesBeforeRetryMilliseconds = [
	40,
	120,
	300
];
const passing = [
	"ECONNREFUSED",
	"ENOENT",
	"EAGAIN",
	"ECONNRESET",
	"EPIPE"
];
/**
* Opens `place`: a path, host:port or [IPv6]:port. Nothing is connected yet; a command takes at most `milliseconds`.
* Commands must be harmless to repeat: an answer that broke off is asked for again.
*/
const openSocket = (place, milliseconds) => {
	const target = targetOf(place);
	const queue = [];
	let underWay = 0;
	const takeTurn = () => {
		if (underWay++ < mostAtOnce) return void 0;
		return new Promise((resolve) => queue.push(resolve));
	};
	const endTurn = () => {
		underWay--;
		queue.shift()?.();
	};
	return async (command, { signal, unsent } = {}) => {
		await takeTurn();
		try {
			const end = performance.now() + milliseconds;
			for (const wait of [...pausesBeforeRetryMilliseconds, null]) {
				if (unsent?.aborted) throw failureOf(place, command, /* @__PURE__ */ new Error("it was stopped before it was sent"));
				const answer = await askOnce(target, command, end - performance.now(), signal);
				if (answer.outcome === "answered") return answer.text;
				if (wait === null || !answer.mayPass || performance.now() + wait > end || signal?.aborted) throw failureOf(place, command, answer.cause);
				await setTimeout$1(wait);
			}
			throw new Error("unreachable: the last round answers or throws");
		} finally {
			endTurn();
		}
	};
};
const targetOf = (place) => {
	if (place.startsWith("/")) return { path: place };
	const [, host, port] = /^(.+):(\d{1,5})$/.exec(place) ?? [];
	const number = Number(port);
	if (host === void 0 || !(number > 0 && number < 65536)) throw new HaproxyError("unknown", `${place}: no socket; wanted a path like /run/haproxy.sock or host:port`);
	return {
		host: host.replace(/^\[(.*)\]$/, "$1"),
		port: number
	};
};
const askOnce = (target, command, milliseconds, signal) => new Promise((resolve) => {
	const chunks = [];
	let length = 0;
	const socket = connect(target);
	const conclude = (answer) => {
		clearTimeout(timer);
		signal?.removeEventListener("abort", stop);
		socket.destroy();
		resolve(answer);
	};
	const fail = (cause) => conclude({
		outcome: "failed",
		mayPass: passing.includes(codeOf(cause)),
		cause
	});
	const stop = () => fail(/* @__PURE__ */ new Error("stopped"));
	const timer = setTimeout(() => fail(/* @__PURE__ */ new Error(`no whole answer within ${Math.round(milliseconds / 100) / 10} s`)), Math.max(0, milliseconds));
	signal?.addEventListener("abort", stop, { once: true });
	if (signal?.aborted) return stop();
	socket.setEncoding("utf8");
	socket.on("connect", () => socket.write(`${command}\n`));
	socket.on("data", (chunk) => {
		chunks.push(chunk);
		length += chunk.length;
		if (length > mostCharacters) fail(/* @__PURE__ */ new Error("its answer has no end"));
	});
	socket.on("end", () => {
		const text = chunks.join("");
		if (isWhole(text, command)) conclude({
			outcome: "answered",
			text
		});
		else conclude({
			outcome: "failed",
			mayPass: true,
			cause: /* @__PURE__ */ new Error("the answer broke off")
		});
	});
	socket.on("error", fail);
});
/** Even the shortest answer has its empty line; without it, HAProxy went away. */
const isWhole = (text, command) => text.endsWith("\n") && (!command.includes(";") || parted(text)[1] !== "");
/** The answers to two commands. */
const parted = (text) => {
	const end = text.indexOf("\n\n");
	return end === -1 ? [text, ""] : [text.slice(0, end + 1), text.slice(end + 2)];
};
const codeOf = (cause) => typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
const failureOf = (place, command, cause) => {
	const code = codeOf(cause);
	const why = {
		ENOENT: `no such socket; is HAProxy running with "stats socket ${place} level admin"?`,
		ECONNREFUSED: `nobody listens; is HAProxy running with "stats socket ${bound(place)} level admin"?`,
		EACCES: "this user may not open it; set \"user\", \"group\" or \"mode\" of that \"stats socket\" line"
	}[code] ?? (cause instanceof Error ? cause.message : String(cause));
	return new HaproxyError(code === "EACCES" ? "denied" : "unreachable", `haproxy ${place}: "${command}" was not answered: ${why}`, { cause });
};
/** How the place is spelled in HAProxy's configuration. */
const bound = (place) => place.startsWith("/") ? place : `ipv4@${place}`;

// src/clients/haproxy/runtime.ts
const commandMilliseconds = 5e3;
/** What HAProxy lets a backend or server be called; anything else could be another command. */
const namePattern = /^[\w.:-]{1,200}$/;
const isHaproxyName = (name) => namePattern.test(name);
/** @throws HaproxyError where the place or the name of the backend cannot be one. */
const openRuntime = (place, backend) => {
	const ask = openSocket(place, commandMilliseconds);
	const named = (name) => {
		if (isHaproxyName(name)) return name;
		throw new HaproxyError("unknown", `haproxy ${place}: no name in HAProxy: ${JSON.stringify(name)}`);
	};
	named(backend);
	const inquire = async (command, parse, signal) => {
		const text = await ask(command, { signal });
		const value = parse(text);
		if (value !== null) return value;
		throw refusalOf(place, command, text.trim());
	};
	const order = async (command, unsent) => {
		const text = (await ask(command, { unsent })).trim();
		if (text !== "") throw refusalOf(place, command, text);
	};
	const server = (name) => `${backend}/${named(name)}`;
	/**
	* What `show stat` is asked for. A name means the frontend where one is called like the backend, and then only the
	* backend's number tells them apart; a reload may change it.
	*/
	let proxy = backend;
	const servers = (number, signal) => inquire(`show stat ${proxy} 4 ${named(number)}`, (text) => parseServers(text, backend), signal);
	const look = async (number, signal) => {
		const command = `show info;show stat ${proxy} 4 ${named(number)}`;
		const [info, stat] = parted(await ask(command, { signal }));
		const process = parseProcess(info);
		const servers = parseServers(stat, backend);
		if (process !== null && servers !== null) return {
			process,
			servers
		};
		throw refusalOf(place, command, (process === null ? info : stat).trim());
	};
	const learnProxy = async (signal) => {
		const text = await ask(`show servers state ${backend}`, { signal });
		proxy = parseBackendNumber(text) ?? backend;
	};
	return {
		place,
		servers: async (number = "-1", signal) => {
			const found = await servers(number, signal);
			if (found.length > 0) return found;
			await learnProxy(signal);
			return servers(number, signal);
		},
		look: async (number = "-1", signal) => {
			const found = await look(number, signal);
			if (found.servers.length > 0) return found;
			await learnProxy(signal);
			return look(number, signal);
		},
		places: (signal) => inquire(`show servers state ${backend}`, parsePlaces, signal),
		process: (signal) => inquire("show info", parseProcess, signal),
		tables: () => inquire("show table", parseTables),
		setState: async (name, state, unsent) => order(`set server ${server(name)} state ${state}`, unsent),
		forgetChecks: async (name, unsent) => order(`set server ${server(name)} health down`, unsent),
		shutDownSessions: async (name, unsent) => order(`shutdown sessions server ${server(name)}`, unsent)
	};
};
const refusalOf = (place, command, answer) => {
	const said = answer.split("\n", 1)[0].slice(0, 200);
	const where = `haproxy ${place}: "${command}"`;
	if (/permission denied/i.test(answer)) return new HaproxyError("denied", `${where} was refused: ${said}; write "stats socket ${place} level admin" in its configuration`);
	if (/no such (?:backend|server|proxy)|can't find backend/i.test(answer)) return new HaproxyError("unknown", `${where} was refused: ${said}; every load balancer must have the backend and servers of the plan`);
	return new HaproxyError("rubbish", `${where} answered ${JSON.stringify(said)}`);
};

// src/clients/haproxy/server-state.ts
/** New requests are sent to it. */
const isServing = ({ status, weight }) => /^(?:UP|no check)\b/.test(status) && weight > 0;
/** Somebody took it out altogether: it gets nothing, not even checks. */
const isInMaintenance = ({ status }) => status.startsWith("MAINT");
/** It finishes what it has and gets nothing new; checks go on. A server that is also DOWN says only that. */
const isDraining = ({ status }) => status.startsWith("DRAIN");
const isDown = ({ status }) => status.startsWith("DOWN");
/** It has a check of its own; without one nothing can be waited for. */
const isChecked = ({ check }) => check !== "";
const passed = /^L\dOK/;
/**
* The load balancer finds it well. Out of rotation, that is the last check itself: nobody else would notice that it
* fails. In rotation, HAProxy's own judgement over several checks.
*/
const checkPasses = (server) => {
	if (isInMaintenance(server) || isDown(server)) return false;
	if (!isChecked(server) || isServing(server)) return true;
	return !/\d\/\d/.test(server.status) && passed.test(server.check);
};

// src/drivers/rollouts/haproxy-memory.ts
const outFrom = (process, known) => {
	if (known?.state !== "in") return known?.state ?? "out";
	return known.process === process ? "out" : "out by reload";
};
/**
* Tells what somebody has taken out from what a reload has: a server-state file that was not written anew before it
* brings back what was true when it was.
*/
const rotationMemory = () => {
	const last = /* @__PURE__ */ new Map();
	return {
		note: (process, servers, look) => {
			for (const server of servers) {
				if (isDown(server)) continue;
				const known = last.get(server.name);
				if (known !== void 0 && look < known.look) continue;
				const state = isDraining(server) || isInMaintenance(server) ? outFrom(process, known) : "in";
				last.set(server.name, {
					process,
					look,
					state
				});
			}
		},
		isOutByReload: (server) => last.get(server)?.state === "out by reload"
	};
};

// src/drivers/rollouts/haproxy-balancers.ts
/** From so many on, or from so large a part on, reading the whole backend once is cheaper than asking for every server. */
const fewServers = 8;
const largePart = 1 / 8;
/** @throws ConfigError where the plan's backend cannot be HAProxy's. */
const openBalancers = (targets) => {
	const { backend, socket } = targets;
	if (!isHaproxyName(backend)) throw new ConfigError(`targets.backend: got ${JSON.stringify(backend)}, wanted a backend as HAProxy names them (letters, digits, - _ . :)`);
	return [...new Set([socket].flat())].map((place) => balancerOf(openRuntime(place, backend), backend));
};
const balancerOf = (runtime, backend) => {
	const numbers = /* @__PURE__ */ new Map();
	const memory = rotationMemory();
	let looks = 0;
	/** What the process of this number was configured with. */
	let configured = {
		process: 0,
		hasTable: false
	};
	const remember = (servers) => {
		for (const { name, number } of servers) numbers.set(name, number);
		return servers;
	};
	const servers = async (number, signal) => remember(await runtime.servers(number, signal));
	const sights = async (number, signal) => {
		const look = ++looks;
		const { servers, process } = await runtime.look(number, signal);
		memory.note(process, servers, look);
		if (configured.process !== process) configured = {
			process,
			hasTable: (await runtime.tables()).includes(backend)
		};
		const { hasTable } = configured;
		return remember(servers).map((server) => ({
			server,
			process,
			isSticky: hasTable || server.hasCookie
		}));
	};
	const readNamed = async (names) => {
		if (names.length > fewServers || names.length > 1 && names.length >= numbers.size * largePart || !names.every((name) => numbers.has(name))) return sights();
		const found = (await Promise.all(names.map((name) => sights(numbers.get(name))))).flat();
		return names.every((name) => found.some(({ server }) => server.name === name)) ? found : sights();
	};
	const look = sharing(async (names) => {
		const found = await readNamed(names);
		return new Map(found.map((sight) => [sight.server.name, sight]));
	});
	return {
		...runtime,
		servers,
		look: async (name) => {
			const sight = (await look(name)).get(name);
			if (sight !== void 0) return sight;
			throw new HaproxyError("unknown", `haproxy ${runtime.place}: no server ${name}; every load balancer must have the servers of the plan`);
		},
		lookAtAll: (signal) => sights("-1", signal),
		isOutByReload: memory.isOutByReload
	};
};
/** Many ask for one thing at a time; what is asked while a reading is under way is answered by the next. */
const sharing = (read) => {
	let waiting = /* @__PURE__ */ new Set();
	let next = null;
	let current = Promise.resolve();
	return (name) => {
		waiting.add(name);
		next ??= current.then(() => {
			const names = [...waiting];
			waiting = /* @__PURE__ */ new Set();
			next = null;
			const reading = read(names);
			current = reading.catch(() => void 0);
			return reading;
		});
		return next;
	};
};
/** Where a server answers checks: its own address, unless the configuration gives checks another. */
const healthOriginOf = (place) => {
	const host = place.checkAddress === "" ? place.address : place.checkAddress;
	const port = place.checkPort === 0 ? place.port : place.checkPort;
	if (!isAddress(host) || port === 0) return null;
	return `${place.usesTls ? "https" : "http"}://${joined(host, port)}`;
};
/** `10.0.0.7:8080`; empty where HAProxy does not know it. */
const addressOf = ({ address, port }) => isAddress(address) ? joined(address, port) : "";
const isAddress = (text) => /^[\da-fA-F.:]+$/.test(text) && text !== "0.0.0.0";
const joined = (host, port) => host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;

export { isChecked as a, isInMaintenance as c, checkPasses as i, isServing as l, healthOriginOf as n, isDown as o, openBalancers as r, isDraining as s, addressOf as t, HaproxyError as u };
