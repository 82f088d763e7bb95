#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The full screen of "top": what it shows of a recording, its keys, its end.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

sample=$work/sample.lowmark
build/unit/make_sample "$sample"
result "a recording is made"

run top "$sample"
judge "no terminal" 3 "^lowmark: top needs a terminal, or --json; 'lowmark stat'" ''
run top -i 1us "$sample"
judge "too short an interval" 2 "'1us' is not an interval of 10ms to 1h" ''
run top "$sample" more
judge "two files" 2 "unexpected argument 'more'" ''

# As JSON it needs no terminal: the last line has what report says of the whole
run top --json "$sample"
judge "JSON" 0 '' '^\{"time_ns":1500000000,'
tail -n 1 "$work/out" | jq .stalls[:10] >"$work/top"
run report --json "$sample"
jq .slow_path.worst "$work/out" | diff - "$work/top" >"$work/diff"
result "its stalls are those of report"
run top --json -i 100ms "$sample"
[ "$(wc -l <"$work/out")" = "$(jq -s 'map(.time_ns) | (last - first) / 100000000 + 1' "$work/out")" ]
result "a line for each interval"

# Two bursts, and ten hours later a third
build/unit/make_sample "$work/hours.lowmark" 10
run top --json -i 100ms "$work/hours.lowmark"
[ "$status" = 0 ] && [ "$(wc -l <"$work/out")" -lt 40 ] &&
	[ "$(jq -s 'last.stalls | length' "$work/out")" = 32 ] &&
	[ "$(jq -s 'last.time_ns >= 36001003003000' "$work/out")" = true ]
result "hours in which nothing happens are left out"

# A hang-up that kills the leak checker's own thread leaves the tool spinning.
terminal=0
mux()
{
	ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 tmux -S "$work/tmux$terminal" -f /dev/null "$@"
}
trap 'mux kill-server 2>"$work/log"; rm -rf "$work"' EXIT

# on_screen COMMAND: run it on a terminal of 80x24
on_screen()
{
	mux kill-server 2>"$work/log"
	terminal=$((terminal + 1))
	mux new-session -d -x 80 -y 24 "$1; echo status \$?; sleep 100"
}

# shows NAME REGEX: wait until a line of the screen is like that
shows()
{
	local i
	for i in {1..100}; do
		mux capture-pane -p >"$work/screen"
		! grep -qE -- "$2" "$work/screen" || break
		sleep 0.05
	done
	[ "$i" -lt 100 ] || sed 's/^/# /' "$work/screen"
	[ "$i" -lt 100 ]
	result "$1"
}

# screen NAME: the last screen shown is, or soon becomes, what standard input says
screen()
{
	local i
	cat >"$work/wanted"
	for i in {1..100}; do
		diff "$work/wanted" "$work/screen" >"$work/diff" && break
		sleep 0.05
		mux capture-pane -p >"$work/screen"
	done
	sed 's/^/# /' "$work/diff"
	[ "$i" -lt 100 ]
	result "$1"
}

# screen_below: the screen, its title apart, is or soon becomes what standard input says
screen_below()
{
	local i lines
	lines=$(($(wc -l <"$work/screen") - 1))
	{ cat; yes ""; } | head -n "$lines" >"$work/wanted"
	for i in {1..100}; do
		tail -n +2 "$work/screen" | diff "$work/wanted" - >"$work/diff" && break
		sleep 0.05
		mux capture-pane -p >"$work/screen"
	done
	[ "$i" -lt 100 ]
	result "it is the story that why tells"
	sed 's/^/# /' "$work/diff"
}

