#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What the module has allocated is given back when it is unloaded: areas of vmalloc
# and objects of the kmalloc caches. Whoever asked for them has no symbols any more
# when its code is gone. What kmalloc takes from the page allocator itself, 8 KiB
# and more, and alloc_percpu() have no such list; on a debug kernel kmemleak looks
# at the first as well.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

burst_mb=32
for kernel in $KERNELS; do
	guest "$kernel" --mem 512M \
		--append 'slub_debug=U,kmalloc-* rcupdate.rcu_expedited=1' <<-'END' || continue
	traces=/sys/kernel/debug/slab/kmalloc-64/alloc_traces
	[ -e $traces ] && grep -q 'entry_SYSCALL\|do_syscall' $traces ||
		: >/out/none
	swap_on 100
	# kept WHO: what callers have that are like that: areas, objects
	kept()
	{
		awk -v who="$1" '$3 " " $4 ~ who { n++ } END { printf "%d areas, ", n }' \
			/proc/vmallocinfo
		# An empty cache says so, without the blank line after it.
		grep -hv '^No data' /sys/kernel/debug/slab/kmalloc-*/alloc_traces |
			awk -v RS= -v who="$1" '$0 ~ who { n += $1 } END { print n + 0, "objects" }'
	}
	# left: the same of callers that are gone, when RCU has freed what it has to
	left()
	{
		[ ! -e /out/none ] || return 0
		sleep 7
		kept ' 0xffffffff|^0xffffffff' >>/out/left
	}
	done_or_told()
	{
		"$@" || echo "$*" >>/out/refused
	}
	# loaded MODE: with everything that allocates
	loaded()
	{
		done_or_told insmod $module size=256 checks=all mode=$1 'trigger=fail>=3,oom'
		done_or_told lowmark record -q -o /tmp/r -- sh -c '. /add/guest.sh; burst'
		for line in size=512 clear filter=pid:1,comm:dd filter=min:1ms,failed stack=1 \
			'trigger=stall>20ms' post=10ms off hooks=kprobe on trigger; do
			done_or_told sh -c "echo '$line' >$debugfs/control"
		done
		done_or_told dd if=$debugfs/cpu0/snapshot of=/tmp/read bs=64k count=1 \
			2>/tmp/err
		for file in zones status caps stats decisions trigger; do
			done_or_told cat $debugfs/$file
		done >/tmp/read
		done_or_told timeout 60 cat $debugfs/trace >/tmp/read
		done_or_told test -s /tmp/read
		done_or_told lowmark record -q -o /tmp/r -- sh -c '. /add/guest.sh; burst'
		[ -e /out/none ] || kept '\\[lowmark\\]' >>/out/had
		done_or_told rmmod lowmark
	}
	# The first probes make the kernel allocate pages for them that it keeps.
	: >/out/refused
	loaded overwrite
	loaded discard
	left
	for mode in overwrite overwrite discard discard; do
		loaded $mode
	done
	left
	END
	[ ! -s "$out/refused" ]
	result $? "$kernel: all commands did something"
	sed 's/^/# failed: /' "$out/refused"
	if is_debug "$kernel"; then
		skip "$kernel: what was allocated" "what is freed stays in KASAN's quarantine; kmemleak looks"
		continue
	elif [[ $kernel == 5.10 ]]; then
		skip "$kernel: what was allocated" "the kernel does not tell who allocated an object, before 5.19"
		continue
	fi
	[ ! -e "$out/none" ]
	result $? "$kernel: it tells who allocated an object"
	# Of the kernel's own bookkeeping there may be one object more or less; a leak
	# of the module makes two or four, in one mode or in both.
	awk 'NR == 1 { areas = $1; objects = $3 }
		END { more = $3 - objects; exit NR != 2 || $1 != areas || more * more > 1 }' \
		"$out/left"
	result $? "$kernel: nothing that was allocated is left"
	sed "s/^/# left: /" "$out/left"
	[ "$(grep -c '^[1-9][0-9]* areas, [1-9][0-9]* objects$' "$out/had")" = 6 ]
	result $? "$kernel: while the module was there, what it had allocated was seen"
	sed 's/^/# it had /' "$out/had"
done

finish
