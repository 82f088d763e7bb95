#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The guest's side of tests/bench/run: goes through the rows and prints what it
# measures as lines "@ METRIC TOOL VALUE UNIT". A row that cannot be measured
# prints "@ METRIC TOOL n/a WHY".
# Usage: guest.sh TOOL,TOOL...|all WHAT,WHAT...|all; the rows are beside it
# shellcheck disable=SC2034 # tools/*.sh use them

here=$(dirname "$0")
scratch=/tmp/bench
tracefs=/sys/kernel/tracing
bench=/sys/kernel/debug/allocbench
pairs=12800	# events of one measurement of a check
storm=262144	# events of the run that tries to lose some
fill=65536	# events that are more than a ring of 1 MiB holds
cost_kib=8192	# buffers, so that none runs full while costs are measured
ring_kib=1024	# lowmark's default ring, which all get when losses count

# peer CMD...: in the tree of the peers
peer()
{
	exec chroot /peers /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
		HOME=/root LC_ALL=C.UTF-8 "$@"
}

# peers_mount: the disk with that tree, if there is one
peers_mount()
{
	local d
	modprobe crc32c_generic 2>/dev/null
	modprobe virtio_blk
	modprobe ext4
	mkdir -p /peers
	mount -t ext4 -o ro /dev/vda /peers 2>/dev/null || return
	for d in proc sys dev tmp; do
		mount -o rbind /$d /peers/$d
	done
	for d in run root var/tmp; do
		mount -t tmpfs none /peers/$d
	done
}

# keep FILE: what the host will decode, of the run that fills buffers
keep()
{
	[ "$what" != lost ] || [ ! -d /out ] || mv "$scratch/$1" "/out/$tool.$1"
	rm -f "${scratch:?}/$1"
}

# wait_for SECONDS CMD...: until CMD succeeds, but no longer than a recorder lives
wait_for()
{
	local end=$((SECONDS + $1))
	shift
	until "$@"; do
		[ $SECONDS -lt $end ] || return 1
		[ -z "${recorder:-}" ] || kill -0 "$recorder" || return 1
		sleep 0.2
	done 2>/dev/null
}

# recorder_end SIGNAL: a tool's own recorder, if it runs
recorder_end()
{
	[ -n "${recorder:-}" ] || return 0
	kill "-$1" "$recorder" 2>/dev/null
	wait "$recorder"
	recorder=
}

# pair BATCHES: instructions of an allocation of order 1, which is one check, and
# its free: median of batches of 64, in hundredths
pair()
{
	echo "1 $1" >$bench && cut -d ' ' -f 2 $bench
}

# cost: the same, the least of twelve: how pages lie on the lists makes a difference of a
# few instructions, and stays so until something else is allocated
cost()
{
	local i
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
		pair $((pairs / 64))
		head -c $((i * i * 9973)) /dev/zero >"$scratch/churn.$i"
	done | sort -n | head -n 1
	rm "$scratch"/churn.*
}

faults()
{
	/add/faults 256 100
}

# reads: in steady reclaim. What tools have left in the page cache is not to be in it.
reads()
{
	echo 3 >/proc/sys/vm/drop_caches
	timeout 200 /add/reads /dev/zram0 256 2 96
}

# hundredths A B: (A - B) / 100
hundredths()
{
	awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f", (a - b) / 100 }'
}

percent()
{
	awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", (a - b) * 100 / b }'
}

say()
{
	echo "@ $*"
}

# without COMMAND: what it takes without any tool. Steady reclaim is measured anew
# after each tool, and the first time twice: it depends on what went before.
without()
{
	local file=$scratch/without.$1
	if [ "$1" = reads ] && [ ! -e "$file" ]; then reads >/dev/null; fi
	if [ "$1" = cost ] || [ ! -s "$file" ]; then $1 >"$file"; fi
	cat "$file"
}

# between COMMAND BEFORE: what it takes without the tool, of before and after: of a cost
# the less; of reclaim the mean, which fails where they differ so much that it says
# nothing
between()
{
	local after
	echo "$2"
	if [ "$1" = cost ]; then
		after=$(cost)
		[ "$after" -ge "$2" ] || echo "$after"
	fi
	[ "$1" = reads ] || return 0
	reads >$scratch/without.reads
	after=$(cat $scratch/without.reads)
	awk -v a="$2" -v b="$after" 'BEGIN {
		printf "%d\n", (a + b) / 2
		d = (a - b) * 200 / (a + b)
		exit d > 3 || d < -3
	}'
}

