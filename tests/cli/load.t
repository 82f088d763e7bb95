#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# lowmark load, as far as it gets without touching the kernel.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

run load --module "$work/none.ko"
judge "no such file" 1 "there is no file $work/none.ko" ''
run load --module /etc/passwd
judge "a file that is no module" 1 '/etc/passwd is not a kernel module' ''
: >"$work/empty.ko"
run load -m "$work/empty.ko"
judge "an empty file" 1 "$work/empty.ko is not a kernel module" ''
run load -m "$work"
judge "a directory" 1 "$work" ''

# An object with the parameters of a module, which no kernel would take
cat >"$work/fake.c" <<'END'
#define INFO __attribute__((section(".modinfo"), used)) static const char
INFO a[] = "parm=ring_kib:size of each ring";
INFO b[] = "parm=mode:discard or overwrite";
INFO c[] = "parmtype=ring_kib:uint";
INFO d[] = "parmtype=events:charp";
END
gcc -c -o "$work/fake.ko" "$work/fake.c"
chmod 644 "$work/fake.ko"
run load -m "$work/fake.ko" ringkib=4
judge "a mistyped parameter" 2 "no parameter 'ringkib'; did you mean 'ring_kib'\?" ''
run load -m "$work/fake.ko" colour=red
judge "an unknown parameter" 2 "no parameter 'colour'; 'modinfo -p lowmark.ko' lists them" ''
run load -m "$work/fake.ko" ring_kib
judge "a parameter without a value" 2 "parameter 'ring_kib' needs a value: ring_kib=VALUE" ''
run load -m "$work/fake.ko" evnets=all
judge "a parameter without a description" 2 "did you mean 'events'" ''
run load -m "$work/fake.ko" =4
judge "a parameter without a name" 2 "no parameter ''" ''
run load -m "$work/fake.ko" "$(printf '%0131000d' 0)=4"
judge "a parameter of 128 KiB" 2 "no parameter '0000" ''

cd "$work" || exit 1
run_as_nobody load -m "$work/fake.ko" mode=discard "ring_kib=4 5"
judge "not as root" 3 'only root may load a module|this kernel cannot load modules' ''
run_as_nobody unload
judge "unload, not as root" 3 'only root may unload|not loaded' ''
if [ -e "/lib/modules/$(uname -r)" ] && modinfo lowmark >"$work/log" 2>&1; then
	skip "no module to be found" "it is installed on this machine"
else
	run load
	judge "no module to be found" 3 'no lowmark.ko here; build one' ''
fi

finish
