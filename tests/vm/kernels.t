#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Each kernel can be fetched, and the module builds for it. Those first that most
# tests run on.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

# shellcheck disable=SC2086 # one word each
for kernel in $(printf '%s\n' $KERNELS $every | awk '!seen[$0]++'); do
	log=build/vm-tests/kernels/$kernel.log
	mkdir -p "${log%/*}"
	built=$(scripts/vm -q --build-only --kernel "$kernel" 2>"$log") &&
		[ -s "${built%%$'\n'*}" ]
	result $? "$kernel: fetched, and the module built for it"
	sed 's/^/# /' "$log"
done

finish
