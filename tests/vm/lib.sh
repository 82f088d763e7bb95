# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# What the tests in virtual machines share: booting, counting results, KTAP.

cd "$(dirname "$(realpath "$0")")/../.." || exit 1
tool=$PWD/build/lowmark
name=$(basename "$0" .t)
# every: those a test of each kernel runs on; KERNELS: those all tests run on
every=$(awk '/^[^#]/ && $1 !~ /-debug$/ { print $1 }' scripts/kernels.conf)
[ "${KERNELS-}" != all ] || KERNELS=$every
every=${KERNELS:-$every}
KERNELS=${KERNELS:-6.1 7.3}
number=0 failures=0
burst_mb= # how much memory a burst of a guest takes, if not as usual
export PYTHONDONTWRITEBYTECODE=1

echo "KTAP version 1"

# result STATUS NAME: count a test
result()
{
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number $2"
	else
		echo "not ok $number $2"
		failures=$((failures + 1))
	fi
}

# skip NAME REASON: count a test that cannot run
skip()
{
	number=$((number + 1))
	echo "ok $number $1 # SKIP $2"
}

# is_debug KERNEL: was it built to find bugs? Then it is several times slower.
# More memory for what it remembers would only have to be filled first.
is_debug()
{
	[[ $1 == *-debug ]]
}

# boot KERNEL [OPTION]...: run $out/run.sh in a guest of two nodes. To clear memory that
# is written to next is a tenth of what filling memory takes.
boot()
{
	local kernel=$1 time=(--timeout 1200)
	shift
	! is_debug "$kernel" || time=(--timeout 2400 --boot-timeout 400)
	scripts/vm -q --kernel "$kernel" "${time[@]}" --mem 1G --numa 2 \
		--append init_on_alloc=0 --kmod zram --kmod lzo-rle \
		--add tests/vm/guest.sh --add "$out/run.sh" --out "$out/out" "$@" \
		-- sh /add/run.sh >"$out/log" 2>&1
}

# bugs KERNEL: what a debug kernel found besides what is in its log, and that it
# looked until the end
bugs()
{
	is_debug "$1" || return 0
	grep -qsE '^ *debug_locks: *1$' "$out/lockdep_stats"
	result $? "$1: lockdep was watching to the end"
	if [ -s "$out/kmemleak.off" ]; then
		skip "$1: kmemleak found nothing" "it gave up for want of memory"
		return
	fi
	[ -e "$out/kmemleak" ] && [ ! -s "$out/kmemleak" ]
	result $? "$1: kmemleak found nothing"
	head -n 60 "$out/kmemleak" | sed 's/^/# /'
}

# emulator_fault STATUS: did the emulator fail rather than the guest? It may run
# a stale translation of a function being patched, or hang. The int3 there, which is
# gone in truth, is an oops. Where a kprobe stands on the function's ftrace site, it
# takes the int3 for its own and goes on, with interrupts off, in a copy of the
# instruction that such kprobes have not, at 0. That function is the scan: its caller is
# the first of the trace, or the second if it was to return to a kretprobe, unless the
# unwinder loses it: then the kretprobe's trampoline, which is told as the end of what
# is before it, is the first. None of lowmark's is in the trace, but for what earlier
# calls have left on the stack ("?").
emulator_fault()
{
	local log=$out/out/console.log
	case $1 in
	115 | 116) return 0 ;;
	esac
	! grep -qs 'Oops: int3' "$log" "$out/log" || return 0
	grep -sA 3 'RIP: 0010:0x0\>' "$log" | grep -q 'EFLAGS: 00010[014589cd]' &&
		grep -A 2 '<TASK>' "$log" | tail -n 2 |
		grep -qE ' (__)?alloc_[a-z_]*pages|\+(0x[0-9a-f]+)/\2\>' &&
		! grep '\[lowmark\]' "$log" | grep -qv '\] *? '
}

# guest KERNEL [OPTION]...: run the script on stdin in a guest of two nodes;
# what it leaves in /out is in $out afterwards. A fault of the emulator is
# told, and gets one more try.
guest()
{
	local kernel=$1 status=0
	out=build/vm-tests/$name/$kernel
	rm -rf "$out"
	mkdir -p "$out"
	{
		echo "export burst_mb=$burst_mb"
		echo ". /add/guest.sh"
		echo "trap look_for_bugs EXIT"
		cat
	} >"$out/run.sh"
	boot "$@" || status=$?
	if [ $status != 0 ] && emulator_fault $status; then
		echo "# $kernel: the emulator failed, this is run once more"
		sed 's/^/# first try: /' "$out/log" | tail -n 20
		rm -rf "$out/out"
		status=0
		boot "$@" || status=$?
	fi
	[ $status = 0 ] || sed 's/^/# /' "$out/log" | tail -n 60
	out=$out/out
	result $status "$kernel: the guest ran to its end, kernel log clean"
	bugs "$kernel"
	return $status
}

# witnessed KERNEL [OPTION]...: record pressure beside the kernel's own events, and
# what an added also.sh does
witnessed()
{
	local kernel=$1
	shift
	guest "$kernel" --mem 512M "$@" <<-'END'
	set -e
	swap_on 300
	# With one CPU there is no other reason for a late record.
	[ $cpus != 1 ] || switches=sched/sched_switch
	trace=8192
	[ ! -e /proc/lockdep_stats ] || trace=32768
	trace_on $trace $switches vmscan/mm_vmscan_wakeup_kswapd \
		vmscan/mm_vmscan_kswapd_wake vmscan/mm_vmscan_kswapd_sleep \
		vmscan/mm_vmscan_direct_reclaim_begin \
		vmscan/mm_vmscan_direct_reclaim_end oom/reclaim_retry_zone \
		oom/compact_retry
	size=16384
	# A debug kernel makes more, and the recorder waits longer for memory.
	[ $cpus -le 2 ] || [ -e /proc/lockdep_stats ] || size=$((32768 / cpus))
	insmod $module size=$size mode=discard
	cat $debugfs/format >/out/format
	cat $debugfs/caps >/out/caps
	cat /proc/zoneinfo >/out/zoneinfo
	lowmark doctor --decisions >/out/decisions
	lowmark doctor --json >/out/doctor
	cat /proc/vmstat >/out/vmstat.before
	lowmark record -o /out/r.lowmark -- sh -c '. /add/guest.sh
		pressure
		[ ! -e /add/also.sh ] || . /add/also.sh'
	cat /proc/vmstat >/out/vmstat.after
	cat $debugfs/stats >/out/stats
	trace_save
	rmmod lowmark
	END
}

# analyse KERNEL SCRIPT [ARG]...: count what a Python script judges, which
# prints lines of "ok NAME", "not ok NAME" and "# remark"
analyse()
{
	local kernel=$1 line status=0
	shift
	python3 "$@" >"$out/verdict" 2>"$out/verdict.err" || status=$?
	while IFS= read -r line; do
		case $line in
		ok\ *) result 0 "$kernel: ${line#ok }" ;;
		not\ ok\ *) result 1 "$kernel: ${line#not ok }" ;;
		*) echo "# ${line#"# "}" ;;
		esac
	done <"$out/verdict"
	[ $status = 0 ] || sed 's/^/# /' "$out/verdict.err"
	result $status "$kernel: all was analysed"
}

finish()
{
	echo "1..$number"
	[ $failures = 0 ]
	exit
}
