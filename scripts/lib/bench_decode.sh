#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The userspace side of tests/bench: how fast each tool decodes and reports the
# recordings that the guest made, on this machine.
# shellcheck disable=SC2034,SC2154 # globals shared among the parts of the bench

# What lowmark's own speed and memory are measured with besides: records in CHUNKs
# of many CPUs, and a file of that many GiB.
decode_records=20000000
decode_gib=4

# decoded TOOL RECORDS CMD...: records per second and core, the best of three
decoded()
{
	local tool=$1 records=$2 seconds mib
	shift 2
	if ! read -r seconds mib < <(tests/bench/timed.py 3 "$@" 2>"$dir/why"); then
		echo "@ decode.records_per_second $tool n/a $(tail -n 1 "$dir/why")"
		return
	fi
	awk -v t="$tool" -v n="$records" -v s="$seconds" -v m="$mib" 'BEGIN {
		printf "@ decode.records_per_second %s %.0f records/s\n", t, n / s
		printf "@ report.peak_memory_mib %s %s MiB\n", t, m
	}'
}

# counted TOOL RECORDS PREFIX... -- CMD...: instructions of a record by callgrind
counted()
{
	local tool=$1 records=$2 in=()
	shift 2
	while [ "$1" != -- ]; do in+=("$1"); shift; done
	shift
	"${in[@]}" valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" \
		2>&1 >/dev/null | awk -v t="$tool" -v n="$records" '/Collected/ {
			printf "@ decode.instructions_per_record %s %.0f instructions\n", t, $NF / n
		}'
}

# decode_peer TOOL RECORDS CMD...: in the tree of the peers
decode_peer()
{
	local tool=$1 records=$2
	shift 2
	decoded "$tool" "$records" tests/bench/in-tree "$peers_dir/root" "$@"
	counted "$tool" "$records" tests/bench/in-tree "$peers_dir/root" -- "$@"
}

# decode_ctf RECORDS: babeltrace2, with perf's recording, as there is none of LTTng
decode_ctf()
{
	[ -s "$peers_dir/root/tmp/bench/perf.perf.data" ] || return 0
	if tests/bench/in-tree "$peers_dir/root" perf data convert \
		-i /tmp/bench/perf.perf.data --to-ctf=/tmp/bench/ctf >"$dir/why" 2>&1; then
		decode_peer babeltrace2 "$1" babeltrace2 /tmp/bench/ctf
	else
		echo "@ decode.records_per_second babeltrace2 n/a $(head -n 1 "$dir/why")"
	fi
}

# decode_all KERNEL RECORDS: what is in $dir/KERNEL.recordings
decode_all()
{
	local from=$dir/$1.recordings records=$2 tmp=$peers_dir/root/tmp/bench
	rm -rf "$tmp"
	cp -a "$from" "$tmp"
	[ ! -s "$tmp/trace-cmd.trace.dat" ] ||
		decode_peer trace-cmd "$records" trace-cmd report -i /tmp/bench/trace-cmd.trace.dat
	[ ! -s "$tmp/perf.perf.data" ] ||
		decode_peer perf "$records" perf script -i /tmp/bench/perf.perf.data
	decode_ctf "$records"
	rm -rf "$tmp"
	[ -s "$from/lowmark.recording" ] || return 0
	# It has other records than checks, too.
	records=$(build/lowmark report --json "$from/lowmark.recording" | jq .events)
	decoded lowmark-same "$records" build/lowmark report "$from/lowmark.recording"
	counted lowmark-same "$records" -- build/lowmark report "$from/lowmark.recording"
}

# decode_lowmark: the tool with long recordings
decode_lowmark()
{
	local file=$dir/long.lowmark seconds mib bytes
	make -s build/bench/generate
	build/bench/generate "$file" $decode_records
	bytes=$(stat -c %s "$file")
	decoded lowmark $decode_records build/lowmark report "$file" |
		grep -v peak_memory
	build/bench/generate "$file" $((decode_records * (decode_gib << 30) / bytes))
	read -r seconds mib < <(tests/bench/timed.py 1 build/lowmark report "$file")
	echo "@ report.peak_memory_mib lowmark $mib MiB"
	build/bench/generate "$file" 262144
	counted lowmark 262144 -- build/lowmark report "$file"
	rm "$file"
}
