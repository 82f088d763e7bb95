# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# What the tests in virtual machines share: booting, counting results, KTAP.

cd "$(dirname "$(realpath "$0")")/../.." || exit 1
tool=$PWD/build/lowmark
name=$(basename "$0" .t)
# every: those a test of each kernel runs on; KERNELS: those all tests run on
every=$(awk '/^[^#]/ { print $1 }' scripts/kernels.conf)
[ "${KERNELS-}" != all ] || KERNELS=$every
every=${KERNELS:-$every}
KERNELS=${KERNELS:-6.1 7.3}
number=0 failures=0
export PYTHONDONTWRITEBYTECODE=1

echo "KTAP version 1"

# result STATUS NAME: count a test
result()
{
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number $2"
	else
		echo "not ok $number $2"
		failures=$((failures + 1))
	fi
}

# boot KERNEL [OPTION]...: run $out/run.sh in a guest of two nodes
boot()
{
	local kernel=$1
	shift
	scripts/vm -q --kernel "$kernel" --mem 1G --numa 2 --kmod zram \
		--kmod lzo-rle --timeout 500 --add tests/vm/guest.sh --add "$out/run.sh" \
		--out "$out/out" "$@" -- sh /add/run.sh >"$out/log" 2>&1
}

# emulator_fault STATUS: did the emulator fail rather than the guest? It may run
# a stale translation of a function being patched (an oops at an int3), or hang.
emulator_fault()
{
	case $1 in
	115 | 116) return 0 ;;
	esac
	grep -qs 'Oops: int3' "$out/out/console.log" "$out/log"
}

# guest KERNEL [OPTION]...: run the script on stdin in a guest of two nodes;
# what it leaves in /out is in $out afterwards. A fault of the emulator is
# told, and gets one more try.
guest()
{
	local kernel=$1 status=0
	out=build/vm-tests/$name/$kernel
	rm -rf "$out"
	mkdir -p "$out"
	{
		echo ". /add/guest.sh"
		cat
	} >"$out/run.sh"
	boot "$@" || status=$?
	if [ $status != 0 ] && emulator_fault $status; then
		sed 's/^/# first try: /' "$out/log" | tail -n 20
		rm -rf "$out/out"
		status=0
		boot "$@" || status=$?
	fi
	out=$out/out
	[ $status = 0 ] || sed 's/^/# /' "$out/../log" | tail -n 60
	result $status "$kernel: the guest ran to its end, kernel log clean"
	return $status
}

# analyse KERNEL SCRIPT [ARG]...: count what a Python script judges, which
# prints lines of "ok NAME", "not ok NAME" and "# remark"
analyse()
{
	local kernel=$1 line status=0
	shift
	python3 "$@" >"$out/verdict" 2>"$out/verdict.err" || status=$?
	while IFS= read -r line; do
		case $line in
		ok\ *) result 0 "$kernel: ${line#ok }" ;;
		not\ ok\ *) result 1 "$kernel: ${line#not ok }" ;;
		*) echo "# ${line#"# "}" ;;
		esac
	done <"$out/verdict"
	[ $status = 0 ] || sed 's/^/# /' "$out/verdict.err"
	result $status "$kernel: all was analysed"
}

finish()
{
	echo "1..$number"
	[ $failures = 0 ]
	exit
}
