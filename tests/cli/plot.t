#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# plot: the SVG is sound and shows what was recorded; the page works in a browser.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

LOWMARK_BUILD_TO=$work/r.lowmark build/unit/test_plot >/dev/null
[ -s "$work/r.lowmark" ]
result "a recording is made"

run plot "$work/r.lowmark" -o "$work/r.svg"
judge "an SVG is written" 0 '' ''
# wanted NAME COUNT PATTERN: lines of the SVG
wanted()
{
	[ "$(grep -cE "$3" "$work/r.svg")" = "$2" ]
	result "the SVG shows $1"
}
wanted "the slow path" "$(grep -c 'class="stall" ' "$work/r.svg")" 'class="stall" .* width="1.2" height="15"/>'
[ "$(grep -c 'class="stall" ' "$work/r.svg")" -gt 90 ]
result "over its whole 50 ms of 1 s"
wanted "the wake" 1 'class="wake" x="35[67]'
wanted "the run of kswapd" 1 'class="run" x="36[5-7].* width="8[01]\.'
wanted "the OOM" 1 'class="oom" x="71[23]'
wanted "the change of marks" 1 'class="change" x="72[12]'
wanted "the loss, in every zone" "$(grep -c 'class="name"' "$work/r.svg")" 'class="lost" x="72[0-2].* width="8'
# Where the zone "Normal" has its marks: a thousandth of its free pages.
python3 - "$work/r.svg" <<'END'
import re, sys
zone = open(sys.argv[1]).read().split('class="name">0:Normal<')[1]
y = {mark: float(re.search(rf'class="{mark}" d="M[\d.]+ ([\d.]+)', zone)[1])
     for mark in ("min", "low", "high")}
free = float(re.search(r'class="free" d="M0 0M[\d.]+ ([\d.]+)', zone)[1])
assert y["min"] - y["low"] >= 2 and y["low"] - y["high"] >= 2, y
assert y["high"] - free > 100, (y, free)
at = [float(t) for t in re.findall(r'y="([\d.]+)" class="tick">\d', zone)]
assert len(at) > 5 and all(a - b >= 12 for a, b in zip(at, at[1:])), at
END
result "marks stand apart below a zone that is nearly empty"
if command -v xmllint >/dev/null; then
	xmllint --noout "$work/r.svg"
	result "the SVG is well-formed"
else
	skip "the SVG is well-formed" "no xmllint"
fi
if command -v rsvg-convert >/dev/null; then
	rsvg-convert "$work/r.svg" -o "$work/r.png" && [ "$(stat -c %s "$work/r.png")" -gt 5000 ]
	result "the SVG is drawn"
else
	skip "the SVG is drawn" "no rsvg-convert"
fi

run plot "$work/r.lowmark" -o "$work/r.html"
judge "a page is written" 0 '' ''
[ "$(grep -c '</script><b>' "$work/r.html")" = 0 ] && grep -q 'MIT License' "$work/r.html"
result "the page escapes names and carries the licence of its library"
# Even without a slash "<" can change how the rest of a script is read.
sed -n 's|.*id="data">\(.*\)</script>.*|\1|p' "$work/r.html" >"$work/data"
grep -q 'u003cb>' "$work/data" && ! grep -q '<' "$work/data"
result "no < is left in its figures"

