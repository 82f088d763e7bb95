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
	const at = zone.data[0].findIndex((t, i) => zone.data[2][i] === 123);
	is("least", at > 0 && Math.abs(zone.data[0][at] - .5) < .002);
	zone.setCursor({ left: zone.valToPos(zone.data[0][at], "x"), top: 50 });
	is("hover", legend()[2] === "123" && legend()[5] === "1,250");
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
actions="least hover zoom together name latency jump whole errors"
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
