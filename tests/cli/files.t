#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Files as input and output: recordings made of an idle ring, missing, foreign,
# cut and damaged ones, and places that cannot be written.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

mkdir -p "$LOWMARK_DEBUGFS/cpu0"
(
	cd "$LOWMARK_DEBUGFS" || exit 1
	printf 'lowmark 0.1.0, abi 1.0\nrecording:   on\nmode:        overwrite\n' >status
	printf 'abi 1 0\nchunk 304 32\nzones_per_node 5\npage_size 4096\nclock mono\n' >format
	touch cpu0/ring caps stats
	echo ok >control
	cat >zones <<-END
	# pages, 4096 bytes each; zones_per_node 5
	node zone    id    free   exact    min    low   high  boost  managed  to_low  protection      flags
	   0 DMA      0    3840    3841     66     82     98      0     3840    3758  0,1886,1886,1886,1886 -
	END
)
good=$work/good.lowmark

run record -o "$good" -d 100ms
judge "an idle ring is recorded" 0 '0 events, 0 lost'
run record -o "$work/other.lowmark" -- sh -c 'exit 7'
judge "the status of a failing command" 7 '0 events'
run record -o "$work/other.lowmark" -q -- true
judge "a quiet recorder" 0 '' ''
run record -o "$work/other.lowmark" --json -d 100ms
judge "a summary as JSON" 0 '' '"ended_by": "time"'
jq -e --arg file "$work/other.lowmark" --argjson size "$(stat -c %s "$work/other.lowmark")" \
	'.file == $file and .bytes == $size and .events == 0 and .lost == 0 and
	 .end_ns - .start_ns >= 100000000 and .cpus == [{"cpu": 0, "lost": 0}]' "$work/out" >/dev/null
result "it tells of file, events, losses and time"
run record -o "$work/other.lowmark" --json -- sh -c 'exit 7'
judge "a summary as JSON of a failing command" 7 '' '"ended_by": "command"'
for verb in trace report; do
	run $verb "$good"
	judge "$verb of a recording without events" 0 ''
done

run record -o /dev/full -d 10s
judge "a full disk" 1 'cannot write /dev/full: No space left on device' ''
run record -o "$work/none/x" -d 10s
judge "no such directory" 1 "cannot create $work/none/x: No such file or directory" ''
run record -o "$work" -d 10s
judge "a directory" 1 "cannot create $work: Is a directory" ''
run record -o "$work/x.lowmark" -- "$work/no-such-command"
judge "a command that is not there" 127 "cannot run $work/no-such-command: No such file" ''
for value in '' x 0 -1s 10q 99999999999999999999s "10 s"; do
	run record -o "$work/x.lowmark" -d "$value"
	judge "a duration of '$value'" 2 "'$value' is not a duration" ''
done
for value in x -1 1Q 99999999999999999999; do
	run record -o "$work/x.lowmark" -m "$value"
	judge "a size of '$value'" 2 "'$value' is not a size" ''
done
[ ! -e "$work/x.lowmark" ]
result "none of these left a file"
run trace --events check,wakes "$good"
judge "an unknown event" 2 "there is no event 'wakes'" ''
for value in '' x -1 1.5 99999999999; do
	run trace --pid "$value" "$good"
	judge "a PID of '$value'" 2 "'$value' is not a PID" ''
done
for value in '' x 3-1 '0,' 1000000; do
	run trace --cpu "$value" "$good"
	judge "CPUs '$value'" 2 "'$value' is not a list of CPUs" ''
done

: >"$work/empty"
head -c 100000 /dev/urandom >"$work/noise"
# Every verb that reads files, with what it writes out of the way
readers=(trace report "why stall" stat "plot -o $work/x.svg" explain diff)
# read_file VERB FILE: run it; diff reads the good one first
read_file()
{
	local words
	read -ra words <<<"$1"
	[ "$1" != diff ] || words+=("$good")
	run "${words[@]}" "$2"
}
for verb in "${readers[@]}"; do
	name=${verb%% *}
	read_file "$verb" "$work/none"
	judge "$name: no such file" 1 "$work/none: No such file or directory" ''
	read_file "$verb" "$work"
	judge "$name: a directory" 1 "$work: Is a directory" ''
	read_file "$verb" "$work/empty"
	judge "$name: an empty file" 4 "$work/empty: the file is empty" ''
	read_file "$verb" /etc/passwd
	judge "$name: a foreign file" 4 '/etc/passwd: not a lowmark recording' ''
	read_file "$verb" "$work/noise"
	judge "$name: noise" 4 "$work/noise: not a lowmark recording" ''
