# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # globals of guest.sh
# A CO-RE BPF program with a ring buffer. Setup: the gate (0: none, 1: drops all,
# 2: what matters) and programs of bpf/checks.bpf.c.

bpf_started()
{
	grep -qs ready $scratch/bpf.out || ! kill -0 "$recorder"
}

tool_start()
{
	rm -f $scratch/bpf.out
	/add/load /add/checks.bpf.o "$1" "$2" /dev/null "${@:3}" \
		>$scratch/bpf.out 2>$scratch/bpf.err &
	recorder=$!
	wait_for 60 bpf_started
	grep -q ready $scratch/bpf.out && return
	grep -E -m 1 'R[0-9]|rror|nvalid|denied' $scratch/bpf.err | tr '\n' ' ' >$scratch/why
	cat $scratch/bpf.err >&2
	return 1
}

bpf_said()
{
	recorder_end TERM
	awk -v k="$1" '$1 == k { print $2 }' $scratch/bpf.out
}

tool_count()
{
	bpf_said seen
}

# tool_bytes: the ring holds nothing but records and their headers
tool_bytes()
{
	recorder_end TERM
	awk '{ v[$1] = $2 } END { if (v["checks"]) printf "%.1f", v["bytes"] / v["checks"] }' \
		$scratch/bpf.out
}

tool_lost()
{
	bpf_said lost
}

tool_stop()
{
	recorder_end TERM
}
