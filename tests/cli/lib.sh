# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# What the tests of the command line share: running the tool, judging what it
# says, printing KTAP. Uses neither the module nor root's power.

cd "$(dirname "$(realpath "$0")")/../.." || exit 1
tool=${LOWMARK_TOOL:-$PWD/build/unit/lowmark}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Somebody else than root has to get there as well.
chmod 755 "$work"
cp "$tool" "$work/lowmark" || exit 1
tool=$work/lowmark
export LOWMARK_DEBUGFS=$work/debugfs
export ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99
number=0 failures=0

echo "KTAP version 1"

# result NAME: count a test; it passed if the command before did
result()
{
	# shellcheck disable=SC2319 # a condition is what is meant
	local passed=$?
	number=$((number + 1))
	if [ $passed = 0 ]; then
		echo "ok $number $1"
	else
		echo "not ok $number $1"
		failures=$((failures + 1))
	fi
}

skip()
{
	number=$((number + 1))
	echo "ok $number $1 # SKIP $2"
}

# run ARG...: leaves $status, $work/out, $work/err
run()
{
	status=0
	"$tool" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
}

# run_as_nobody ARG...: the same without root's rights
run_as_nobody()
{
	local as=()
	[ "$(id -u)" != 0 ] || as=(setpriv --reuid 65534 --regid 65534 --clear-groups)
	status=0
	"${as[@]}" "$tool" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
}

# judge NAME STATUS STDERR-REGEX [STDOUT-REGEX]: of the last run; an empty regex
# wants nothing to be said
judge()
{
	local good=1
	[ "$status" = "$2" ] || good=0
	matches "$3" "$work/err" || good=0
	[ $# -lt 4 ] || matches "$4" "$work/out" || good=0
	if [ $good = 0 ]; then
		echo "# status $status, wanted $2; stderr wanted: ${3:-nothing}"
		head -c 2000 "$work/err" | sed 's/^/# stderr: /;$a\'
		head -c 1000 "$work/out" | sed 's/^/# stdout: /;$a\'
	fi
	[ $good = 1 ]
	result "$1"
}

# module: files like the module's in $LOWMARK_DEBUGFS; no record ever comes
module()
{
	mkdir -p "$LOWMARK_DEBUGFS/cpu0"
	(
		cd "$LOWMARK_DEBUGFS" || exit 1
		printf 'lowmark 0.1.0, abi 1.0\nrecording:   on\nmode:        overwrite\n' >status
		printf 'abi 1 0\nchunk 432 48\nzones_per_node 5\npage_size 4096\nclock mono\nzone 0 DMA\n' >format
		touch cpu0/ring caps stats
		echo ok >control
		cat >zones <<-END
		# pages, 4096 bytes each; zones_per_node 5
		node zone    id    free   exact    min    low   high  boost  managed  to_low  protection      flags
		   0 DMA      0    3840    3841     66     82     98      0     3840    3758  0,1886,1886,1886,1886 -
		END
	)
}

matches()
{
	if [ -z "$1" ]; then
		[ ! -s "$2" ]
	else
		grep -qE -- "$1" "$2"
	fi
}

finish()
{
	echo "1..$number"
	[ $failures = 0 ]
	exit
}
