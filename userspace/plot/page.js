// SPDX-License-Identifier: GPL-2.0-only
// Draws the figures of the page. What comes from the recording only ever
// becomes text, never markup.
"use strict";
(function () {
const data = JSON.parse(document.getElementById("data").textContent);
const step = data.width_ns / 1e9, length = data.duration_ns / 1e9;
const x = Array.from({ length: data.columns }, (_, i) => i * step);
const charts = [], colour = { wake: "#0072b2", run: "#56b4e9", stall: "#d55e00", oom: "#000" };

function add(parent, tag, text) {
	const node = document.createElement(tag);
	if (text !== undefined)
		node.textContent = text;
	parent.appendChild(node);
	return node;
}

function time(ns) {
	return ns >= 1e9 ? (ns / 1e9).toFixed(2) + " s" :
		ns >= 1e6 ? (ns / 1e6).toFixed(2) + " ms" : (ns / 1e3).toFixed(1) + " us";
}

// Every chart shows the same part of time.
let setting = false;
function zoom(from, to) {
	if (setting)
		return;
	setting = true;
	for (const chart of charts)
		chart.setScale("x", { min: from, max: to });
	setting = false;
}

function bar(u, column, top, height, fill) {
	const left = u.valToPos(x[column], "x", true);
	const right = u.valToPos(x[column] + step, "x", true);
	u.ctx.fillStyle = fill;
	u.ctx.fillRect(left, u.bbox.top + top * u.bbox.height,
		Math.max(right - left, 1), height * u.bbox.height);
}

function inside(u, draw) {
	u.ctx.save();
	u.ctx.beginPath();
	u.ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
	u.ctx.clip();
	draw();
	u.ctx.restore();
}

function shadeLost(u) {
	inside(u, () => {
		for (const e of data.events)
			if (e[5])
				bar(u, e[0], 0, 1, "rgba(130,130,130,.35)");
	});
}

function width() {
	return Math.max(500, document.documentElement.clientWidth - 50);
}

function fit(to) {
	for (const chart of charts)
		chart.setSize({ width: to, height: chart.height });
}

function chart(title, series, columns, height, hooks, more) {
	const box = add(document.body, "div");
	box.className = "chart";
	add(box, "h2", title);
	const options = Object.assign({
		width: width(),
		height: height,
		scales: { x: { time: false, min: 0, max: length } },
		cursor: { sync: { key: "time" }, drag: { x: true, y: false } },
		series: [{ label: "time", value: (u, v) => v == null ? "" : v.toFixed(6) + " s" }].concat(series),
		hooks: Object.assign({
			setScale: [(u, key) => key === "x" && zoom(u.scales.x.min, u.scales.x.max)],
		}, hooks),
	}, more);
	charts.push(new uPlot(options, [x].concat(columns), box));
}

function line(label, stroke, dash) {
	return { label, stroke, dash, width: 1.5, points: { show: false },
		paths: uPlot.paths.stepped({ align: 1 }) };
}

// What was seen holds until something else is seen, but at most a second.
function held(values, last) {
	let seen = -Infinity;
	return values.map((value, i) => {
		if (value !== null)
			seen = i;
		return value !== null ? value : (i - seen) * step <= 1 ? last[seen] : null;
	});
}

// The axis of pages is even up to where high ever was, so that the marks stand
// apart, and logarithmic above. Written are 1, 2, 5, 10 ..., 16 points apart.
function pageTicks(u, axis, from, to) {
	const knee = u.scales.y.asinh, gap = 16 / (u.bbox.height / devicePixelRatio);
	const at = pages => Math.asinh(pages / knee) / Math.asinh(to / knee);
	const ticks = [0];
	for (let power = 1; power <= to; power *= 10)
		for (const tick of [power, 2 * power, 5 * power])
			if (tick <= to && at(tick) >= at(ticks[ticks.length - 1]) + gap)
				ticks.push(tick);
	return ticks;
}

function zoneChart(zone) {
	const knee = zone.high.reduce((most, high) => Math.max(most, high), 1);
	const axes = [{}, { label: "pages", size: 80, splits: pageTicks, filter: (u, splits) => splits,
		values: (u, splits) => splits.map(v => v.toLocaleString("en")) }];
	const scales = { x: { time: false, min: 0, max: length },
		y: { distr: 4, asinh: knee, range: (u, from, to) => [0, Math.max(1, to) * 1.05] } };
	// What comes later is on top.
	chart(zone.name, [
		line("min", "#d55e00", [9, 1]), line("low", "#b8860b", [7, 3]), line("high", "#009e73", [2, 3]),
		line("most free", "rgba(0,114,178,.4)"), line("least free", "rgba(0,114,178,.4)"),
		line("free", "#0072b2"),
	], [zone.min, zone.low, zone.high, held(zone.most, zone.free), held(zone.least, zone.free), held(zone.free, zone.free)], 210, {
		drawClear: [shadeLost],
		draw: [u => inside(u, () => zone.changed.forEach(c => bar(u, c, 0, .06, "#cc79a7")))],
	}, { axes, scales, bands: [{ series: [4, 5], fill: "rgba(0,114,178,.25)" }] });
}

function eventChart() {
	const nodes = [...new Set(data.events.flatMap(e => e[6]))].sort((a, b) => a - b);
	const lanes = ["slow path", "wakes"].concat(nodes.map(n => "kswapd" + n), "OOM");
	const last = lanes.length - 1;
	const values = lanes.map(() => new Array(x.length).fill(null));
	const worst = Math.max(1e4, ...data.events.map(e => e[3]));
	for (const e of data.events) {
		values[0][e[0]] = e[2] ? e[3] : null;
		values[1][e[0]] = e[1] || null;
		values[last][e[0]] = e[4] || null;
		nodes.forEach((n, i) => values[2 + i][e[0]] = e[6].includes(n) ? 1 : null);
	}
	function draw(u) {
		inside(u, () => lanes.forEach((name, lane) => {
			const top = lane / lanes.length, full = .8 / lanes.length;
			const fill = lane === last ? colour.oom : [colour.stall, colour.wake][lane] || colour.run;
			values[lane].forEach((v, c) => {
				if (v === null)
					return;
				const part = lane ? 1 : Math.max(.15, Math.log10(Math.max(v, 1e3) / 1e3) / Math.log10(worst / 1e3));
				bar(u, c, top + full * (1 - part), full * part, fill);
			});
		}));
		lanes.forEach((name, lane) => {
			u.ctx.fillStyle = "#222";
			u.ctx.textAlign = "right";
			u.ctx.font = 12 * devicePixelRatio + "px sans-serif";
			u.ctx.fillText(name, u.bbox.left - 6,
				u.bbox.top + (lane + .6) / lanes.length * u.bbox.height);
		});
	}
	const show = [v => "longest " + time(v), String];
	show[last] = String;
	chart("Events", lanes.map((label, i) => ({
		label, stroke: "transparent", points: { show: false }, paths: () => null,
		value: (u, v) => v == null ? "--" : (show[i] || (() => "runs"))(v),
	})), values, 85 + 24 * lanes.length, { drawClear: [shadeLost], draw: [draw] },
	{ axes: [{ label: "seconds" }, { label: " ", size: 80, values: (u, splits) => splits.map(() => ""), grid: { show: false }, ticks: { show: false } }] });
}

function stallTable() {
	add(document.body, "h2", "The longest runs of the slow path");
	if (!data.stalls.length) {
		add(document.body, "p", "None was recorded from begin to end.");
		return;
	}
	const table = add(document.body, "table");
	table.id = "stalls";
	const head = add(add(table, "thead"), "tr");
	for (const title of ["task", "begin", "latency", "in reclaim", "order", "preferred zone", "result"])
		add(head, "th", title);
	const body = add(table, "tbody");
	for (const stall of data.stalls) {
		const row = add(body, "tr");
		for (const text of [stall.comm + "-" + stall.pid, (stall.begin_ns / 1e9).toFixed(6) + " s",
			time(stall.latency_ns), time(stall.reclaim_ns), stall.order, stall.zone,
			stall.failed ? "failed" : "page"])
			add(row, "td", text);
		row.onclick = () => {
			const begin = stall.begin_ns / 1e9;
			const around = Math.max(stall.latency_ns / 1e9, 10 * step);
			body.querySelectorAll(".shown").forEach(r => r.classList.remove("shown"));
			row.classList.add("shown");
			zoom(begin - around, begin + 2 * around);
			scrollTo(0, 0);
		};
	}
}

add(document.body, "h1", "Free pages against the marks");
add(document.body, "p", ["kernel " + (data.kernel || "n/a"), data.hostname, data.command,
	time(data.duration_ns), data.lost + " records lost",
	data.recording_cost_percent === null ? "" :
		"recording cost " + data.recording_cost_percent.toFixed(3) + " %"].filter(Boolean).join(" · "));
add(document.body, "p", "Drag to zoom in, double-click to zoom out. Grey: records were lost. Pink: watermarks changed.");
add(document.body, "p", "Pages: even up to the high mark, logarithmic above. Slow path: the higher a bar, the longer it took.");
add(document.body, "button", "Whole recording").onclick = () => zoom(0, length);
data.zones.forEach(zoneChart);
eventChart();
stallTable();
// A double click zooms out in the one chart that got it; the others follow.
for (const chart of charts)
	chart.over.addEventListener("dblclick", () => zoom(0, length));
addEventListener("resize", () => fit(width()));
// A sheet of paper is narrower than most windows.
addEventListener("beforeprint", () => fit(660));
addEventListener("afterprint", () => fit(width()));
window.lowmark = { charts, data, zoom };
})();
