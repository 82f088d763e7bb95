#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Wakes, kswapd runs and direct reclaims are those of the kernel's own events,
# one to one, and slow path runs agree with what was recorded inside them. On
# every kernel, each of which has the hooks it should have.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

# absent KERNEL: the hooks whose function or tracepoint it does not have
absent()
{
	case $1 in
	7.*)	echo check_safe ;;
	*)	echo cleared ;;
	esac
}

for kernel in $every; do
	guest "$kernel" <<-'END' || continue
	set -e
	swap_on 300
	trace_on 8192 vmscan/mm_vmscan_wakeup_kswapd \
		vmscan/mm_vmscan_kswapd_wake vmscan/mm_vmscan_kswapd_sleep \
		vmscan/mm_vmscan_direct_reclaim_begin
	insmod $module size=16384 mode=discard
	cat $debugfs/format >/out/format
	cat $debugfs/caps >/out/caps
	cat /proc/vmstat >/out/vmstat.before
	lowmark record -o /out/r.lowmark -- sh -c '. /add/guest.sh; pressure'
	cat /proc/vmstat >/out/vmstat.after
	cat $debugfs/stats >/out/stats
	trace_save
	rmmod lowmark
	END
	awk 'NR > 1 && $4 != "observed" { print $1 }' "$out/caps" >"$out/absent"
	[ "$(cat "$out/absent")" = "$(absent "$kernel")" ] &&
		! grep -q ' failed ' "$out/caps"
	result $? "$kernel: observes all but: $(absent "$kernel")"
	analyse "$kernel" tests/vm/witness.py "$tool" "$out"
done

finish
