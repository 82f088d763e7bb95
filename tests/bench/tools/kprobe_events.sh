# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # globals of guest.sh
# The kernel's own events that come nearest to lowmark's records, for those tools
# that use the kernel's: kprobe events in the group "bench", and tracepoints.

# Of a check: the arguments, the boost (behind the four watermarks at the begin of
# struct zone) and the task.
event_check='zone=%di:x64 order=%si:u32 mark=%dx:u64 highest=%cx:s32 flags=%r8:x32 free=%r9:s64 boost=+32(%di):u64 comm=$comm'
event_attempt='gfp=%di:x32 order=%si:u32 flags=%dx:x32 context=%cx:x64 comm=$comm'
event_wake='zone=%di:x64 gfp=%si:x32 order=%dx:s32 highest=%cx:s32 comm=$comm'
vmscan_events='mm_vmscan_kswapd_wake mm_vmscan_kswapd_sleep mm_vmscan_wakeup_kswapd
	mm_vmscan_direct_reclaim_begin mm_vmscan_direct_reclaim_end'

# events_define NAME...: check, verdict, attempt, wake, vmscan; sets events
events_define()
{
	local name e
	events=()
	for name; do
		case $name in
		check)	probe p check __zone_watermark_ok "$event_check" ;;
		verdict) probe r verdict __zone_watermark_ok 'ok=$retval:u8' ;;
		attempt) probe p attempt get_page_from_freelist "$event_attempt" &&
			probe r result get_page_from_freelist 'page=$retval:x64' ;;
		wake)	probe p wake wakeup_kswapd "$event_wake" ;;
		vmscan)	for e in $vmscan_events; do events+=("vmscan/$e"); done ;;
		*)	continue ;;
		esac || return
	done
}

# probe TYPE NAME FUNCTION ARGS
probe()
{
	if ! echo "$1:bench/$2 $3 $4" >>$tracefs/kprobe_events; then
		echo "no kprobe event on $3" >$scratch/why
		return 1
	fi
	events+=("bench/$2")
}

events_enable()
{
	local e
	for e in "${events[@]}"; do
		echo "$1" >$tracefs/events/"$e"/enable || return
	done
}

events_remove()
{
	events_enable 0
	echo >$tracefs/kprobe_events
}

# buffer WHAT: a count of the trace buffer: entries, overrun, dropped events
buffer()
{
	sed -n "s/^$1: //p" $tracefs/per_cpu/cpu0/stats
}

# hits: how often the probe of checks fired
hits()
{
	awk '$1 == "check" { n = $2 } END { print n + 0 }' $tracefs/kprobe_profile
}

# probed FUNCTION: a probe is armed there
probed()
{
	grep "$1[+]" /sys/kernel/debug/kprobes/list | grep -qv DISABLED ||
		grep -q "^$1 " $tracefs/enabled_functions
}