# measured METRIC COMMAND CONVERT UNIT: COMMAND without and with the tool
measured()
{
	local metric=$1 command=$2 convert=$3 unit=$4 base now seen
	base=$(without "$command")
	if ! tool_start $cost_kib "${setup[@]}"; then
		unable "$metric"
		return
	fi
	now=$($command)
	tool_count >$scratch/seen
	seen=$(cat $scratch/seen)
	tool_stop
	if ! between "$command" "$base" >$scratch/base; then
		say "$metric $tool n/a without it $base before and $(cat $scratch/without.reads) after"
		return
	fi
	base=$(tail -n 1 $scratch/base)
	echo "# $metric $tool: $base -> $now, $seen records" >&2
	say "$metric $tool $($convert "$now" "$base") $unit"
}

# unable METRIC: the last tool_start failed
unable()
{
	say "$1 $tool n/a $(tail -n 1 $scratch/why)"
	tool_stop
}

# told METRIC UNIT CHECKS HOW: what a tool says by itself after that many checks
told()
{
	local metric=$1 unit=$2 checks=$3 how=$4 value
	if ! tool_start $ring_kib "${setup[@]}"; then
		unable "$metric"
		return
	fi
	pair $((checks / 64)) >/dev/null
	# Not in a subshell: it may end the recorder.
	"$how" >$scratch/told
	value=$(cat $scratch/told)
	tool_stop
	say "$metric $tool ${value:-n/a} $unit"
}

# spread CPUS: as pair, at the same time on each, 25,600 in all however many there are
spread()
{
	echo "1 $((400 / $1)) $1" >$bench && cut -d ' ' -f 1 $bench
}

# cpus: instructions of a check with 1 to 8 CPUs at it, and the most they differ
cpus()
{
	local n values=() off=()
	for n in 1 2 4 8; do off[n]=$(spread $n); done
	if ! tool_start $cost_kib "${setup[@]}"; then
		unable cpus.flat_percent
		return
	fi
	spread 8 >/dev/null
	for n in 1 2 4 8; do
		values+=("$(hundredths "$(spread $n)" "${off[n]}")")
		say "cpus.$n.instructions $tool ${values[-1]} instructions"
	done
	tool_stop
	echo "${values[@]}" | awk -v t="$tool" '{
		for (i = 2; i <= NF; i++) {
			d = ($i - $1) * 100 / $1
			if (d * d > most * most) most = d
		}
		printf "@ cpus.flat_percent %s %.1f %%\n", t, most
	}'
}

row()
{
	tool=$1 setup=("${@:4}")
	echo 'tool gave no reason' >$scratch/why
	# shellcheck source=/dev/null
	. "$here/tools/$2.sh"
	for what in ${3//,/ }; do
		# Only this needs CPUs, and is all that a guest with some does.
		[ "$only" = all ] || [[ ,$only, == *,$what,* ]] || continue
		[ "$what" = cpus ] && [ "$(nproc)" = 1 ] && continue
		[ "$what" != cpus ] && [ "$(nproc)" != 1 ] && continue
		case $what in
		recorded | verdict | dropped)
			measured "check.$what.instructions" cost hundredths instructions ;;
		off)	measured off.instructions cost hundredths instructions ;;
		idle)	measured default.idle_overhead_percent faults percent % ;;
		reclaim) measured default.reclaim_overhead_percent reads percent % ;;
		bytes)	told ring.bytes_per_check bytes "$fill" tool_bytes ;;
		lost)	told lost.records "of-$storm" "$storm" tool_lost ;;
		cpus)	cpus ;;
		esac
	done
}

main()
{
	local name script what rest only=${2:-all}
	mkdir -p $scratch
	insmod /lib/lowmark/allocbench.ko
	peers_mount
	modprobe zram && echo 4G >/sys/block/zram0/disksize
	while read -r name script what rest; do
		[ "$1" = all ] || [[ ,$1, == *,$name,* ]] || continue
		# shellcheck disable=SC2086 # words
		row "$name" "$script" "$what" $rest 3>&1
	done < <(grep -v '^#' "$here/rows")
}

main "$@"
