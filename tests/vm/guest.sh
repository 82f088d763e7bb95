# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the guest's side of the VM tests shares: tracefs, swap, memory pressure.

debugfs=/sys/kernel/debug/lowmark
tracefs=/sys/kernel/tracing
module=/lib/lowmark/lowmark.ko
cpus=$(grep -c ^processor /proc/cpuinfo)
burst_mb=${burst_mb:-96}
fill_mb=${fill_mb:-4}
export debugfs tracefs module cpus burst_mb fill_mb
# The OOM killer is to take those who fill memory, nobody else.
echo -1000 >/proc/self/oom_score_adj

# zram_on MB: a compressed disk in memory
zram_on()
{
	[ -e /sys/block/zram0 ] || modprobe zram
	# zram's compressor is a module of its own in -cloud kernels.
	modprobe lzo-rle 2>/dev/null || :
	echo "${1}M" >/sys/block/zram0/disksize
}

# swap_on MB: swap on that disk
swap_on()
{
	zram_on "$1"
	mkswap /dev/zram0 >/dev/null
	swapon /dev/zram0
}

# written KIND: how many records of a kind
written()
{
	awk -v kind="$1" '$3 == "kind" && $4 == kind { n += $6 } END { print n + 0 }' \
		$debugfs/stats
}

available_mb()
{
	awk '/^MemAvailable/ { print int($2 / 1024) }' /proc/meminfo
}

# fill DIR MB: files of $fill_mb MiB, a quarter of them random, the rest zero bytes, so
# that zram can press them. Each needs a process.
fill()
{
	echo 1000 >/proc/self/oom_score_adj
	mkdir -p "$1"
	dd if=/dev/urandom of="$1/seed" bs=128k count=1 2>/dev/null
	dd if=/dev/zero bs=384k count=1 2>/dev/null >>"$1/seed"
	fill_i=0 fill_seeds=
	while [ $fill_i -lt $((fill_mb * 2)) ]; do
		fill_seeds="$fill_seeds $1/seed"
		fill_i=$((fill_i + 1))
	done
	fill_i=0
	while [ $((fill_i * fill_mb)) -lt "$2" ]; do
		# shellcheck disable=SC2086 # one word each
		cat $fill_seeds >"$1/$fill_i" || break
		fill_i=$((fill_i + 1))
	done
}

# fill_on_all MB: memory, on all CPUs at once, until fill_off
fill_on_all()
{
	mkdir -p /tmp/fill
	mount -t tmpfs -o size=95% none /tmp/fill
	cpu=0
	while [ $cpu -lt "$cpus" ]; do
		taskset -c $cpu sh -c '. /add/guest.sh; fill "$@"' \
			fill /tmp/fill/$cpu $(($1 / cpus)) &
		fillers="$fillers $!"
		cpu=$((cpu + 1))
	done
	# shellcheck disable=SC2086 # one word each
	wait $fillers || :
	fillers=
}

fill_off()
{
	umount /tmp/fill
	echo 1 >/proc/sys/vm/drop_caches
}

# Faults of anonymous memory on all CPUs at once, faster than kswapd frees:
# of $burst_mb on two CPUs and more
burst()
{
	cpu=0
	while [ $cpu -lt "$cpus" ]; do
		taskset -c $cpu sh -c 'echo 1000 >/proc/self/oom_score_adj
			exec dd if=/dev/zero of=/dev/null count=1 \
				bs=$((burst_mb / (cpus > 2 ? cpus : 2)))M' 2>/dev/null &
		fillers="$fillers $!"
		cpu=$((cpu + 1))
	done
	# shellcheck disable=SC2086 # one word each
	wait $fillers || :
	fillers=
}

# pressure: zones below low and back, with direct reclaim and high orders
pressure()
{
	echo 200 >/proc/sys/vm/watermark_scale_factor
	fill_on_all $(($(available_mb) + ${1:-60}))
	burst
	if [ "$cpus" -le 2 ]; then # else it takes long
		# More than is free: who asks for it has to reclaim.
		echo 200 >/proc/sys/vm/nr_hugepages
		echo 0 >/proc/sys/vm/nr_hugepages
		burst
	fi
	fill_off
	echo 10 >/proc/sys/vm/watermark_scale_factor
	sleep 1
}

# trace_on BUFFER-KIB EVENT...: each is DIR/NAME below events
trace_on()
{
	echo mono >$tracefs/trace_clock
	echo "$1" >$tracefs/buffer_size_kb
	shift
	for event; do
		cat "$tracefs/events/$event/format" >"/out/${event#*/}.format"
		echo 1 >"$tracefs/events/$event/enable"
	done
}

# trace_save: stop, and leave the binary buffers in /out/rawCPU
trace_save()
{
	echo 0 >$tracefs/tracing_on
	cats=
	for dir in $tracefs/per_cpu/cpu*; do
		# It has no end of file. read(2) also gives the page that is not
		# full; sendfile(2), which cat uses, does not on 5.10.
		dd if="$dir/trace_pipe_raw" bs=4096 of="/out/raw${dir##*/cpu}" \
			2>/dev/null &
		cats="$cats $!"
	done
	for _ in $(seq 240); do
		grep -q '^entries: [^0]' $tracefs/per_cpu/cpu*/stats || break
		sleep 0.5
	done
	sleep 1 # what was read last may not be written yet
	# shellcheck disable=SC2086 # one word each
	{ kill $cats; wait $cats; } || :
	grep -H -E '^(entries|overrun|dropped|commit overrun)' \
		$tracefs/per_cpu/cpu*/stats >/out/tracestats
}

# look_for_bugs: at the end of a run, what a debug kernel finds when asked
look_for_bugs()
{
	status=$?
	trap - EXIT
	[ ! -e /proc/lockdep_stats ] || cat /proc/lockdep_stats >/out/lockdep_stats
	if [ -e /sys/kernel/debug/kmemleak ]; then
		# It tells of what is older than 5 s and the same in two scans.
		sleep 6
		if echo scan >/sys/kernel/debug/kmemleak; then
			echo scan >/sys/kernel/debug/kmemleak
			cat /sys/kernel/debug/kmemleak >/out/kmemleak
		else
			dmesg | grep "kmemleak: .*disabled" >/out/kmemleak.off
		fi
	fi
	exit $status
}
