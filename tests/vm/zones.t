#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The file zones and "lowmark zones" say what /proc/zoneinfo says.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

for kernel in $KERNELS; do
	guest "$kernel" <<-'END' || continue
	set -e
	insmod $module
	# look NAME: until nothing was allocated between two looks
	look()
	{
		tries=0
		while [ $tries -lt 50 ]; do
			sleep 0.2
			cat /proc/zoneinfo >/tmp/before
			cat $debugfs/zones >/tmp/zones
			cat /proc/zoneinfo >/tmp/after
			grep -E 'Node|pages free' /tmp/before >/tmp/b
			grep -E 'Node|pages free' /tmp/after >/tmp/a
			! cmp -s /tmp/a /tmp/b || break
			tries=$((tries + 1))
		done
		cp /tmp/zones "/out/$1.zones"
		cp /tmp/after "/out/$1.zoneinfo"
		lowmark zones --json >"/out/$1.json"
	}
	look fresh
	echo 500 >/proc/sys/vm/watermark_scale_factor
	look scaled
	echo 20000 >/proc/sys/vm/min_free_kbytes
	echo "16 8 4 2" >/proc/sys/vm/lowmem_reserve_ratio || :
	look reserved
	rmmod lowmark
	END
	for look in fresh scaled reserved; do
		analyse "$kernel" tests/vm/zones.py "$out" $look
	done
done

finish
