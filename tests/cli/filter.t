#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# --filter of trace and report, against the same choice made in Python over all
# events of "trace --json".
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

LOWMARK_INCIDENTS=$work build/unit/test_why >/dev/null
file=$work/burst.stall.lowmark
"$tool" trace --json "$file" >"$work/all"

# same EXPR PYTHON: both choose the same events, and some but not all
same()
{
	run trace --json --filter "$1" "$file"
	python3 - "$2" "$work" <<-'END'
		import json, sys
		want = []
		for line in open(sys.argv[2] + "/all"):
		    e = json.loads(line)
		    if eval(sys.argv[1], {"e": e}):
		        want.append(line)
		got = open(sys.argv[2] + "/out").readlines()
		assert got == want and 0 < len(want) < 14, (len(got), len(want))
	END
	result "trace --filter '$1'"
}

same 'event==wake' 'e["event"] == "wake"'
same 'free<1000 && comm==stress' 'e.get("free_pages", 9999) < 1000 and e["comm"] == "stress"'
same 'latency>=5ms || pid==50' '(e.get("latency_ns") or 0) >= 5e6 or e["pid"] == 50'
same 'zone==0:DMA32' 'e.get("zone") == "0:DMA32"'
same '!(cpu==0)' 'e["cpu"] != 0'

run report --json --filter 'event==wake' "$file"
python3 - "$work/out" <<-'END'
	import json, sys
	doc = json.load(open(sys.argv[1]))
	assert "slow_path" in doc
	assert doc["slow_path"]["count"] == 0, doc["slow_path"]
END
result "report --filter leaves out the slow path"
for verb in trace report; do
	run $verb --filter 'order>=3 & x' "$file"
	judge "$verb: a mistake is pointed at" 2 'character 10: && or \|\| is expected here' ''
	sed -n 2p "$work/err" | grep -qx '           ^'
	result "$verb: under the mistake"
done

# The longest filter is the longest command less "filter=", for module and tool.
module
most=$(($(awk '/define LOWMARK_COMMAND_MAX/ { print $3 }' include/lowmark_control.h) - 7))
name=$(printf %0${most}d 0)
run record -o "$work/x.lowmark" -d 10ms --only "${name/00000/comm:}"
[ "$status" = 0 ] && grep -q "^filter=comm:0*$" "$LOWMARK_DEBUGFS/control"
result "the longest filter"
echo ok >"$LOWMARK_DEBUGFS/control"
run record -o "$work/x.lowmark" -d 10ms --only "${name/00000/comm:}0"
judge "a filter that is too long" 2 "--only has $((most + 1)) bytes, at most $most can be set" ''
[ "$(cat "$LOWMARK_DEBUGFS/control")" = ok ]
result "it does not reach the module"
run trace --only "${name/00000/comm:}0"
judge "trace: a filter that is too long" 2 "--only has $((most + 1)) bytes, at most $most can be set" ''

# Of events and checks, what the module did before comes back at the end.
run record -o "$work/x.lowmark" -d 10ms --events slow,wake
[ "$status" = 0 ] && grep -qx "events=slow,wake" "$LOWMARK_DEBUGFS/control"
result "record --events"
printf 'events:      check wake\nchecks:      failed\n' >>"$LOWMARK_DEBUGFS/status"
run record -o "$work/x.lowmark" -d 10ms --events slow,wake
[ "$status" = 0 ] && grep -qx "events=check,wake" "$LOWMARK_DEBUGFS/control"
result "record --events: those before come back"
run record -o "$work/x.lowmark" -d 10ms --checks all
[ "$status" = 0 ] && grep -q "^checks=failed" "$LOWMARK_DEBUGFS/control"
result "record --checks: those before come back"
echo ok >"$LOWMARK_DEBUGFS/control"
run record -o "$work/x.lowmark" -d 10ms --events check,wake
[ "$status" = 0 ] && [ "$(cat "$LOWMARK_DEBUGFS/control")" = ok ]
result "record --events: the same as before is not set anew"
run record -o "$work/x.lowmark" -d 10ms --events "$name$name"
judge "a list of events that is too long" 2 "--events has $((2 * most)) bytes, at most $most can be set" ''
[ "$(grep -c 'LOWMARK_COMMAND_MAX' module/debugfs.c)" -gt 1 ]
result "the module has the same limit"

finish