done
for verb in trace report "why stall" stat plot explain; do
	read -ra words <<<"$verb"
	run "${words[@]}" "$good" "$good"
	judge "${verb%% *}: two files" 2 "unexpected argument" ''
done

# What there is to be written is written whole, or its loss has a name.
sample=$work/sample.lowmark
build/unit/make_sample "$sample"
for verb in trace report "report --json" "why stall" "why stall --json" stat explain "diff $sample"; do
	read -ra words <<<"$verb"
	status=0
	"$tool" "${words[@]}" "$sample" >/dev/full 2>"$work/err" || status=$?
	: >"$work/out"
	judge "${verb%% /*} to a full disk" 1 'cannot write the output: No space left on device$'
	status=0
	(ulimit -f 0 && exec "$tool" "${words[@]}" "$sample" >"$work/limited" 2>/dev/full) || status=$?
	[ "$status" = 1 ]
	result "${verb%% /*} to a file that may not grow"
done
ln -s /dev/full "$work/full.svg"
run plot -o "$work/full.svg" "$sample"
judge "a plot to a full disk" 1 "cannot write $work/full.svg: No space left on device" ''
status=0
(ulimit -f 1 && exec "$tool" record -o "$work/limited" -d 100ms 2>&1 | cat >"$work/said"
	exit "${PIPESTATUS[0]}") || status=$?
[ "$status" = 1 ] && grep -q "cannot write $work/limited: File too large; the file can be read" "$work/said"
result "a recording that may not grow"
if [ "$(id -u)" = 0 ] && mkdir "$work/disk" && mount -t tmpfs -o size=16k none "$work/disk" 2>/dev/null; then
	run trace "$sample"
	cp "$work/out" "$work/disk/out" 2>/dev/null
	run plot -o "$work/disk/x.svg" "$sample"
	judge "a plot to a disk that is full" 1 "cannot write $work/disk/x.svg: No space left on device" ''
	run record -o "$work/disk/r.lowmark" -d 100ms
	judge "a recording to a disk that is full" 1 "cannot (write|create) $work/disk/r.lowmark: No space left on device" ''
	umount "$work/disk"
else
	skip "disks that are full" "no tmpfs can be mounted here"
fi

# Cut anywhere but at its end it is damaged, and says so.
size=$(stat -c %s "$good") bad=
for ((n = 1; n < size; n++)); do
	head -c $n "$good" >"$work/cut"
	run trace "$work/cut"
	[ "$status" = 4 ] && [ -s "$work/err" ] || bad+=" $n($status)"
done
[ -z "$bad" ] || echo "# cut at:$bad"
[ -z "$bad" ]
result "a recording cut at each of its $size bytes"

# Damage is noticed wherever it matters; never does it crash the reader.
bad=
for ((n = 0; n < size; n += 3)); do
	byte=$(od -An -tu1 -j $n -N 1 "$good")
	cp "$good" "$work/flipped"
	printf '%b' "\\x$(printf %x $((byte ^ 1 << n % 8)))" |
		dd of="$work/flipped" bs=1 seek=$n conv=notrunc status=none
	run trace "$work/flipped"
	[[ $status = [04] ]] || bad+=" $n($status)"
done
[ -z "$bad" ] || echo "# flipped at:$bad"
[ -z "$bad" ]
result "a recording with one bit flipped"

