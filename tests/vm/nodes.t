#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Three nodes, of which the second has a CPU but no memory, and four CPUs: the
# records are those of the kernel's own events, and none is of a zone that has
# no pages.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

# The CPUs take turns, so that the guest's clock does not go on while the host is
# busy; but another's turn may lie between an event and its record.
for kernel in $KERNELS; do
	witnessed "$kernel" --icount --cpus 4 --numa-mem 192M,0,224M || continue
	analyse "$kernel" tests/vm/witness.py "$tool" "$out"
	analyse "$kernel" tests/vm/stories.py "$tool" "$out"
	analyse "$kernel" tests/vm/nodes.py "$tool" "$out"
done

finish
