#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The file zones and "lowmark zones" say what /proc/zoneinfo says.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

for kernel in $KERNELS; do
	guest "$kernel" <<-'END' || continue
	set -e
	insmod $module
	# look NAME: until nothing was allocated between two looks. One process
	# reads all, since a new one allocates.
	look()
	{
		sleep 0.2
		awk -v zones=$debugfs/zones -v out="/out/$1" '
		function read(file, text, line)
		{
			free = ""
			while ((getline line <file) > 0) {
				text = text line "\n"
				if (line ~ /^Node|pages free/)
					free = free line
			}
			close(file)
			return text
		}
		BEGIN {
			do {
				read("/proc/zoneinfo")
				before = free
				module = read(zones)
				kernel = read("/proc/zoneinfo")
			} while (free != before && ++tries < 200)
			printf "%s", module >(out ".zones")
			printf "%s", kernel >(out ".zoneinfo")
		}'
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
