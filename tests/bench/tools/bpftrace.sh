# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # globals of guest.sh
# bpftrace printing a line per event to a file. Setup: names of the functions below.
# The lowmem reserve is that at a fixed index: 0.17 cannot look up another.

kprobe()
{
	cat <<-'END'
	kprobe:__zone_watermark_ok PREDICATE {
		$z = (struct zone *)arg0;
		printf("%lu %s %d %p %d %d %d %x %d %d %d\n", nsecs, comm, pid, arg0,
			arg1, arg2, arg3, arg4, arg5, $z->watermark_boost,
			$z->lowmem_reserve[2]);
	}
	END
}

kret()
{
	echo 'kretprobe:__zone_watermark_ok { printf("%d\n", retval); }'
}

fentry()
{
	cat <<-'END'
	kfunc:__zone_watermark_ok PREDICATE {
		printf("%lu %s %d %p %d %d %d %x %d %d %d\n", nsecs, comm, pid, args->z,
			args->order, args->mark, args->highest_zoneidx,
			args->alloc_flags, args->free_pages, args->z->watermark_boost,
			args->z->lowmem_reserve[2]);
	}
	END
}

fexit()
{
	fentry | sed 's/^kfunc/kretfunc/; s/%d\\n", nsecs/%d %d\\n", nsecs/; s/\[2\])/[2], retval)/'
}

count()
{
	echo 'kprobe:__zone_watermark_ok { @ = count(); }'
}

others()
{
	cat <<-'END'
	kretprobe:get_page_from_freelist { printf("%lu %s %p\n", nsecs, comm, retval); }
	kprobe:wakeup_kswapd { printf("%lu %s %p %x %d\n", nsecs, comm, arg0, arg1, arg2); }
	tracepoint:vmscan:mm_vmscan_kswapd_wake { printf("%lu wake\n", nsecs); }
	tracepoint:vmscan:mm_vmscan_kswapd_sleep { printf("%lu sleep\n", nsecs); }
	tracepoint:vmscan:mm_vmscan_direct_reclaim_begin { printf("%lu begin\n", nsecs); }
	tracepoint:vmscan:mm_vmscan_direct_reclaim_end { printf("%lu end\n", nsecs); }
	END
}

# shellcheck source=/dev/null
. "$here/tools/kprobe_events.sh"

tool_start()
{
	local part predicate='' program=''
	for part in "${@:2}"; do
		if [ "$part" = filter ]; then
			predicate='/arg1 > 5/'
			continue
		fi
		program+=$($part)$'\n'
	done
	[[ $program != kfunc* ]] || predicate=${predicate/arg1/args->order}
	peer env BPFTRACE_PERF_RB_PAGES=$(($1 / 4)) bpftrace -B full \
		-e "${program//PREDICATE/$predicate}" \
		-o $scratch/bpftrace.out >$scratch/why 2>&1 &
	recorder=$!
	if ! wait_for 120 bpftrace_ready; then
		grep -E -o 'ERROR.*' $scratch/why >$scratch/error && mv $scratch/error $scratch/why
		return 1
	fi
	sleep 3
}

bpftrace_ready()
{
	kill -0 "$recorder" && probed __zone_watermark_ok
}

lines()
{
	recorder_end INT
	grep -c . $scratch/bpftrace.out
}

tool_count()
{
	lines
}

tool_bytes()
{
	false
}

# Lost events are told in the output; lines of checks are what is left.
tool_lost()
{
	echo $((storm - $(recorder_end INT; grep -c '^[0-9].* ' $scratch/bpftrace.out)))
}

tool_stop()
{
	recorder_end INT
}