stall=tests/incidents/compaction.7.3.stall.lowmark
screens()
{
	on_screen "$tool top $sample"
	shows "the first step" '^lowmark top 0\.500 s'
	mux send-keys n n
	shows "two more" '^lowmark top 1\.500 s'
	screen "80x24" <<-'END'
	lowmark top 1.500 s paused replay: n steps
	/s: wakes 3 ref 4 stalls 20 max 2.00 ms; lost 5; cost n/a
	kswapd0 balancing, scanned 900 reclaimed 700
	 zone           free    margin, by zone                     low boost wakes
	>0:DMA          3840     +3758 ############m##l#h######      82     0     0
	 0:DMA32        1000      -250 ###########m..l..h......    1250     0     5
	 1:Normal      30000    +27500 ###########m##l##h######    2500     0     0
	 stall     zone      task
	 3.00 ms   0:DMA32   stress-101 order 0 failed
	 2.90 ms   0:DMA32   stress-101 order 0
	 2.80 ms   0:DMA32   stress-101 order 0
	 2.70 ms   0:DMA32   stress-101 order 0
	 2.60 ms   0:DMA32   stress-101 order 0
	 2.50 ms   0:DMA32   stress-101 order 0 failed
	 2.40 ms   0:DMA32   stress-101 order 0
	 2.30 ms   0:DMA32   stress-101 order 0
	 wakes top wakers
	     5 eater-100, node 0
	
	
	
	
	
	
	END
	mux send-keys s
	shows "sorted by margin" ', by margin'
	[ "$(sed -n '5,7s/^[ >]\([^ ]*\).*/\1/p' "$work/screen" | paste -sd ' ')" = "0:DMA32 0:DMA 1:Normal" ]
	result "the smallest margin is first"
	mux send-keys s z z
	shows "one zone" '^>0:DMA32 +1000 +-250'
	# The zone may have been selected before it was alone.
	sleep 0.5
	mux capture-pane -p >"$work/screen"
	[ "$(grep -cE '^[> ][0-9]:[A-Z]' "$work/screen")" = 1 ]
	result "no other zone"
	mux send-keys Enter
	shows "its story" '^Wake of kswapd0 at 1\.010000 s'
	mux send-keys Enter Down Enter
	shows "the story of a stall" 'stress-101 was held up for 3\.00 ms'
	mux send-keys h
	shows "help" '^q +quit'
	mux send-keys h
	mux resize-window -x 40 -y 10
	shows "40x10" '^>3\.00 ms'
	screen "40x10" <<-'END'
	lowmark top 1.500 s paused replay: n ste
	/s: wakes 3 ref 4 stalls 20 max 2.00 ms;
	kswapd0 balancing, scanned 900 reclaimed
	 zone           free    margin, by wakes
	 0:DMA32        1000      -250 ####mlh..
	 stall     zone      task
	>3.00 ms   0:DMA32   stress-101 order 0
	 2.90 ms   0:DMA32   stress-101 order 0
	 2.80 ms   0:DMA32   stress-101 order 0
	 2.70 ms   0:DMA32   stress-101 order 0
	END
	mux resize-window -x 80 -y 24
	shows "80x24 again" '^lowmark top 1\.500 s paused replay: n steps$'
	mux send-keys Space
	mux send-keys q
	shows "q ends it" '^status 0$'

	# The story of a stall is what "why" tells of it, and can be scrolled.
	"$tool" why stall "$stall" | fold -s -w 80 | sed "s/ *$//" >"$work/story"
	on_screen "$tool top $stall"
	shows "a recorded incident" '^lowmark top 0\.500 s'
	mux send-keys N Down Down Down Enter
	shows "its story" 'sh-264 was held up for 119 ms .*one of 3'
	screen_below <"$work/story"
	mux resize-window -x 80 -y 10
	sleep 0.3
	mux send-keys Down Down Down
	shows "scrolled" '^  [+]912 us    kswapd0 balanced'
	sed 1,3d "$work/story" >"$work/rest"
	screen_below <"$work/rest"
	mux send-keys Up Up Up Up Up Up
	shows "scrolled back" 'was held up for'
	screen_below <"$work/story"

	on_screen "stty -g >$work/before; $tool top $sample; echo status \$?; stty -g >$work/after"
	shows "the first step again" '^lowmark top 0\.500 s'
	mux capture-pane -pe | grep -q $'\033\\[36m'
	result "colours"
	kill -TERM "$(pgrep -f "^$tool top $sample")"
	shows "SIGTERM ends it" '^status 0$'
	sleep 0.2
	cmp "$work/before" "$work/after"
	result "the terminal is as before"
	[ "$(mux display-message -p '#{cursor_flag} #{alternate_on}')" = "1 0" ]
	result "with its cursor and its own screen"

	on_screen "NO_COLOR=1 $tool top $sample"
	shows "NO_COLOR" '^lowmark top 0\.500 s'
	! mux capture-pane -pe | grep -q $'\033\\[3[0-8]m'
	result "no colours"
	on_screen "NO_COLOR=1 $tool top --color always $sample"
	shows "--color always" '^lowmark top 0\.500 s'
	mux capture-pane -pe | grep -q $'\033\\[36m'
	result "colours in spite of NO_COLOR"

	# The terminal goes away: with a hang-up, and without one
	for deaf in '' "trap '' HUP; "; do
		on_screen "$deaf$tool top $sample"
		shows "it runs" '^lowmark top 0\.500 s'
		gone "it ends with its terminal${deaf:+, deaf to hang-ups}"
	done

	on_screen "$tool top"
	shows "no module" '^status 3$'
	grep -q 'not a directory\|debugfs' "$work/screen"
	result "and why"
	live
}

