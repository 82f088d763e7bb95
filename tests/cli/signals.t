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
	env --default-signal=HUP,INT,QUIT "$tool" "$@" >"$work/log" 2>&1 &
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
# From a terminal, it comes to the recorder's parent and nobody else.
echo ok >"$LOWMARK_DEBUGFS/control"
setsid env --default-signal=HUP,INT,QUIT "$tool" diff --live "$sample" >"$work/log" 2>&1 &
says on && kill -INT -- -$! && wait $! && says off
result "SIGINT to its whole group ends it, and recording"
# The recorder is just about to write "off" when its parent goes away.
begin diff --live "$sample"
rm "$LOWMARK_DEBUGFS/control"
mkfifo "$LOWMARK_DEBUGFS/control"
kill -INT $!
sleep 0.5
kill -TERM $!
wait $!
[ "$(timeout 10 cat "$LOWMARK_DEBUGFS/control")" = off ]
result "SIGTERM after SIGINT does not hurt the recorder"
rm "$LOWMARK_DEBUGFS/control"
echo ok >"$LOWMARK_DEBUGFS/control"
[ -z "$(ls "$TMPDIR")" ]
result "nothing is left in TMPDIR"

# A terminal that stops who writes from the background
python3 - "$tool" >"$work/log" 2>&1 <<-'END'
	import os, pty, signal, sys, termios

	pid, terminal = pty.fork()
	if not pid:
	    modes = termios.tcgetattr(0)
	    modes[3] |= termios.TOSTOP
	    termios.tcsetattr(0, termios.TCSANOW, modes)
	    os.environ["LOWMARK_DEBUGFS"] = "/none"
	    os.execv(sys.argv[1], ["lowmark", "report", "--live", "-q"])
	signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
	signal.alarm(20)
	text = os.read(terminal, 1000)
	sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 3 or
	         b"lowmark: " not in text)
END
result "the recorder may say what is wrong on any terminal"

# A child that somebody else left to it
lines=$(sh -c 'sleep 0.2 & exec "$@"' sh "$tool" top --json -i 50ms 2>"$work/log" |
	head -n 12 | wc -l)
[ "$lines" = 12 ]
result "the end of a child that is not its own does not end top"
finish
