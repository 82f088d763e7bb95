#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# An independent witness, a BPF program, counts entries of the functions that
# lowmark hooks in the same run: the counts are equal. In that run all checks are
# recorded; what is derived from state agrees with them.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

built=build/vm-tests/$name

build_witness()
{
	mkdir -p "$built"
	clang -g -O2 -Wall -Werror -target bpf -D__TARGET_ARCH_x86 \
		-I"/usr/include/$(gcc -print-multiarch)" \
		-c -o "$built/counts.bpf.o" tests/bpf/counts.bpf.c &&
		gcc -g -O2 -Wall -Wextra -Werror -o "$built/counts" \
			tests/bpf/counts.c -lbpf
}

PATH=$PATH:/usr/sbin
for tool_needed in clang gcc bpftool; do
	command -v "$tool_needed" >/dev/null && continue
	skip "BPF as a witness" "no $tool_needed; scripts/deps check vm installs it"
	finish
done
build_witness
result $? "the witness builds"

for kernel in $KERNELS; do
	# Of node 0, memory is in two zones: only then may a scan be told not to
	# fragment.
	mem=448M,192M
	! is_debug "$kernel" || mem=768M,288M
	guest "$kernel" --numa-mem $mem --low 320M --module scenes --append ibt=off \
		--add tests/vm/scenes.sh --add tests/vm/bpf.sh \
		--add "$built/counts" --add "$built/counts.bpf.o" --add "$(command -v bpftool)" <<-'END' || continue
	set -e
	zram_on 300
	grep -q " /sys/fs/cgroup " /proc/mounts ||
		mount -t cgroup2 none /sys/fs/cgroup
	insmod /lib/lowmark/scenes.ko
	# A debug kernel is so slow that pressure takes ten times as many runs.
	size=16384
	[ ! -e /proc/lockdep_stats ] || size=49152
	# Of functions that both have, 7.x asserts a lock that it holds for one of them
	# (bpf_tramp_ftrace_ops_func()); others do not look.
	hooks=ftrace
	case $(uname -r) in 7.*-debug) hooks=kprobe ;; esac
	insmod $module size=$size mode=discard checks=all hooks=$hooks
	cp /proc/zoneinfo /out/zoneinfo
	cat $debugfs/caps >/out/caps
	cat >/tmp/work.sh <<-'WORK'
	. /add/guest.sh
	# How many runs that takes depends on how fast kswapd is.
	lowmark record -q -o /out/r.lowmark -- sh -c '. /add/guest.sh
		. /add/scenes.sh
		. /add/bpf.sh
		rare
		rare=$(written slow_end)
		for round in 1 2 3 4; do
			[ $(written slow_end) -gt $((rare + 1200)) ] || pressure
		done'
	sleep 1
	/add/bpftool -j map dump id $COUNTS_MAP >/out/map.json
	WORK
	status=0
	/add/counts /add/counts.bpf.o $debugfs/stats sh -e /tmp/work.sh \
		>/out/counts 2>/out/counts.err || status=$?
	echo $status >/out/counts.status
	cat $debugfs/stats >/out/stats
	rmmod scenes
	rmmod lowmark
	END
	status=$(cat "$out/counts.status")
	if [ "$status" = 77 ]; then
		skip "$kernel: BPF as a witness" "$(tail -n 1 "$out/counts.err")"
		continue
	fi
	result "$status" "$kernel: the witness was there"
	sed 's/^/# /' "$out/counts.err" | tail -n 20
	analyse "$kernel" tests/vm/bpf.py "$tool" "$out"
	analyse "$kernel" tests/vm/derived.py "$tool" "$out"
done

finish
