#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# An allocation of the kernel fails, one after the other, while the module is loaded,
# told something, read: it says ENOMEM or does without, and nothing is broken or left.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

built=build/vm-tests/$name
mkdir -p "$built"
gcc -O2 -Wall -Wextra -Werror -D_GNU_SOURCE -o "$built/failnth" tests/vm/failnth.c
result $? "what makes allocations fail builds"

# told KERNEL FILE: judge what failnth printed
told()
{
	local what
	what=$(head -n 1 "$2")
	awk 'NR > 1 && !/^(allocations [1-9]|status 0$)/ &&
			!/^[0-9]+ (ok|ENOMEM|ok not reached)$/ { print "# " $0; bad = 1 }
		/ENOMEM$/ { failed++ } / ok$/ { ok++ } / not reached$/ { missed++ }
		$1 == "allocations" { all = $2 } $1 == "status" { end = 1 }
		END { printf "# of %d allocations: %d tries failed, %d did without, ", all, failed, ok
			printf "%d came to none that fails\n", missed
			exit bad || !all || !end || missed > failed + ok }' "$2"
	result $? "$1: an allocation fails: $what"
}

for kernel in $KERNELS; do
	if ! is_debug "$kernel"; then
		skip "$kernel: allocations that fail" "the kernel cannot make them fail, debug kernels can"
		continue
	fi
	guest "$kernel" --add "$built/failnth" <<-'END' || continue
	set -e
	for dir in failslab fail_page_alloc; do
		echo N >/sys/kernel/debug/$dir/ignore-gfp-wait
		echo 0 >/sys/kernel/debug/$dir/verbose
	done
	echo 0 >/sys/kernel/debug/fail_page_alloc/min-order
	probed()
	{
		sort /sys/kernel/debug/kprobes/list
		sort $tracefs/enabled_functions
	}
	probed >/tmp/probed
	nr=10
	# fails FIRST SPREAD THING ARG...
	fails()
	{
		nr=$((nr + 1)) status=0
		echo "$*" >/out/fail$nr
		/add/failnth "$@" >>/out/fail$nr 2>&1 || status=$?
		echo "status $status" >>/out/fail$nr
	}
	# What the module itself needs, and what it takes to place its probes
	fails 2000 1 load $module 'on=0 size=256 filter=pid:1 trigger=oom stack=1'
	fails 1 12 load $module size=256
	probed | diff /tmp/probed - >/out/left || :
	[ ! -e $debugfs ] || echo "directory left" >>/out/left
	insmod $module size=256
	cat $debugfs/caps >/out/caps
	control=$debugfs/control
	fails 60 1 write $control size=512 size=256
	fails 60 1 write $control filter=pid:1,comm:dd filter=none
	fails 60 1 write $control checks=all checks=matter
	echo off >$control
	fails 30 4 write $control on off
	echo on >$control
	cat $debugfs/caps >/out/caps.after
	for file in cpu0/snapshot trace zones status stats caps decisions format trigger; do
		fails 40 1 read $debugfs/$file
	done
	# Low far above what is free then
	lowmark record -q -o /tmp/r -- sh -c '. /add/guest.sh
		mb=$(($(available_mb) - 60))
		echo 3000 >/proc/sys/vm/watermark_scale_factor
		fill_on_all $mb
		echo 10 >/proc/sys/vm/watermark_scale_factor
		fill_off'
	lowmark report --json /tmp/r >/out/report
	rmmod lowmark
	END
	for file in "$out"/fail[0-9]*; do
		told "$kernel" "$file"
	done
	[ ! -s "$out/left" ]
	result $? "$kernel: a load that failed left nothing"
	sed 's/^/# /' "$out/left"
	diff "$out/caps" "$out/caps.after" >"$out/caps.diff" &&
		jq -e '.events > 50 and .zones[0]' "$out/report" >/dev/null
	result $? "$kernel: after all that it sees what it saw, and records"
done

finish
