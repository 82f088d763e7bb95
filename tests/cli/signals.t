#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Signals that end what records: recording is off again, and nothing is left.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

sample=$work/sample.lowmark
build/unit/make_sample "$sample"
result "a recording is made"
module
sed -i 's/^\(recording: *\)on/\1off/' "$LOWMARK_DEBUGFS/status"
export TMPDIR=$work/tmp
mkdir "$TMPDIR"
ulimit -c 0

# says WORD: wait until that is the last command for the module
says()
{
	for _ in {1..200}; do
		! grep -q "^$1" "$LOWMARK_DEBUGFS/control" || return 0
		sleep 0.05
	done
	return 1
}

# begin ARG...: run the tool in the background until it records
begin()
{
	echo ok >"$LOWMARK_DEBUGFS/control"
	env --default-signal=INT,QUIT "$tool" "$@" >"$work/log" 2>&1 &
	says on
}

# end SIGNAL STATUS: recording ends then, and the tool with that status
end()
{
	kill -"$1" $!
	wait $!
	status=$?
	says off && [ $status = "$2" ]
}

for signal in INT TERM HUP QUIT; do
	for verb in "record -q -o $work/r" stat "top --json" trace; do
		# shellcheck disable=SC2086 # words
		begin $verb && end $signal 0
		result "SIG$signal ends ${verb%% *}"
	done
	# Who reads a recording made for it has nothing to tell without.
	wanted=0
	[ $signal = INT ] || wanted=$((128 + $(kill -l $signal)))
	begin diff --live "$sample" && end $signal $wanted
	result "SIG$signal ends diff --live"
done
begin diff --live "$sample" && kill -INT $! && end TERM 143
result "SIGTERM after SIGINT does not hurt the recorder"
echo ok >"$LOWMARK_DEBUGFS/control"
timeout 20 "$tool" diff --live "$sample" >"$work/log" 2>&1 &
says on && pkill -TERM -P $! && says off
result "a signal to its whole group ends it, and recording"
[ -z "$(ls "$TMPDIR")" ]
result "nothing is left in TMPDIR"

# A child that somebody else left to it
lines=$(sh -c 'sleep 0.2 & exec "$@"' sh "$tool" top --json -i 50ms 2>"$work/log" |
	head -n 12 | wc -l)
[ "$lines" = 12 ]
result "the end of a child that is not its own does not end top"
finish
