// src/report/times.ts
/** Moments as people say them, always in UTC so that every reader and every clone says the same. */
const weekdays = [
	"Sunday",
	"Monday",
	"Tuesday",
	"Wednesday",
	"Thursday",
	"Friday",
	"Saturday"
];
const months = [
	"January",
	"February",
	"March",
	"April",
	"May",
	"June",
	"July",
	"August",
	"September",
	"October",
	"November",
	"December"
];
const dayMilliseconds = 864e5;
/** "15:13". */
const clockTime = (moment) => moment.toISOString().slice(11, 16);
/** Midnights between two moments: 0 the same day, 1 the next. */
const daysApart = (from, to) => Math.floor(to.getTime() / dayMilliseconds) - Math.floor(from.getTime() / dayMilliseconds);
const calendarDay = (moment, now) => {
	const day = `${moment.getUTCDate()} ${months[moment.getUTCMonth()]}`;
	return moment.getUTCFullYear() === now.getUTCFullYear() ? day : `${day} ${moment.getUTCFullYear()}`;
};
const read = (iso) => {
	const moment = new Date(iso);
	return Number.isNaN(moment.getTime()) ? null : moment;
};
/** A past moment: "09:12 today", "yesterday", "Tuesday" within the week, "18 August", "18 August 2025". */
const sayPast = (iso, at) => {
	const moment = read(iso);
	const now = read(at);
	if (moment === null || now === null) return iso;
	const days = daysApart(moment, now);
	if (days === 0) return `${clockTime(moment)} today`;
	if (days === 1) return "yesterday";
	return days > 1 && days < 7 ? weekdays[moment.getUTCDay()] : calendarDay(moment, now);
};
/** A moment to come, with its hour: "16:00 UTC", "Monday 10:00 UTC", "2 January 2027 00:00 UTC". */
const sayComing = (iso, at) => {
	const moment = read(iso);
	const now = read(at);
	if (moment === null || now === null) return iso;
	const days = daysApart(now, moment);
	const hour = `${clockTime(moment)} UTC`;
	if (days === 0) return hour;
	return days > 0 && days < 7 ? `${weekdays[moment.getUTCDay()]} ${hour}` : `${calendarDay(moment, now)} ${hour}`;
};
const units = [
	{
		name: "day",
		seconds: 86400
	},
	{
		name: "hour",
		seconds: 3600
	},
	{
		name: "minute",
		seconds: 60
	}
];
/** A length of time in the largest unit of which there are two, or the smallest: "59 minutes", "36 hours", "3 days". */
const sayDuration = (seconds) => {
	const unit = units.find((candidate) => seconds >= 2 * candidate.seconds) ?? units[2];
	const count = Math.max(1, Math.round(seconds / unit.seconds));
	return `${count} ${unit.name}${count === 1 ? "" : "s"}`;
};
/** Seconds from one ISO moment to another; null when either cannot be read. */
const secondsBetween = (from, to) => {
	const start = read(from);
	const end = read(to);
	return start && end ? (end.getTime() - start.getTime()) / 1e3 : null;
};

export { secondsBetween as a, sayPast as i, sayComing as n, sayDuration as r, clockTime as t };
