#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Figures of lowmark report equal those that Python computes from all events of
# the same recording.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

LOWMARK_INCIDENTS=$work build/unit/test_why >/dev/null
for file in "$work"/*.lowmark; do
	"$tool" trace --json "$file" >"$work/events"
	run report --json "$file"
	judge "a report of $(basename "$file" .lowmark)" 0 ''
	python3 tests/cli/figures.py "$work/out" "$work/events"
	result "its figures"
done

run report "$work/dirty.stall.lowmark"
judge "counts that a kernel cannot give" 0 '' 'zones skipped +busy +n/a'
judge "counts that it gives" 0 '' 'zones skipped +dirty +3'

finish
