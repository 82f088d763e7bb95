#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Stories add up over a long time of pressure: MINUTES=10 prove tests/vm/stories.t
# Without MINUTES nothing is run here; witness.t judges the stories of a minute.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

for kernel in $KERNELS; do
	if [ -z "${MINUTES-}" ]; then
		skip "$kernel: stories of many minutes" "MINUTES is not set"
		continue
	fi
	out=build/vm-tests/$name/$kernel
	rm -rf "$out"
	mkdir -p "$out/out"
	cat >"$out/run.sh" <<-END
	. /add/guest.sh
	set -e
	swap_on 300
	insmod \$module size=16384 mode=discard events=wake,slow,attempt,kswapd,reclaim
	cat \$debugfs/status >/out/status
	# Memory is scarce: the recording leaves the guest as it is made.
	lowmark record -q -o /dev/stdout -- sh -c '
		. /add/guest.sh
		end=\$((\$(cut -d. -f1 /proc/uptime) + $MINUTES * 60))
		while [ \$(cut -d. -f1 /proc/uptime) -lt \$end ]; do
			pressure
		done >/dev/null
		sleep 2'
	cat \$debugfs/stats >/out/stats
	rmmod lowmark
	END
	scripts/vm -q --kernel "$kernel" --mem 1G --numa 2 --kmod zram --kmod lzo-rle \
		--timeout $((MINUTES * 60 + 600)) --add tests/vm/guest.sh \
		--add "$out/run.sh" --out "$out/out" -- sh /add/run.sh \
		>"$out/out/r.lowmark" 2>"$out/log"
	status=$?
	result $status "$kernel: $MINUTES minutes of pressure, kernel log clean"
	[ $status = 0 ] || sed 's/^/# /' "$out/log" | tail -n 60
	out=$out/out
	analyse "$kernel" tests/vm/stories.py "$tool" "$out"
done

finish
