import { a as isChecked, c as isInMaintenance, i as checkPasses, l as isServing, n as healthOriginOf, o as isDown, r as openBalancers, s as isDraining, t as addressOf, u as HaproxyError } from "./drivers-rollouts-haproxy-balancers.js";
import { t as compareNames } from "./rollout-fleet.js";
import { t as askHealth } from "./drivers-rollouts-instance-health.js";
import { t as runCommand } from "./drivers-rollouts-command.js";
import { i as verbVariables, n as resultOf, r as runVerb } from "./drivers-rollouts-exec-verb.js";

// src/drivers/rollouts/haproxy-silence.ts
/**
* What to say where load balancers cannot be asked. The others carry the traffic meanwhile; nobody can be taken out,
* because whoever does not answer may still send requests.
*/
const silenceOf = (faults, balancers) => {
	const known = faults.map((fault) => {
		if (fault instanceof HaproxyError) return fault;
		throw fault;
	});
	const [first] = known;
	const said = known.map(({ message }) => message).join("; ");
	if (first === void 0 || first.failure === "denied" || first.failure === "unknown") return first ?? new HaproxyError("unreachable", said);
	const it = known.length === 1 ? "it" : "them";
	return new HaproxyError("unreachable", `${known.length} of ${balancers} load balancers cannot be asked, so nobody may be moved: ${said}; start ${it}, or take ${it} out of targets.socket if gone for good`, { cause: first });
};

// src/drivers/rollouts/haproxy-fleet.ts
const openFleetReader = (balancers, targets, { health }) => {
	let places = /* @__PURE__ */ new Map();
	const questions = {
		health,
		zoneKey: targets["zone-label"]
	};
	const learnPlaces = async (signal) => {
		places = await firstOf(balancers.map((balancer) => async () => placesOf(await balancer.places(signal))));
	};
	const placeOf = async (id) => {
		if (!places.has(id)) await learnPlaces();
		return places.get(id) ?? null;
	};
	const originOf = (id) => {
		const place = places.get(id);
		return place === void 0 ? null : healthOriginOf(place);
	};
	const ask = async (names, signal) => {
		const origins = names.map(originOf);
		const answers = await askHealth(origins, {
			...questions,
			signal
		});
		return new Map(names.map((name, at) => [name, {
			origin: origins[at],
			own: answers[at]
		}]));
	};
	const face = async (signal, ids) => {
		const learning = ids?.every((id) => places.has(id)) === true ? void 0 : learnPlaces(signal);
		learning?.catch(() => void 0);
		const faced = await (ids === void 0 ? faceAll(balancers, signal) : faceSome(balancers, ids));
		await learning;
		return faced;
	};
	return {
		placeOf,
		healthOf: async (id, signal) => {
			const place = await placeOf(id);
			const [own] = await askHealth([place && healthOriginOf(place)], {
				...questions,
				signal
			});
			return own;
		},
		observe: async (signal, ids) => {
			const [faced, early] = await Promise.all([face(signal, ids), ask(ids ?? [...places.keys()], signal)]);
			const names = [...new Set(faced.flatMap((sights) => [...sights?.keys() ?? []]))].filter((name) => ids?.includes(name) ?? true).sort(compareNames);
			const late = await ask(names.filter((name) => early.get(name)?.origin !== originOf(name)), signal);
			return names.map((name) => toInstance(name, faced, (late.get(name) ?? early.get(name)).own));
		}
	};
};
const placesOf = (places) => new Map(places.map((place) => [place.name, place]));
/**
* In rotation only if every load balancer says so: one that cannot be asked may be sending requests, or none. Healthy
* for all that answer: that one of them is away is no illness of an instance.
*/
const toInstance = (id, faced, own) => {
	const sights = faced.map((sights) => sights?.get(id));
	const answers = faced.flatMap((sights) => sights === null ? [] : [sights.get(id)]);
	return {
		id,
		version: own.version,
		healthy: own.healthy && answers.every((sight) => sight !== void 0 && isFoundWell(sight)),
		inRotation: sights.every((sight) => sight !== void 0 && isServing(sight.server)),
		...own.zone !== void 0 && { zone: own.zone },
		...own.role !== void 0 && { role: own.role }
	};
};
/**
* In maintenance because clients are bound to it, it is checked by nobody, and could not be without getting their
* requests: what it says itself has to do until it is put back, which begins with a check.
*/
const isFoundWell = ({ server, isSticky }) => checkPasses(server) || isSticky && isInMaintenance(server);
/** Nobody knows what one that does not answer sends where, so the fleet is known with all of them or not at all. */
const faceAll = async (balancers, signal) => {
	const answers = await Promise.allSettled(balancers.map((balancer) => balancer.lookAtAll(signal)));
	const faults = answers.flatMap((answer) => answer.status === "rejected" ? [answer.reason] : []);
	if (faults.length > 0) throw silenceOf(faults, balancers.length);
	return answers.flatMap((answer) => answer.status === "fulfilled" ? [byName(answer.value)] : []);
};
const faceSome = (balancers, ids) => anyOf(balancers.map(async (balancer) => {
	const looks = await Promise.allSettled(ids.map((id) => balancer.look(id)));
	const seen = looks.flatMap((look) => look.status === "fulfilled" ? [look.value] : []);
	const [failed] = looks.flatMap((look) => look.status === "rejected" ? [look.reason] : []);
	if (seen.length === 0 && failed !== void 0) throw failed;
	return byName(seen);
}));
const byName = (sights) => new Map(sights.map((sight) => [sight.server.name, sight]));
/** Null for whoever failed; throws what the first said when all did. */
const anyOf = async (asked) => {
	const answers = await Promise.allSettled(asked);
	if (answers.every((answer) => answer.status === "rejected")) throw answers[0]?.reason;
	return answers.map((answer) => answer.status === "fulfilled" ? answer.value : null);
};
/** The first that does not fail. */
const firstOf = async (tries) => {
	let failure;
	for (const attempt of tries) try {
		return await attempt();
	} catch (cause) {
		failure ??= cause;
	}
	throw failure;
};

