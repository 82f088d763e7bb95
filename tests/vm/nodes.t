#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Three nodes, of which the second has a CPU but no memory, and four CPUs: the
# records are those of the kernel's own events, and none is of a zone that has
# no pages.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

# More CPUs than the host may have: between an event and its record one may be
# stopped, so that times are not what this is about.
burst_mb=64
for kernel in $KERNELS; do
	nodes=160M,0,192M
	! is_debug "$kernel" || nodes=320M,0,320M
	witnessed "$kernel" --cpus 4 --numa-mem $nodes --module scenes \
		--add tests/vm/also.sh || continue
	SLACK_MS=20 analyse "$kernel" tests/vm/witness.py "$tool" "$out"
	RACE_MS=20 analyse "$kernel" tests/vm/stories.py "$tool" "$out"
	analyse "$kernel" tests/vm/nodes.py "$tool" "$out"
done

finish
