#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Wakes, kswapd runs and direct reclaims are those of the kernel's own events,
# one to one, slow path runs agree with what was recorded inside them, and no
# story is without begin or end. On every kernel, each of which has the hooks it
# should have.
# timed: no other such test runs beside it (Makefile)
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

# absent KERNEL: the hooks whose function or tracepoint it does not have
absent()
{
	case $1 in
	7.*)	echo check_safe ;;
	*)	echo cleared ;;
	esac
}

# states: of the file "decisions" on stdin, a line per decision and how many
# there are of each
states()
{
	awk 'NR > 1 {
		state = substr($0, 59)
		sub(/ .*/, "", state)
		print $1, state
		count[state]++
	}
	END { for (state in count) print state, count[state] }'
}

# decided KERNEL: what states must find there
decided()
{
	printf '%s\n' "F1 absent" "F2 absent" "F3 absent" "Z1 absent" \
		"W5z absent" "G0 observed" "G3 derived" "G10 derived" \
		"G14 unobservable" "S0 observed" "S17 derived" "W2 observed" \
		"W5 observed" "W6 observed" "W7 derived" "K2 observed"
	case $1 in
	5.10)	printf '%s\n' "G4 absent" "G4b absent" "G5 absent" \
			"G6 absent" "S4 observed" "S4r absent" "S5 absent" \
			"S13 absent" "K7 derived" "observed 30" "derived 18" \
			"absent 12" "unobservable 2" ;;
	6.12*)	printf '%s\n' "G4 absent" "G4b absent" "G5 unobservable" \
			"G6 observed" "S4 observed" "S4r absent" "S5 derived" \
			"S13 absent" "K7 derived" "observed 31" "derived 19" \
			"absent 9" "unobservable 3" ;;
	6.1-debug) # without deferred struct pages
		printf '%s\n' "G4 absent" "G8 absent" "S4 observed" \
			"S4r absent" "S5 derived" "K7 derived" "observed 30" \
			"derived 19" "absent 12" "unobservable 1" ;;
	6.1*)	printf '%s\n' "G4 absent" "G4b absent" "G5 absent" \
			"G6 absent" "S4 observed" "S4r absent" "S5 derived" \
			"S13 absent" "K7 derived" "observed 30" "derived 19" \
			"absent 11" "unobservable 2" ;;
	7.*-debug) # neither, nor memory to be accepted
		printf '%s\n' "G4 derived" "G4b derived" "G5 absent" \
			"G6 observed" "G8 absent" "S4 absent" "S4r derived" \
			"S5 absent" "S13 derived" "K7 observed" "observed 31" \
			"derived 21" "absent 9" "unobservable 1" ;;
	7.*)	printf '%s\n' "G4 derived" "G4b derived" "G5 unobservable" \
			"G6 observed" "S4 absent" "S4r derived" "S5 absent" \
			"S13 derived" "K7 observed" "observed 31" "derived 21" \
			"absent 7" "unobservable 3" ;;
	esac
}

for kernel in $every; do
	witnessed "$kernel" || continue
	awk '/^[a-z]/ && NR > 1 && $4 != "observed" { print $1 }' "$out/caps" >"$out/absent"
	[ "$(cat "$out/absent")" = "$(absent "$kernel")" ] &&
		! grep -q ' failed ' "$out/caps"
	result $? "$kernel: observes all but: $(absent "$kernel")"
	# Guests have no file of their kernel's configuration; debug kernels know it.
	unknown=',"config"'
	! is_debug "$kernel" || unknown=
	[ "$(jq -c '[.usable, (.checks | length > 50), (.checks[] | select(.verdict != "ok").what)]' "$out/doctor")" = \
		"[true,true$unknown]" ]
	result $? "$kernel: nothing ails it, says the doctor"
	jq -r '.checks[] | select(.verdict != "ok") | "# \(.verdict) \(.what): \(.detail)"' "$out/doctor"
	decided "$kernel" >"$out/wanted"
	states <"$out/decisions" | grep -vxFf - "$out/wanted" >"$out/missing"
	[ $? = 1 ]
	result $? "$kernel: each decision is seen as it should be"
	sed 's/^/# wanted: /' "$out/missing"
	analyse "$kernel" tests/vm/witness.py "$tool" "$out"
	analyse "$kernel" tests/vm/decided.py "$tool" "$out"
	analyse "$kernel" tests/vm/stories.py "$tool" "$out"
done

# Where the clock counts the instructions of the one CPU, no time is lost between
# the kernel's event and the record: there each is within 1 ms, unless the task was
# preempted just there, as the kernel tells.
burst_mb=64
for kernel in $KERNELS; do
	witnessed "$kernel" --icount --cpus 1 --mem 384M || continue
	ICOUNT=1 analyse "$kernel, counting instructions" tests/vm/witness.py \
		"$tool" "$out"
done

finish