# What a user does, done by a script in the page; the title tells the outcome.
cat >"$work/hook.html" <<'END'
<script>
(function () {
const { charts, data } = lowmark, said = [];
const is = (name, good) => said.push(name + (good ? "=ok" : "=BAD"));
const zone = charts.find((c, i) => data.zones[i] && data.zones[i].name === "0:DMA32");
const span = () => zone.scales.x.max - zone.scales.x.min;
const legend = () => [...zone.root.querySelectorAll(".u-value")].map(v => v.textContent);
setTimeout(() => {
	const at = zone.data[0].findIndex((t, i) => zone.data[5][i] === 123);
	const empty = charts.find((c, i) => data.zones[i] && data.zones[i].name === "0:Normal");
	const y = pages => empty.valToPos(pages, "y");
	is("marks", y(1000) - y(1250) >= 2 && y(1250) - y(1500) >= 2 && y(1500) - y(1e6) > 50);
	const wide = zone.width;
	dispatchEvent(new Event("beforeprint"));
	is("paper", charts.every(c => c.width === 660));
	dispatchEvent(new Event("afterprint"));
	is("screen", wide > 700 && charts.every(c => c.width === wide));
	is("least", at > 0 && Math.abs(zone.data[0][at] - .5) < .002);
	zone.setCursor({ left: zone.valToPos(zone.data[0][at], "x"), top: 50 });
	is("hover", legend()[5] === "123" && legend()[2] === "1,250");
	const over = zone.over.getBoundingClientRect();
	const mouse = (type, x) => (type === "mouseup" ? document : zone.over).dispatchEvent(
		new MouseEvent(type, { bubbles: true, button: 0, clientX: over.left + x, clientY: over.top + 40 }));
	mouse("mouseenter", 100); mouse("mousemove", 100); mouse("mousedown", 100);
	const drag = new MouseEvent("mousemove", { bubbles: true, clientX: over.left + 200, clientY: over.top + 40, movementX: 100 });
	zone.over.dispatchEvent(drag); document.dispatchEvent(drag);
	mouse("mouseup", 200);
	setTimeout(() => {
		is("zoom", span() < .3 && span() > .01);
		is("together", charts.every(c => Math.abs(c.scales.x.min - zone.scales.x.min) < 1e-9));
		const row = document.querySelector("#stalls tbody tr");
		is("name", row.cells[0].textContent === "<\/script><b>&\"'-66");
		is("latency", row.cells[2].textContent === "50.00 ms");
		row.click();
		setTimeout(() => {
			is("jump", zone.scales.x.min <= .6 && zone.scales.x.max >= .65 && span() < .2);
			document.querySelector("button").click();
			setTimeout(() => {
				is("whole", span() > .79);
				is("errors", !window.errors.length);
				document.title = "DONE " + said.join(" ") + " " + window.errors.join(" ");
			}, 50);
		}, 50);
	}, 50);
}, 200);
})();
</script>
END
actions="marks paper screen least hover zoom together name latency jump whole errors"
browser=$(command -v chromium || command -v chromium-browser || true)
if [ -n "$browser" ]; then
	{
		echo '<script>window.errors = []; onerror = m => { errors.push(m); }; console.error = m => { errors.push(m); };</script>'
		cat "$work/r.html" "$work/hook.html"
	} >"$work/test.html"
	sed -i '/^<!DOCTYPE/d;1i <!DOCTYPE html>' "$work/test.html"
	timeout 120 "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$work/profile" \
		--window-size=1100,900 --virtual-time-budget=8000 --dump-dom "file://$work/test.html" \
		>"$work/dom" 2>/dev/null
	grep -o '<title>[^<]*' "$work/dom" | head -n 1 | sed 's/^/# /'
	for action in $actions; do
		grep -q "<title>DONE .*\b$action=ok" "$work/dom"
		result "in a browser: $action"
	done
else
	for action in $actions; do
		skip "in a browser: $action" "no chromium"
	done
fi

run plot --json "$work/r.lowmark"
judge "its figures as JSON" 0 ''
python3 - "$work/out" <<'END'
import json, sys
plot = json.load(open(sys.argv[1]))
zone, = (z for z in plot["zones"] if z["name"] == "0:DMA32")
assert min(f for f in zone["least"] if f is not None) == 123
at = zone["least"].index(123)
assert abs(at * plot["width_ns"] - 500000000) <= plot["width_ns"], at
assert (zone["min"][at], zone["low"][at], zone["high"][at]) == (1000, 1250, 1500)
assert [s["latency_ns"] for s in plot["stalls"]] == [50000000]
END
result "the extreme is in them, and the stall"
run plot --json -o "$work/j.svg" "$work/r.lowmark"
judge "JSON and a file" 2 '--json draws no file' ''

module
run plot --live -d 50ms -o "$work/live.svg"
judge "live" 0 '' ''
grep -q 'class="name">0:DMA<' "$work/live.svg"
result "shows the module's zones"
run plot --live "$work/r.lowmark"
judge "live and a file" 2 '--live reads no file' ''
run plot -d 1s "$work/r.lowmark"
judge "a duration of a file" 2 '--duration needs --live' ''

run plot "$work/r.lowmark" -o "$work/r.png"
judge "another format" 2 "ends neither in .svg nor in .html" ''
run plot "$work/r.lowmark" -o "$work/none/r.svg"
judge "no such directory" 1 "cannot create $work/none/r.svg: No such file" ''
head -c 9000 "$work/r.lowmark" >"$work/cut"
run plot "$work/cut" -o "$work/cut.svg"
judge "a recording that was cut off" 4 'cut' ''
[ -s "$work/cut.svg" ]
result "is drawn as far as it goes"
finish