# gone NAME: top ends soon when its terminal is killed
gone()
{
	local i pid
	pid=$(pgrep -n -f "^$tool top $sample") || pid=none
	mux kill-server
	for i in {1..100}; do
		[ -d "/proc/$pid" ] || break
		sleep 0.05
	done
	[ "$pid" != none ] && [ "$i" -lt 100 ]
	result "$1"
	[ "$i" -lt 100 ] || kill -KILL "$pid"
}

# Files like the module's, but no record ever comes
live()
{
	local before
	mkdir -p "$LOWMARK_DEBUGFS/cpu0"
	(
		cd "$LOWMARK_DEBUGFS" || exit 1
		printf 'lowmark 0.1.0, abi 1.0\nrecording:   on\n' >status
		printf 'abi 1 0\nchunk 304 32\nzones_per_node 5\npage_size 4096\nclock mono\nzone 0 DMA\n' >format
		touch cpu0/ring stats control
	)
	zone 90
	# Recording was off: a reader that has enough leaves it so.
	sed -i 's/on$/off/' "$LOWMARK_DEBUGFS/status"
	"$tool" top --json -i 20ms 2>"$work/log" | head -n 2 | jq -c '.zones[0].margin_pages' | paste -sd ' ' >"$work/margins"
	[ "$(cat "$work/margins")" = "8 8" ] && grep -q '^off' "$LOWMARK_DEBUGFS/control"
	result "live as JSON, for a reader that goes away"
	echo "cost ns 5000000 elapsed_ns 1000000000 cpus 2" >"$LOWMARK_DEBUGFS/stats"
	"$tool" top --json -i 20ms 2>"$work/log" | head -n 2 | jq -c '.recording_cost_percent' | paste -sd ' ' >"$work/costs"
	[ "$(cat "$work/costs")" = "0.25 0.25" ]
	result "live JSON tells what recording costs"
	: >"$LOWMARK_DEBUGFS/control"
	sed -i 's/off$/on/' "$LOWMARK_DEBUGFS/status"
	on_screen "$tool top -i 20ms"
	shows "live" '^>0:DMA +90 +\+8 '
	zone 70
	shows "what changes" '^>0:DMA +70 +-12 '
	echo "cost ns 7000000 elapsed_ns 1000000000 cpus 2" >"$LOWMARK_DEBUGFS/stats"
	shows "what recording costs by now" '; cost 0\.350 %$'
	mux send-keys Space
	shows "pause" '^lowmark top [0-9.]+ s paused'
	before=$(cat "$work/screen")
	echo "cost ns 9000000 elapsed_ns 1000000000 cpus 2" >"$LOWMARK_DEBUGFS/stats"
	zone 60
	sleep 0.5
	[ "$(mux capture-pane -p)" = "$before" ]
	result "all that is shown is frozen"
	mux send-keys Space
	shows "and goes on" '^>0:DMA +60 +-22 '
	rm "$LOWMARK_DEBUGFS/zones"
	shows "the module goes" '^lowmark: the lowmark module was unloaded'
	shows "and that is status 3" '^status 3$'
}

# zone FREE: what the module tells now
zone()
{
	printf '%s\n' '# pages, 4096 bytes each; zones_per_node 5' \
		'node zone id free exact min low high boost managed protection flags' \
		"0 DMA 0 $1 $1 66 82 98 0 3840 0,0,0,0,0 -" >"$work/zones"
	mv "$work/zones" "$LOWMARK_DEBUGFS/zones"
}

if command -v tmux >"$work/log"; then
	screens
else
	skip "the screen" "no tmux: scripts/deps check"
fi
finish
