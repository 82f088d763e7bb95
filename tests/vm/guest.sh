# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the guest's side of the VM tests shares: tracefs, swap, memory pressure.

debugfs=/sys/kernel/debug/lowmark
tracefs=/sys/kernel/tracing
cpus=$(grep -c ^processor /proc/cpuinfo)
export debugfs tracefs cpus

say()
{
	echo "# guest: $*" >&2
}

# swap_on MB: compressed swap in memory
swap_on()
{
	[ -e /sys/block/zram0 ] || modprobe zram
	echo "${1}M" >/sys/block/zram0/disksize
	mkswap /dev/zram0 >/dev/null
	swapon /dev/zram0
}

free_mb()
{
	awk '/^MemAvailable/ { print int($2 / 1024) }' /proc/meminfo
}

# fill DIR MB: files of half random, half zero bytes, which zram can press
fill()
{
	mkdir -p "$1"
	dd if=/dev/urandom of="$1/seed" bs=256k count=1 2>/dev/null
	dd if=/dev/zero bs=256k count=1 2>/dev/null >>"$1/seed"
	fill_i=0
	while [ $fill_i -lt "$2" ]; do
		cat "$1/seed" "$1/seed" >"$1/$fill_i" || break
		fill_i=$((fill_i + 1))
	done
}

# pressure [ROUNDS]: zones below low and back, on all CPUs, with high orders
pressure()
{
	mkdir -p /tmp/fill; mount -t tmpfs -o size=90% none /tmp/fill 2>/dev/null
	round=0
	while [ $round -lt "${1:-1}" ]; do
		echo 300 >/proc/sys/vm/watermark_scale_factor
		share=$((($(free_mb) + 100) / cpus))
		cpu=0
		while [ $cpu -lt "$cpus" ]; do
			taskset -c $cpu sh -c '. /add/guest.sh; fill "$@"' \
				fill /tmp/fill/$cpu $share &
			cpu=$((cpu + 1))
		done
		sleep 1
		echo 64 >/proc/sys/vm/nr_hugepages
		wait
		echo 10 >/proc/sys/vm/watermark_scale_factor
		echo 0 >/proc/sys/vm/nr_hugepages
		rm -rf /tmp/fill/[0-9]*
		echo 3 >/proc/sys/vm/drop_caches
		round=$((round + 1))
	done
	umount /tmp/fill
}
