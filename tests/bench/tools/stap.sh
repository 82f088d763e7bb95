# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # globals of guest.sh
# SystemTap's module of stap/check.stp, built on the host, run by staprun.

tool_start()
{
	local ko=/add/stap/lm_check.ko
	if [ ! -e $ko ]; then
		cp /add/stap.why $scratch/why
		return 1
	fi
	cp $ko $scratch/
	peer staprun -b $(($1 / 1024)) -o $scratch/stap.out $scratch/lm_check.ko \
		>$scratch/why 2>&1 &
	recorder=$!
	wait_for 60 grep -q '__zone_watermark_ok+' /sys/kernel/debug/kprobes/list
}

tool_count()
{
	recorder_end INT
	grep -c . $scratch/stap.out
}

tool_bytes()
{
	recorder_end INT
	awk '{ n += length + 1 } END { printf "%.1f", n / NR }' $scratch/stap.out
}

tool_lost()
{
	recorder_end INT
	echo $((storm - $(grep -c . $scratch/stap.out)))
}

tool_stop()
{
	recorder_end INT
}