// src/drivers/rollouts/haproxy-restart.ts
/** Exit code of ssh itself, when it could not log in or lost the connection. */
const sshFailed = 255;
const connectSeconds = 10;
/**
* Brings a server up on the version: a command beside the coordinator, or over ssh on the server's own address. Besides
* what every command is told it gets GATE_ADDRESS, address:port as HAProxy knows it.
*/
const restartServer = async (id, place, restart, context, surroundings) => {
	const variables = {
		...verbVariables(id, context),
		GATE_ADDRESS: place === null ? "" : addressOf(place)
	};
	if (restart.exec !== void 0) return runVerb("restart", restart.exec, variables, context, surroundings);
	const host = place === null ? "" : place.domain || place.address;
	if (restart.ssh === void 0 || !/^[\da-zA-Z_:][\w.:-]*$/.test(host)) return {
		outcome: "failed",
		why: `restart: no load balancer knows the address of ${id}, so ssh has nowhere to go`
	};
	const { clock, directory, environment } = surroundings;
	const milliseconds = context.deadline - clock.now();
	if (milliseconds <= 0) return {
		outcome: "busy",
		why: "restart did not begin: no time is left"
	};
	const result = await runCommand({
		program: "ssh",
		arguments: sshArguments(host, restart.user, restart.ssh, variables),
		directory,
		environment,
		milliseconds,
		signal: context.signal
	});
	if (result.code === sshFailed) return {
		outcome: "again",
		why: `ssh ${host}: ${result.stderr.split("\n").at(-1) || "it could not connect"}`
	};
	return resultOf(`restart on ${host}`, result, {
		isLate: clock.now() >= context.deadline,
		isStopped: context.signal.aborted
	});
};
/** Never asks for a password, never trusts a host it does not know. */
const sshArguments = (host, user, command, variables) => [
	"-o",
	"BatchMode=yes",
	"-o",
	"StrictHostKeyChecking=yes",
	"-o",
	`ConnectTimeout=${connectSeconds}`,
	...user === void 0 ? [] : ["-l", user],
	"--",
	host,
	[
		"env",
		...Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`),
		"sh",
		"-c",
		quoted(command)
	].join(" ")
];
/** One word for a POSIX shell, whatever is in it. */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

// src/drivers/rollouts/haproxy-rotation.ts
/**
* After a drain is ordered no less than this: a thread of HAProxy that chose the server a moment earlier may not have
* counted its request yet.
*/
const shortestPauseMilliseconds = 20;
const longestPauseMilliseconds = 250;
/**
* A reloaded HAProxy leaves an old process behind that finishes what it had, and cannot be asked how much that is. So
* long, or half of the time that is left, it is given for that.
*/
const oldProcessMilliseconds = 2e3;
/** A load balancer that is restarted may be away for so long before anybody is told. */
const silentMilliseconds = 2e3;
/** So long may clients that are bound to a server come back to it while it drains: their next request goes elsewhere. */
const stickyMilliseconds = 1e3;
/**
* Takes a server out on every load balancer and waits until none has anything left on it: by draining it, and where
* clients are bound to it by maintenance after that. With `force` what is left is closed. A server in maintenance is out
* already, and more so: it is left as it is. Nothing is touched before all have answered: who does not may send requests
* to whom the others leave alone.
*/
const takeOut = async (id, balancers, clock, { deadline, signal, force }) => {
	const processes = /* @__PURE__ */ new Map();
	const drained = /* @__PURE__ */ new Map();
	const drainingSince = /* @__PURE__ */ new Map();
	let quietFrom = 0;
	let haveAllAnswered = false;
	let silentSince = null;
	for (let pause = shortestPauseMilliseconds;; pause = longer(pause)) {
		const views = await viewAll(id, balancers);
		const hopeless = firstHopeless(views);
		if (hopeless !== null) return hopeless;
		if (signal.aborted) return {
			outcome: "again",
			why: "the drain was stopped"
		};
		const now = clock.now();
		const faults = views.flatMap(({ fault }) => fault ?? []);
		haveAllAnswered ||= faults.length === 0;
		silentSince = faults.length === 0 ? null : silentSince ?? now;
		if (silentSince !== null && now >= Math.min(deadline, silentSince + silentMilliseconds)) return {
			outcome: "blind",
			why: silenceOf(faults, balancers.length).message
		};
		const unsettled = faults.map(({ message }) => message);
		for (const view of haveAllAnswered ? views : []) {
			if (view.sight === null) continue;
			const { balancer } = view;
			const { server, process, isSticky } = view.sight;
			const before = processes.get(balancer);
			if (before !== void 0 && before !== process) quietFrom = now + Math.min(oldProcessMilliseconds, Math.max(0, deadline - now) / 2);
			processes.set(balancer, process);
			const isOut = isInMaintenance(server) || isDraining(server) || isDown(server) && drained.get(balancer) === process;
			const left = server.sessions + server.queued;
			if (!isOut) {
				const refusal = await refusalOf(signal, () => balancer.setState(id, "drain", signal));
				if (refusal !== null) return refusal;
				drained.set(balancer, process);
				drainingSince.set(balancer, now);
				unsettled.push(`${balancer.place} still has it in rotation`);
			} else if (isSticky && !isInMaintenance(server) && (left === 0 || now >= (drainingSince.get(balancer) ?? 0) + stickyMilliseconds)) {
				const refusal = await refusalOf(signal, () => balancer.setState(id, "maint", signal));
				if (refusal !== null) return refusal;
				unsettled.push(`${balancer.place} still sends it the clients that are bound to it`);
			} else if (left > 0) {
				const refusal = force ? await refusalOf(signal, () => balancer.shutDownSessions(id, signal)) : null;
				if (refusal !== null) return refusal;
				unsettled.push(`${left} ${left === 1 ? "request is" : "requests are"} left on it at ${balancer.place}`);
			}
		}
		if (unsettled.length === 0 && now >= quietFrom) return { outcome: "done" };
		if (now >= deadline) return {
			outcome: "busy",
			why: unsettled.join("; ") || "a load balancer was reloaded a moment ago"
		};
		await clock.sleep(pauseWithin(pause, deadline - now), signal);
	}
};
/**
* Puts a server back on every load balancer once it is well for itself and for each of them, and waits until all send
* requests to it; those that answer do not wait for those that do not. From maintenance it goes through `drain`: only
* there do checks run, and `ready` would call a dead process UP.
*/
const putBack = async (id, balancers, clock, { deadline, signal }, isWell) => {
	let isReady = false;
	/** Whether it is well is asked beside the load balancers: both must say so before it is put back. */
	const viewBoth = () => Promise.all([viewAll(id, balancers), isReady || isWell()]);
	const leftMaintenance = /* @__PURE__ */ new Set();
	for (let pause = shortestPauseMilliseconds;; pause = longer(pause)) {
		const [views, isWellItself] = await viewBoth();
		const hopeless = firstHopeless(views);
		if (hopeless !== null) return hopeless;
		if (signal.aborted) return {
			outcome: "again",
			why: "putting it back was stopped"
		};
		const unsettled = [];
		const notServing = [];
		const faults = views.flatMap(({ fault }) => fault ?? []);
		for (const { balancer, sight } of views) {
			if (sight === null) continue;
			const { server } = sight;
			if (isServing(server)) continue;
			notServing.push(balancer);
			if (isInMaintenance(server)) {
				if (!isWellItself) continue;
				const refusal = await refusalOf(signal, () => balancer.setState(id, "drain", signal));
				if (refusal !== null) return refusal;
				leftMaintenance.add(balancer);
				unsettled.push(`${balancer.place} has only begun to check it`);
			} else if (isChecked(server) && leftMaintenance.has(balancer)) {
				if (await isHeard(signal, () => balancer.forgetChecks(id, signal))) leftMaintenance.delete(balancer);
				unsettled.push(`${balancer.place} has only begun to check it`);
			} else if (!checkPasses(server)) unsettled.push(`${balancer.place} finds it ${server.status} (${server.check || "no check"})`);
		}
		if (unsettled.length === 0 && notServing.length === 0) return faults.length === 0 ? { outcome: "done" } : {
			outcome: "blind",
			why: silenceOf(faults, balancers.length).message
		};
		if (unsettled.length === 0 && isWellItself) {
			const isFirst = !isReady;
			isReady = true;
			const refusal = (await Promise.all(notServing.map(({ setState }) => refusalOf(signal, () => setState(id, "ready", signal))))).find((order) => order !== null);
			if (refusal != null) return refusal;
			if (isFirst) continue;
			unsettled.push(`not in rotation yet at ${notServing.map(({ place }) => place).join(", ")}`);
		} else if (unsettled.length === 0) unsettled.push("it does not answer its own health path as health.expect asks");
		const now = clock.now();
		if (now >= deadline) return {
			outcome: "busy",
			why: unsettled.join("; ")
		};
		await clock.sleep(pauseWithin(pause, deadline - now), signal);
	}
};
/** Takes the server out again wherever a load balancer has put it back in; nowhere once the signal has fired. */
const keepOut = async (id, balancers, signal) => {
	for (const { balancer, sight } of await viewAll(id, balancers)) {
		if (sight === null || !isServing(sight.server)) continue;
		await refusalOf(signal, () => balancer.setState(id, sight.isSticky ? "maint" : "drain", signal));
	}
};
const viewAll = (id, balancers) => Promise.all(balancers.map(async (balancer) => {
	try {
		return {
			balancer,
			sight: await balancer.look(id),
			fault: null
		};
	} catch (error) {
		return {
			balancer,
			sight: null,
			fault: haproxyErrorOf(error)
		};
	}
}));
const firstHopeless = (views) => views.map(({ fault }) => fault && hopelessOf(fault)).find((result) => result !== null) ?? null;
/** What no waiting mends; null where it may. */
const hopelessOf = ({ failure, message }) => failure === "denied" || failure === "unknown" ? {
	outcome: "failed",
	why: message
} : null;
/**
* Whether an order was obeyed is seen at the next look; here only whether it makes sense to look again. Not given at all
* once the signal has fired: whoever stood still since the order before may lead no longer.
*/
const refusalOf = async (signal, order) => {
	if (signal.aborted) return {
		outcome: "again",
		why: "it was stopped between two orders"
	};
	try {
		await order();
		return null;
	} catch (error) {
		return hopelessOf(haproxyErrorOf(error));
	}
};
/** Whether an order that no look shows was heard, or need not be given again because it will not be obeyed. */
const isHeard = async (signal, order) => {
	if (signal.aborted) return false;
	try {
		await order();
		return true;
	} catch (error) {
		return haproxyErrorOf(error).failure !== "unreachable";
	}
};
const haproxyErrorOf = (error) => {
	if (error instanceof HaproxyError) return error;
	throw error;
};
const longer = (pause) => Math.min(longestPauseMilliseconds, pause * 1.2);
const pauseWithin = (pause, left) => Math.max(1, Math.min(pause, left));

// src/drivers/rollouts/haproxy.ts
/**
* Servers of one backend of one or more HAProxy load balancers, moved over the runtime API. A server is never restarted
* before every load balancer has drained it, and never put back before it is well for itself and for all of them.
* HAProxy cannot refuse an older epoch; what it was told is told again instead, whenever it has forgotten.
* @throws ConfigError where the backend or a socket cannot be one.
*/
const openHaproxy = (targets, surroundings) => {
	const { clock } = surroundings;
	const balancers = openBalancers(targets);
	const fleet = openFleetReader(balancers, targets, surroundings);
	const restart = async (id, context) => {
		const out = await takeOut(id, balancers, clock, {
			...context,
			force: false
		});
		if (out.outcome !== "done") return out;
		const place = await fleet.placeOf(id).catch(faultOf);
		if (place instanceof HaproxyError) return {
			outcome: "again",
			why: place.message
		};
		return restartServer(id, place, targets.restart, context, surroundings);
	};
	const isWell = async (id, signal) => {
		const own = await fleet.healthOf(id, signal).catch(faultOf);
		return !(own instanceof HaproxyError) && own.healthy;
	};
	const takenOutByReload = async (id) => {
		return (await Promise.all(balancers.map(async (balancer) => {
			if (!balancer.isOutByReload(id)) return [];
			const places = await balancer.places().catch(faultOf);
			return !(places instanceof HaproxyError) && places.some(({ name, isDisabled }) => name === id && !isDisabled) ? [balancer] : [];
		}))).flat();
	};
	return {
		capabilities: {
			drains: true,
			fenced: false,
			settleSeconds: 0
		},
		observe: fleet.observe,
		drain: (id, context) => takeOut(id, balancers, clock, context),
		restart,
		keepOut: (id, signal) => keepOut(id, balancers, signal),
		keepIn: async (id, context) => {
			const stale = await takenOutByReload(id);
			if (stale.length === 0) return null;
			return putBack(id, stale, clock, context, () => isWell(id, context.signal));
		},
		restore: (id, context) => putBack(id, balancers, clock, context, () => isWell(id, context.signal)),
		close: async () => void 0
	};
};
const faultOf = (error) => {
	if (error instanceof HaproxyError) return error;
	throw error;
};

export { openHaproxy };
