#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The full screen of "top": what it shows of a recording, its keys, its end.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

sample=$work/sample.lowmark
build/unit/make_sample "$sample"
result "a recording is made"

run top "$sample"
judge "no terminal" 3 "^lowmark: top needs a terminal; 'lowmark stat'" ''
run top -i 1us "$sample"
judge "too short an interval" 2 "'1us' is not an interval of at least 10ms" ''
run top "$sample" more
judge "two files" 2 "unexpected argument 'more'" ''

terminal=0
mux()
{
	tmux -S "$work/tmux$terminal" -f /dev/null "$@"
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

screens()
{
	on_screen "$tool top $sample"
	shows "the first step" '^lowmark top 0\.500 s'
	mux send-keys n n
	shows "two more" '^lowmark top 1\.500 s'
	mux send-keys q
	shows "q ends it" '^status 0$'

	on_screen "$tool top"
	shows "no module" '^status 3$'
}

if command -v tmux >"$work/log"; then
	screens
else
	skip "the screen" "no tmux: scripts/deps check"
fi
finish