# What is left of a damaged file each verb tells, and that it is damaged; none
# crashes. Its end is padding; explain does not read chunks, which stand
# between the first one's header and END's.
section()
{
	LC_ALL=C grep -aboP "SEKT\\x0$1\\x00\\x00\\x00" "$sample" | head -n 1 | cut -d: -f1
}
size=$(stat -c %s "$sample") bad='' first=$(section 5) last=$(section 8) passed=0
for ((n = 0; n < 12; n++)); do
	at=$(((size - 9) * n / 11))
	head -c $at "$sample" >"$work/cut.lowmark"
	cp "$sample" "$work/flipped.lowmark"
	byte=$(od -An -tu1 -j $at -N 1 "$sample")
	printf '%b' "\\x$(printf %x $((byte ^ 1 << n % 8)))" |
		dd of="$work/flipped.lowmark" bs=1 seek=$at conv=notrunc status=none
	for file in cut flipped; do
		for verb in report "why stall" "why wake" stat "plot -o $work/x.svg" \
			"diff $sample" "top --json" "explain"; do
			# shellcheck disable=SC2086 # a verb and its options
			run $verb "$work/$file.lowmark"
			if [ "$verb $file $status" = "explain flipped 0" ] &&
				((at >= first && at < last)); then
				passed=$((passed + 1))
				continue
			fi
			{ [[ $status = [14] ]] && [ -s "$work/err" ]; } || bad+=" $verb:$file:$at($status)"
		done
	done
done
[ -z "$bad" ] || echo "# bad:$bad"
[ -z "$bad" ] && [ $passed -gt 0 ]
result "each verb on recordings cut and flipped"

# What a file holds is shown, but does nothing to a terminal.
poisoned=$work/poisoned.lowmark
python3 tests/cli/poison.py "$sample" "$poisoned"
harmless()
{
	! LC_ALL=C grep -aqP '[\x00-\x08\x0b-\x1f\x7f-\x9f]' "$@"
}
bad=
for verb in report "report --by gfp" "report --by order" "trace" "why stall" "why wake" "why awake" \
	"why asleep" "why fail" "why oom" stat "stat -i 100ms" explain "explain --start" \
	"diff $sample" "diff $poisoned" "plot -o $work/x.svg" "plot -o $work/x.html"; do
	rm -f "$work/x.svg" "$work/x.html"
	# shellcheck disable=SC2086 # a verb and its options
	run $verb "$poisoned"
	{ [[ $status = [01] ]] && harmless "$work/out" "$work/err"; } || bad+=" ${verb%% /*}($status)"
	[ ! -e "$work/x.svg" ] || harmless "$work/x.svg" || bad+=" svg"
	head -c 700 "$poisoned" >"$work/cut.lowmark"
	# shellcheck disable=SC2086
	run $verb "$work/cut.lowmark"
	harmless "$work/out" "$work/err" || bad+=" ${verb%% /*}(cut)"
done
[ -z "$bad" ] || echo "# bad:$bad"
[ -z "$bad" ]
result "a file that holds control sequences"
run report "$poisoned"
for what in 'kernel    \?\[2J\?\?\?\?6' 'command   \?\[2J' 'trigger   \?\[2J' 'filter    recorded with \?\[2J' \
	'^Watermark changes: n/a \(\?\[2J\?\?\?\? failed: \?\[2J' '^  \?\[2J\?\?\?\? +1 +0 ' ' \?\[2J\?\?\?\?-101 '; do
	matches "$what" "$work/out" || echo "# not there: $what"
	matches "$what" "$work/out"
	result "what is shown of it: $what"
done
run explain "$poisoned"
judge "a zone of it" 0 '' '^ \|    0:\?\[2J'
run why stall "$poisoned"
judge "a trigger of it" 0 '' '^Trigger: \?\[2J'
run diff "$sample" "$poisoned"
judge "a setting of it" 0 '' '^ +vm\.\?\[2J\?\?\?\? +n/a +'
for verb in report "why stall" "diff $sample"; do
	# shellcheck disable=SC2086
	run $verb --json "$poisoned"
	! grep -q $'\033' "$work/out" && iconv -f utf-8 -t utf-8 "$work/out" >/dev/null &&
		jq -e '[.. | strings] | any(contains("\u001b[2J\u007f\u009b\u00c2\u009b"))' "$work/out" >/dev/null
	result "${verb%% /*}: JSON has it, escaped"
done
run trace --json "$poisoned"
harmless "$work/out" && iconv -f utf-8 -t utf-8 "$work/out" >/dev/null &&
	jq -es 'length > 100' "$work/out" >/dev/null
result "trace: JSON is harmless"

finish
