import { spawn } from "node:child_process";

// src/drivers/rollouts/command.ts
/** Beyond this a command's answer is no answer. */
const mostBytes = 16e6;
/** Turns of the event loop without a word, and turns in all, after which a command that has ended says no more. */
const quietLooks = 3;
const mostLooks = 1e4;
/**
* Runs a program to its end. When its time is over, or the signal fires, it and all it has started are killed: a
* command that nobody waits for any more must not go on moving instances.
*/
const runCommand = (request) => new Promise((resolve) => {
	const { program, directory, environment, milliseconds, signal } = request;
	let why = "";
	let stdout = "";
	let stderr = "";
	let chunks = 0;
	if (signal?.aborted) return resolve({
		code: null,
		stdout,
		stderr,
		why: "stopped before it began"
	});
	const child = spawn(program, request.arguments, {
		cwd: directory,
		env: environment,
		stdio: [
			"ignore",
			"pipe",
			"pipe"
		],
		detached: true
	});
	const stop = (because) => {
		why ||= because;
		try {
			process.kill(-child.pid, "SIGKILL");
		} catch {}
	};
	const timer = setTimeout(() => stop(`not done after ${Math.round(milliseconds / 100) / 10} s`), milliseconds);
	const onStop = () => stop("stopped");
	signal?.addEventListener("abort", onStop, { once: true });
	child.stdout.setEncoding("utf8").on("data", (chunk) => {
		stdout += chunk;
		chunks++;
		if (stdout.length > mostBytes) stop("it prints without end");
	});
	child.stderr.setEncoding("utf8").on("data", (chunk) => {
		stderr = (stderr + chunk).slice(-2e3);
		chunks++;
	});
	const end = (code) => {
		clearTimeout(timer);
		signal?.removeEventListener("abort", onStop);
		resolve({
			code: why === "" ? code : null,
			stdout,
			stderr: stderr.trim(),
			why
		});
	};
	child.on("error", (error) => {
		why ||= error.message;
		end(null);
	});
	const drain = (code, seen, quiet, looks) => {
		const isQuiet = chunks === seen;
		if (isQuiet && quiet === quietLooks || looks === mostLooks) end(code);
		else setImmediate(drain, code, chunks, isQuiet ? quiet + 1 : 0, looks + 1);
	};
	child.on("exit", (code, killedBy) => {
		if (killedBy !== null) why ||= `killed by ${killedBy}`;
		drain(code, chunks, 0, 0);
	});
	child.on("close", end);
});
/** The same through `sh -c`: how commands of a plan file are written. */
const runShell = (command, request) => runCommand({
	...request,
	program: "sh",
	arguments: ["-c", command]
});

export { runShell as n, runCommand as t };
